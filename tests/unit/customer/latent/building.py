"""Branches whose customers hold things, as the tests of latent needs need them."""

from collections.abc import Iterable, Sequence
from typing import Any

from services.customer.files.domain.customer import Customer, Holding, PersonalData, place_of
from services.customer.latent.domain.hints import LatentNeeds
from services.customer.latent.domain.model import Counts, Traits, counted
from services.customer.nights.domain import PAGE
from services.customer.nights.queries import page_of
from services.customer.subscriptions import TIMER_HANDLERS
from shared.contracts.lobby import BranchOpened
from shared.contracts.words import Segment
from tests.unit.acting import MORNING, World

OPENED = BranchOpened(branch="B1", name_zh="一", name_en="One", timezone="Asia/Shanghai")


def holding(*products: str) -> tuple[Holding, ...]:
    """Holdings of these products."""
    return tuple(Holding(product=one, amount=100_00) for one in products)


def customer(
    id: str = "C1",
    *products: str,
    segment: Segment = Segment.VIP,
    decade: int | None = 1980,
    account_manager: str | None = "am.1",
) -> Customer:
    """A customer of B1 who holds these products."""
    return Customer(
        id=id,
        branch="B1",
        masked_name="王**",
        segment=segment,
        account_manager=account_manager,
        sealed=PersonalData(name=b"", phone=b""),
        decade=decade,
        holdings=holding(*products),
        held_at=MORNING,
        place=place_of(id),
        opened_at=MORNING,
    )


def alike(both: int = 150, only_fund: int = 0, deposit: int = 50, neither: int = 90) -> list[Customer]:
    """Customers of whom those with a deposit mostly have a fund too; so many with both, with a fund only,
    with a deposit only, and with a card alone."""
    kinds = (("deposit", "fund"),) * both + (("fund",),) * only_fund + (("deposit",),) * deposit
    held: Sequence[tuple[str, ...]] = kinds + (("card",),) * neither
    return [customer(f"D{number:04}", *products) for number, products in enumerate(held)]


def counts_of(customers: Iterable[Traits]) -> Counts:
    """The counts of these customers."""
    return counted(Counts(), customers)


def hall(*customers: Customer) -> World:
    """A branch with these customers."""
    world = World("customer", *customers)

    def page(model: object, branch: str, place: str, first: int, width: int) -> tuple[int, list[str]]:
        found = [one for one in world.documents.values() if isinstance(one, Customer)]
        within = sorted(
            one.id for one in found if one.branch == branch and first <= one.place < first + width
        )
        return (width, within) if len(within) <= PAGE else page(model, branch, place, first, width // 2)

    world.looks = {page_of: page}
    return world


async def pass_time(world: World, time: Any) -> None:
    """Let time pass, with the nights in it."""
    await world.wait(time, dict(TIMER_HANDLERS))


def hints_of(world: World) -> list[LatentNeeds]:
    """All that is hinted at, in the order of customers."""
    found = (one for one in world.documents.values() if isinstance(one, LatentNeeds))
    return sorted((one for one in found if one.hints), key=lambda one: one.id)

"""Leaving: customers keep an account manager, unless operations states why not."""

import pytest

from services.notify.staff.commands import EnrolStaff
from services.notify.staff.domain.portfolios import PortfolioStillHeld
from services.notify.staff.domain.staff import Enrolment, Staff
from services.notify.staff.handlers import keep_portfolio
from shared.contracts.customer import PortfolioHeld
from shared.contracts.notify import PortfolioWaived, StaffEnrolled, WaiverReason
from shared.contracts.words import Role
from tests.unit.acting import World

MANAGER = Enrolment("am.1", "陈静", (Role.ACCOUNT_MANAGER,), ("B001", "B002"), "hash")


async def holding(customers: int, branch: str = "B001") -> World:
    """An account manager of two branches who holds so many customers at one."""
    world = World("notify")
    await world.do(EnrolStaff(MANAGER))
    held = PortfolioHeld(branch=branch, staff="am.1", customers=customers, open_items=1)
    await world.act(keep_portfolio, held)
    world.published.clear()
    return world


@pytest.mark.parametrize(
    ("roles", "branches"),
    [((), None), ((Role.TELLER,), None), ((Role.ACCOUNT_MANAGER,), ("B002",))],
)
async def test_who_holds_customers_does_not_leave_the_branch_or_the_role(
    roles: tuple[Role, ...], branches: tuple[str, ...] | None
) -> None:
    world = await holding(3)
    with pytest.raises(PortfolioStillHeld) as refused:
        await world.do(EnrolStaff(Enrolment("am.1", "陈静", roles, branches)))
    assert (refused.value.code, refused.value.detail) == ("portfolio_held", "B001: 3")
    assert world.get(Staff, "am.1").roles == MANAGER.roles
    assert world.events() == []


@pytest.mark.parametrize(
    ("roles", "branches"),
    [((Role.ACCOUNT_MANAGER,), ("B001", "B003")), ((Role.ACCOUNT_MANAGER, Role.TELLER), None)],
)
async def test_who_stays_an_account_manager_there_may_change_everything_else(
    roles: tuple[Role, ...], branches: tuple[str, ...] | None
) -> None:
    world = await holding(3)
    await world.do(EnrolStaff(Enrolment("am.1", "陈静", roles, branches)))
    assert world.get(Staff, "am.1").roles == roles


async def test_who_has_handed_everybody_over_leaves() -> None:
    world = await holding(3)
    await world.act(keep_portfolio, PortfolioHeld(branch="B001", staff="am.1", customers=0, open_items=0))
    await world.do(EnrolStaff(Enrolment("am.1", "陈静", (), None)))
    assert world.get(Staff, "am.1").roles == ()


async def test_operations_lets_somebody_go_with_a_reason_of_which_the_heads_are_told() -> None:
    world = await holding(3)
    gone = Enrolment("am.1", "陈静", (), None, leaves_because=WaiverReason.ILL)
    await world.do(EnrolStaff(gone), actor="staff:ops")
    assert world.events(PortfolioWaived) == [
        PortfolioWaived(branch="B001", staff="am.1", customers=3, reason=WaiverReason.ILL, waived_by="ops")
    ]
    assert len(world.events(StaffEnrolled)) == 2

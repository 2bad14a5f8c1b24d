"""A branch with its departments, and deals on their way through them."""

from datetime import timedelta
from typing import Any

from services.referral.deals.commands import (
    BlockTask,
    FinishTask,
    OpenDeal,
    PublishDealTemplate,
    PutBackTask,
    ResumeTask,
    ReturnTask,
    TakeTask,
)
from services.referral.deals.domain.deal import Deal, DealTask, task_id
from services.referral.deals.domain.opening import Business
from services.referral.deals.domain.templates import Step
from services.referral.products.commands import DraftProduct, PublishProduct
from services.referral.products.domain.catalogue import Product
from services.referral.products.domain.keepers import KeptCustomer
from services.referral.subscriptions import EVENT_HANDLERS, TIMER_HANDLERS
from shared.contracts.referral import (
    DealBlockReason,
    DealReturnReason,
    DealTaskAccepted,
    DealTaskCancelled,
    DealTaskDone,
    DealTaskOffered,
    DealTaskOverdue,
    DealTaskReturned,
    Department,
    ProductFamily,
)
from tests.unit.acting import World
from tests.unit.referral.bank import terms
from tests.unit.referral.building import branch

BUSINESS = Business(
    branch="B1",
    product="home_loan",
    amount=80_000_000,
    currency="CNY",
    customer="C1",
    account_manager="am.1",
    correlation="V1",
)
FOLDED = (
    DealTaskOffered,
    DealTaskAccepted,
    DealTaskReturned,
    DealTaskDone,
    DealTaskCancelled,
    DealTaskOverdue,
)


def step(name: str, *after: str, department: Department = Department.RISK, days: int = 2) -> Step:
    return Step(step=name, zh=name, en=name, department=department, after=after, days=days)


async def with_deal(template: str = "loan", **changes: Any) -> World:
    """A branch with three account managers, and the deal ``D1`` by a template."""
    world = await branch("am.1")
    await open_deal(world, "D1", template, **changes)
    return world


async def open_deal(world: World, id: str, template: str = "loan", **changes: Any) -> None:
    business = Business(**{**BUSINESS.__dict__, **changes})
    await stock(world)
    keep(world, business.customer, business.account_manager)
    await world.do(OpenDeal(id, business, template, (), business.account_manager))


def keep(world: World, customer: str, manager: str | None = "am.1", branch: str = "B1") -> None:
    """Let a customer have a file, unless they have one."""
    if (KeptCustomer, customer) not in world.documents:
        kept = KeptCustomer(id=customer, version=1, branch=branch, account_manager=manager)
        world.documents[KeptCustomer, customer] = kept


async def stock(world: World, product: str = "home_loan", **about: Any) -> None:
    """Put a product on sale, unless it is: a loan, if nothing is said of it."""
    if (Product, product) in world.documents:
        return
    await world.do(DraftProduct(product, terms(**{"family": ProductFamily.LOAN, **about}), "pd.1"))
    await world.do(PublishProduct(product, "pd.1"))


async def publish(world: World, template: str, *steps: Step, scope: str = "B1") -> None:
    await world.do(PublishDealTemplate(scope, template, template, template, steps, "head.1"))


async def take(world: World, step: str, by: str = "risk.1", deal: str = "D1") -> None:
    await world.do(TakeTask(deal, step, by))


async def finish(world: World, step: str, by: str = "risk.1", deal: str = "D1") -> None:
    await world.do(FinishTask(deal, step, by, False))


async def do(world: World, step: str, by: str = "risk.1", deal: str = "D1") -> None:
    """Take a task and finish it."""
    await take(world, step, by, deal)
    await finish(world, step, by, deal)


async def block(
    world: World, step: str, by: str = "risk.1", reason: DealBlockReason = DealBlockReason.PAPERS
) -> None:
    await world.do(BlockTask("D1", step, by, reason, False))


async def give_back(world: World, step: str, by: str = "risk.1") -> None:
    await world.do(ReturnTask("D1", step, by, DealReturnReason.INCOMPLETE, False))


async def put_back(world: World, step: str, by: str = "risk.1", *, as_head: bool = False) -> None:
    await world.do(PutBackTask("D1", step, by, as_head))


async def resume(world: World, step: str) -> None:
    await world.do(ResumeTask("D1", step, "am.1"))


async def fold(world: World, since: int = 0) -> None:
    """Bring the events of tasks, from the `since`-th on, back to the service, as the bus does."""
    for envelope in list(world.published)[since:]:
        if isinstance(envelope.data, FOLDED):
            await world.act(EVENT_HANDLERS[type(envelope.data)], envelope.data, time=envelope.time)


async def days(world: World, count: int) -> None:
    """Let days pass, with all timers."""
    await world.wait(timedelta(days=count), dict(TIMER_HANDLERS))


def deal(world: World, id: str = "D1") -> Deal:
    return world.get(Deal, id)


def task(world: World, step: str, deal: str = "D1") -> DealTask:
    return world.get(DealTask, task_id(deal, step))


def states(world: World, id: str = "D1") -> dict[str, str]:
    """The state of each task of a deal, by step."""
    return {one.step: task(world, one.step, id).state.value for one in deal(world, id).steps}


def ball(world: World, id: str = "D1") -> list[tuple[str | None, str, str | None]]:
    """The holders of the ball: step, department, person."""
    return [(one.step, one.department.value, one.owner) for one in deal(world, id).ball]

"""Holders of products, and the task to tell one of them that the risk of a product is another (A3)."""

from datetime import datetime
from typing import ClassVar

from services.referral.products.domain.keepers import KeptCustomer
from services.referral.products.domain.risks import NewRisk
from services.referral.recommendations.domain.recommendation import place_of
from shared.branch_places import BranchPlace
from shared.contracts.referral import (
    HolderTaskDone,
    HolderTaskMade,
    HolderTaskOverdue,
    ReferralEvent,
    RiskLevel,
)
from shared.domain import Decision, Document
from shared.errors import Refusal

WORKING_DAYS = 5
"""Working days in which a holder is told of a new risk: the bank's own promise."""


class HolderTaskClosed(Refusal):
    code, status = "holder_task_closed", 409
    en, zh = "This task is closed.", "该告知任务已关闭。"


class HolderTaskDue(ReferralEvent):
    """The last day of a task to tell a holder has passed."""

    holder_task: str


class Holding(Document):
    """A product that a customer holds, or does not any more; the id is ``<customer>:<product>``. Nothing is
    known here of the amount. `place` is its place in rounds."""

    collection: ClassVar[str] = "holdings"

    customer: str
    product: str
    held: bool = True
    place: int


class HolderTask(Document):
    """The task to tell one holder of a product of its new risk; the id is
    ``<product>:<version>:<customer>``, so that a re-rating makes one task for each. `rules_version` is that
    of the rules of suitability that held then."""

    collection: ClassVar[str] = "holder_tasks"

    branch: str
    customer: str
    account_manager: str | None
    product: str
    product_version: int
    before: RiskLevel
    after: RiskLevel
    rules_version: int
    due: str
    open: bool = True
    overdue: bool = False
    made_at: datetime
    done_at: datetime | None = None
    done_by: str | None = None

    @property
    def timer(self) -> str:
        return f"holder-task:{self.id}"


def holding_id(customer: str, product: str) -> str:
    """Return the id of a holding."""
    return f"{customer}:{product}"


def task_id(product: str, number: int, customer: str) -> str:
    """Return the id of the task that a re-rating makes for a holder."""
    return f"{product}:{number}:{customer}"


def hold(known: Holding | None, customer: str, product: str, *, held: bool) -> Decision:
    """Note that a customer holds a product, or does not any more."""
    if known is None:
        id = holding_id(customer, product)
        known = Holding(id=id, customer=customer, product=product, held=not held, place=place_of(id))
    return (
        Decision().save(known.evolve(customer=customer, held=held)) if known.held is not held else Decision()
    )


def make_task(
    risk: NewRisk, customer: KeptCustomer, rules_version: int, place: BranchPlace, *, now: datetime
) -> Decision:
    """Make the task to tell a holder, due in `WORKING_DAYS` of their branch."""
    due = place.calendar.add(place.day_of(now), WORKING_DAYS)
    task = HolderTask(
        id=task_id(risk.product, risk.number, customer.id),
        branch=customer.branch,
        customer=customer.id,
        account_manager=customer.account_manager,
        product=risk.product,
        product_version=risk.number,
        before=risk.before,
        after=risk.after,
        rules_version=rules_version,
        due=due.isoformat(),
        made_at=now,
    )
    event = HolderTaskMade(
        **_about(task),
        before=task.before,
        after=task.after,
        due=task.due,
        rules_version=rules_version,
    )
    timer = HolderTaskDue(branch=task.branch, holder_task=task.id)
    return (
        Decision()
        .save(task, event)
        .schedule(task.timer, place.end_of(due), timer, correlation_id=task.correlation_id)
    )


def finish(task: HolderTask, by: str, *, now: datetime) -> Decision:
    """Note that the holder was told; doing it twice changes nothing. Raises `HolderTaskClosed` for one whose
    customer is gone, or that another has done."""
    if task.done_at is not None and task.done_by == by:
        return Decision()
    if not task.open:
        raise HolderTaskClosed
    done = task.evolve(open=False, done_at=now, done_by=by)
    return Decision().save(done, HolderTaskDone(**_about(done), done_by=by)).cancel(task.timer)


def pass_day(task: HolderTask) -> Decision:
    """Tell that the last day of an open task has passed, once."""
    if not task.open or task.overdue:
        return Decision()
    return Decision().save(task.evolve(overdue=True), HolderTaskOverdue(**_about(task), due=task.due))


def give(task: HolderTask, account_manager: str | None) -> Decision:
    """Let an open task go with the customer to another account manager."""
    if not task.open or account_manager == task.account_manager:
        return Decision()
    return Decision().save(task.evolve(account_manager=account_manager))


def belongs_to(task: HolderTask, file: str) -> bool:
    """Tell whether a task was made for this file."""
    return task.id == task_id(task.product, task.product_version, file)


def follow_file(task: HolderTask, customer: str, account_manager: str | None) -> Decision:
    """Let a task go with its file to another customer, and to who keeps them."""
    return Decision().save(task.evolve(customer=customer, account_manager=account_manager))


def forget(task: HolderTask) -> Decision:
    """Close the task of a customer who is gone, without a word about them."""
    return Decision().save(task.evolve(customer="", open=False)).cancel(task.timer)


def _about(task: HolderTask) -> dict[str, str | int | None]:
    return {
        "branch": task.branch,
        "holder_task": task.id,
        "product": task.product,
        "product_version": task.product_version,
        "customer": task.customer,
        "account_manager": task.account_manager,
    }

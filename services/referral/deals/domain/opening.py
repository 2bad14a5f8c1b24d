"""Opening a deal, by a version of a template that it keeps (A4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from services.referral.deals.domain.deal import Deal, DealTask, Member, Standing, task_id
from services.referral.deals.domain.estimate import StepCurve, estimate
from services.referral.deals.domain.moving import Changed, move
from services.referral.deals.domain.templates import DealTemplate
from services.referral.prospects.domain.prospect import NotOfThisProspect
from services.referral.referrals.domain.referral import NotAnAccountManager
from shared.branch_places import BranchPlace
from shared.contracts.referral import DealOpened, DealState
from shared.contracts.words import Role
from shared.domain import Decision, Document
from shared.errors import Refusal
from shared.roster import Roster


class ProspectHasDeal(Refusal):
    """`detail` and `more` name the deal, which `more` tells the state, opener and time of opening of."""

    code, status = "prospect_has_deal", 409
    en = "This prospect has a deal already: go on with it, or give it up before you open another."
    zh = "该潜客已有业务：请继续办理，或先将其终止再另行开立。"

    def __init__(self, deal: Deal) -> None:
        super().__init__(deal.id)
        opened = {"opened_by": deal.opened_by, "opened_at": deal.opened_at.isoformat()}
        self.more = {"deal": deal.id, "state": deal.state.value, **opened}


class ProspectDeal(Document):
    """The deal that was opened last for a prospect; the id is the prospect's. Of two who open one at once,
    one alone can save it."""

    collection: ClassVar[str] = "prospect_deals"

    deal: str


@dataclass(frozen=True)
class Business:
    """The business that a deal is about: what, how much, whose, and whose account manager. `correlation` is
    that of the prospect from whom it came."""

    branch: str
    product: str
    amount: int
    currency: str
    customer: str
    account_manager: str
    prospect: str | None = None
    correlation: str | None = None


def must_be_of(
    business: Business, branch: str, customer: str | None, account_manager: str | None, *, goes_on: bool
) -> None:
    """Refuse a deal for a prospect that has ended without business, or that is of another branch, customer or
    account manager. Raises `NotOfThisProspect`."""
    known = (business.branch, business.customer, business.account_manager)
    if not goes_on or known != (branch, customer, account_manager):
        raise NotOfThisProspect


def must_be_the_only(deal: Deal | None) -> None:
    """Refuse a second deal for a prospect, which is one piece of business; `deal` is the last one that was
    opened for it, None before there was any. Raises `ProspectHasDeal` unless that one was given up."""
    if deal is not None and deal.state is not DealState.CANCELLED:
        raise ProspectHasDeal(deal)


def open_deal(
    id: str,
    business: Business,
    template: DealTemplate,
    team: Sequence[Member],
    curves: Mapping[str, StepCurve],
    roster: Roster,
    by: str,
    place: BranchPlace,
    *,
    now: datetime,
) -> Decision:
    """Open a deal: its first tasks are offered at once. Raises `NotAnAccountManager`."""
    if not roster.has(business.account_manager, Role.ACCOUNT_MANAGER):
        raise NotAnAccountManager
    today = place.day_of(now)
    deal = Deal(
        id=id,
        branch=business.branch,
        correlation=business.correlation or id,
        product=business.product,
        amount=business.amount,
        currency=business.currency,
        customer=business.customer,
        opened_for=business.customer,
        account_manager=business.account_manager,
        prospect=business.prospect,
        template=template.template,
        template_version=template.number,
        template_scope=template.scope,
        steps=template.steps,
        opened_at=now,
        opened_by=by,
        opened_on=today.isoformat(),
        promise=estimate(template.steps, {}, curves, place, now=now),
        team=tuple(team),
    )
    opened = DealOpened(
        branch=deal.branch,
        deal=deal.id,
        product=deal.product,
        amount=deal.amount,
        currency=deal.currency,
        customer=business.customer,
        account_manager=deal.account_manager,
        prospect=deal.prospect,
        template=deal.template,
        template_version=deal.template_version,
        promised_on=deal.promise.promised_on if deal.promise else None,
        opened_by=by,
    )
    tasks = _tasks(deal, today, place)
    changes = [Changed(task) for task in tasks.values()]
    decision = Decision().save(deal, opened)
    if deal.prospect is not None:
        decision.save(ProspectDeal(id=deal.prospect, deal=deal.id))
    return decision.then(move(Standing(deal, tasks), changes, place, now=now))


def _tasks(deal: Deal, today: date, place: BranchPlace) -> dict[str, DealTask]:
    """Return the tasks of a deal, waiting, each due as the template plans it."""
    planned: dict[str, int] = {}
    tasks: dict[str, DealTask] = {}
    for step in deal.steps:
        planned[step.step] = max((planned[one] for one in step.after), default=0) + step.days
        tasks[step.step] = DealTask(
            id=task_id(deal.id, step.step),
            branch=deal.branch,
            deal=deal.id,
            correlation=deal.correlation,
            product=deal.product,
            template=deal.template,
            step=step.step,
            zh=step.zh,
            en=step.en,
            department=step.department,
            after=step.after,
            days=step.days,
            due=place.calendar.add(today, planned[step.step]).isoformat(),
        )
    return tasks

"""The prospect (潜客, A2): its document, its log, its timers, and its refusals.

A prospect has two clocks: when it entered its stage, and the day of its next step. Neither is the time of the
last change.
"""

from datetime import datetime
from typing import ClassVar

from shared.contracts.referral import (
    LifeEvent,
    LostReason,
    NextStep,
    ProspectOrigin,
    ProspectStage,
    ReferralEvent,
)
from shared.domain import Document
from shared.errors import Refusal

OPEN = "open"
FORGOTTEN = "forgotten"
FARTHEST = 366
"""Days from today within which a next step lies."""
OPEN_AT_MOST = 20
"""Open prospects of one customer, each with another need."""
NOTIFIED_DUE, NOTIFIED_MANAGER, NOTIFIED_HEAD = 1, 2, 3
"""The word about a next step: that its day came, that it passed, that it waits too long."""


class ProspectOpenAlready(Refusal):
    code, status = "prospect_open_already", 409
    en = "This customer has an open prospect with the same need."
    zh = "该客户已有相同意向的潜客。"


class TooManyProspects(Refusal):
    code, status = "too_many_prospects", 409
    en, zh = "This customer has 20 open prospects; end one first.", "该客户未结潜客已达 20 项，请先办结。"


class ProspectEnded(Refusal):
    code, status = "prospect_ended", 409
    en, zh = "This prospect has ended.", "该潜客已结束。"


class ProspectNobodys(Refusal):
    code, status = "prospect_nobodys", 409
    en, zh = "Give this prospect to an account manager first.", "请先为该潜客指定客户经理。"


class ProspectNoCustomer(Refusal):
    code, status = "prospect_no_customer", 409
    en = "Link the prospect to a customer file first."
    zh = "请先将潜客与客户档案关联。"


class ProspectOfNobody(Refusal):
    code, status = "prospect_of_nobody", 422
    en = "Name the customer of the prospect, or the visit in which they were found."
    zh = "请指明潜客对应的客户或到访。"


class NotOfThisProspect(Refusal):
    code, status = "not_of_this_prospect", 409
    en = "The prospect has ended, or is of another customer or account manager."
    zh = "该潜客已结束，或属于其他客户或客户经理。"


class ProspectVisitUnknown(Refusal):
    code, status = "prospect_visit_unknown", 409
    en = "Nobody was found in this visit at this branch; if it was a moment ago, try again."
    zh = "本网点该次到访未登记潜客；如刚刚登记，请稍后重试。"


class NotAStage(Refusal):
    code, status = "prospect_not_a_stage", 422
    en = "Choose one of the open stages; to win, lose or park a prospect has an address of its own."
    zh = "请选择进行中的阶段；成交、流失、搁置请使用各自的操作。"


class StepDayOutOfReach(Refusal):
    code, status = "step_day_out_of_reach", 422
    en = "Choose a day from today on, a year from now at the latest; to park, from tomorrow on."
    zh = "请选择今天起一年之内的日期；搁置须从明天起。"


class ProspectTurns(ReferralEvent):
    """The day of a prospect's next step has come or passed, or the day until which it rests. A timer."""

    prospect: str
    next_on: str


class ProspectsReleaseDue(ReferralEvent):
    """More prospects of an account manager who has left are to be put on the head's list. A timer."""

    staff: str


class CampaignStepDue(ReferralEvent):
    """More prospects of a campaign list are to be opened. A timer."""

    campaign: str


class Prospect(Document):
    """One piece of business under way, with one person. `account_manager` is None while it is on the head's
    list, and `had_by` is the one before. `period` is ``open``, the month of the end (``2026-11``) or
    ``forgotten``; `place` orders it within its list. While it is parked, `parked_from` is the stage to which
    it comes back on `next_on`. `notified` is what was told of the next step. `file` is the customer to whom
    it was linked first, before any merge."""

    collection: ClassVar[str] = "prospects"

    branch: str
    origin: ProspectOrigin
    need: str
    account_manager: str | None
    had_by: str | None = None
    found_by: str | None = None
    opened_by: str | None = None
    customer: str | None = None
    file: str | None = None
    referrals: tuple[str, ...] = ()
    visit: str | None = None
    campaign: str | None = None
    product: str | None = None
    life_event: LifeEvent | None = None
    stage: ProspectStage = ProspectStage.NEW
    opened_at: datetime
    entered_at: datetime
    next_step: NextStep | None
    next_on: str | None
    notified: int = 0
    overdue: bool = False
    parked_from: ProspectStage | None = None
    moves: int = 0
    ended_at: datetime | None = None
    reason: LostReason | None = None
    deal: str | None = None
    amount: int | None = None
    currency: str | None = None
    period: str = OPEN
    place: str = ""

    @property
    def correlation_id(self) -> str:
        return self.visit or self.id

    @property
    def is_open(self) -> bool:
        return self.period == OPEN

    @property
    def step_timer(self) -> str:
        return f"prospect_step:{self.id}"

    def must_be_open(self) -> None:
        """Raises `ProspectEnded`."""
        if not self.is_open:
            raise ProspectEnded

    def seconds_in_stage(self, now: datetime) -> int:
        """Return the whole seconds in the stage; those of all stages add up to those since the opening."""
        return _seconds(self.opened_at, now) - _seconds(self.opened_at, self.entered_at)


class ProspectMove(Document):
    """A line of the log of a prospect: that it went from one stage to another; the id is
    ``<prospect>:<number>``. The first has no `before`."""

    collection: ClassVar[str] = "prospect_moves"

    prospect: str
    number: int
    before: ProspectStage | None
    after: ProspectStage
    at: datetime
    seconds: int
    by: str | None
    account_manager: str | None
    next_step: NextStep | None = None
    next_on: str | None = None
    reason: LostReason | None = None


class CustomerProspects(Document):
    """The open prospects of a customer, by need: there is one for each. The id is the customer's."""

    collection: ClassVar[str] = "customer_prospects"

    open: dict[str, str] = {}

    def with_open(self, need: str, prospect: str | None) -> "CustomerProspects":
        """Add the open prospect with a need, or take it out."""
        others = {word: id for word, id in self.open.items() if word != need}
        return self.evolve(open=others | ({need: prospect} if prospect else {}))


class VisitProspects(Document):
    """The prospects that were found in a visit, and the customer to whom it led, as the `branch` says. The id
    is the visit's; a person names it, so that it may be one of another branch."""

    collection: ClassVar[str] = "visit_prospects"

    customer: str | None = None
    prospects: tuple[str, ...] = ()
    branch: str = ""

    def customer_at(self, branch: str) -> str | None:
        """Return the customer to whom the visit led, unless another branch says so."""
        return self.customer if self.branch in ("", branch) else None


def _seconds(since: datetime, at: datetime) -> int:
    return int((at - since).total_seconds())

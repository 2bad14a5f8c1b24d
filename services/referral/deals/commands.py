"""Commands of deals (A4). `by` is the staff id of the person who asks; `as_head` lets them do what is
another's: as the head, or who covers the other; days are those of the branch."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.referral.deals.domain.deal import Member
from services.referral.deals.domain.opening import Business
from services.referral.deals.domain.templates import Step
from shared.commands import Command
from shared.contracts.referral import (
    DealBlockReason,
    DealCancelReason,
    DealReturnReason,
    DealSkipReason,
    DealTeamPurpose,
)


@dataclass(frozen=True)
class PublishDealTemplate(Command, name="publish_deal_template"):
    """Publish the next version of a template, for a branch or the scope ``bank``: the one after `over`, if
    the sender says what they have seen (A4)."""

    scope: str
    template: str
    zh: str
    en: str
    steps: Sequence[Step]
    by: str
    over: int | None = None


@dataclass(frozen=True)
class OpenDeal(Command, name="open_deal"):
    """Open a deal by the template that counts at the branch, under an id that is made by its sender (A4);
    `covers`: the sender covers its account manager."""

    deal: str
    business: Business
    template: str
    team: Sequence[Member]
    by: str
    covers: bool = False


@dataclass(frozen=True)
class TakeTask(Command, name="take_deal_task"):
    """Take a task that waits for somebody of its department (A4)."""

    deal: str
    step: str
    by: str


@dataclass(frozen=True)
class PutBackTask(Command, name="put_back_deal_task"):
    """Leave a task to the colleagues of the department again (A4)."""

    deal: str
    step: str
    by: str
    as_head: bool


@dataclass(frozen=True)
class BlockTask(Command, name="block_deal_task"):
    """Say that a task cannot go on (A4)."""

    deal: str
    step: str
    by: str
    reason: DealBlockReason
    as_head: bool


@dataclass(frozen=True)
class UnblockTask(Command, name="unblock_deal_task"):
    """Let a blocked task go on (A4)."""

    deal: str
    step: str
    by: str
    as_head: bool


@dataclass(frozen=True)
class ReturnTask(Command, name="return_deal_task"):
    """Return a task to the step before it, or to the account manager (A4)."""

    deal: str
    step: str
    by: str
    reason: DealReturnReason
    as_head: bool


@dataclass(frozen=True)
class ResumeTask(Command, name="resume_deal_task"):
    """Give a task that was returned to its department again (A4)."""

    deal: str
    step: str
    by: str


@dataclass(frozen=True)
class FinishTask(Command, name="finish_deal_task"):
    """Finish a task; what depends on it can begin (A4)."""

    deal: str
    step: str
    by: str
    as_head: bool


@dataclass(frozen=True)
class LeaveOutTask(Command, name="leave_out_deal_task"):
    """Leave a task out (A4)."""

    deal: str
    step: str
    by: str
    reason: DealSkipReason


@dataclass(frozen=True)
class AddToTeam(Command, name="add_to_deal_team"):
    """Add a colleague to the team of a deal (A4)."""

    deal: str
    staff: str
    purpose: DealTeamPurpose
    by: str


@dataclass(frozen=True)
class RemoveFromTeam(Command, name="remove_from_deal_team"):
    """Take a colleague out of the team of a deal (A4)."""

    deal: str
    staff: str
    by: str


@dataclass(frozen=True)
class FormWorkingGroup(Command, name="form_working_group"):
    """Let members of a deal's team work together until the end of a day (A4)."""

    deal: str
    group: str
    purpose: DealTeamPurpose
    members: Sequence[str]
    ends_on: str
    by: str


@dataclass(frozen=True)
class GiveDeal(Command, name="give_deal"):
    """Give an open deal to another account manager of the branch (A4)."""

    deal: str
    account_manager: str
    by: str


@dataclass(frozen=True)
class CloseDeal(Command, name="close_deal"):
    """Close a deal that is done (A4)."""

    deal: str
    by: str


@dataclass(frozen=True)
class CancelDeal(Command, name="cancel_deal"):
    """Give a deal up (A4)."""

    deal: str
    by: str
    reason: DealCancelReason

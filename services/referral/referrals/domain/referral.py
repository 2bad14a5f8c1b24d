"""The referral (转介, D5): its document, its timer, and its refusals."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.referral import ReferralEvent, ReferralOutcome
from shared.contracts.words import Role
from shared.domain import Document
from shared.errors import Refusal
from shared.roster import Roster

ANSWER_WITHIN = timedelta(minutes=10)


class ReferralNotYours(Refusal):
    code, status = "referral_not_yours", 403
    en, zh = "This referral was not offered to you.", "该转介未分配给您。"


class ReferralPassedOn(ReferralNotYours):
    status = 409
    en, zh = (
        "Your time to answer has passed; the referral went on to others.",
        "答复时间已过，该转介已转给他人。",
    )


class ReferralAlreadyAnswered(Refusal):
    code, status = "referral_already_answered", 409
    en, zh = "You have answered this referral already.", "您已答复过该转介。"


class ReferralNotEscalated(Refusal):
    code, status = "referral_not_escalated", 409
    en, zh = "Only a referral that nobody accepted is assigned.", "仅无人接受的转介可以指派。"


class NotAnAccountManager(Refusal):
    code, status = "not_an_account_manager", 409
    en, zh = "This is no account manager of the branch.", "此人不是本网点的客户经理。"


class ReferralNotAccepted(Refusal):
    code, status = "referral_not_accepted", 409
    en, zh = "Only a referral that was accepted is closed.", "仅已接受的转介可以办结。"


class ReferralAlreadyClosed(Refusal):
    code, status = "referral_already_closed", 409
    en, zh = "This referral is closed.", "该转介已办结。"


class AcceptanceDue(ReferralEvent):
    """The time to answer an offer, that of `round`, has run out."""

    referral: str
    round: int


class ReferralState(StrEnum):
    """The state of a referral."""

    OFFERED = "offered"  # 待答复
    ACCEPTED = "accepted"  # 已接受
    ESCALATED = "escalated"  # 待网点负责人指派
    CLOSED = "closed"  # 已办结


class DeclinedOffer(BaseModel):
    """An offer that `staff` declined; `reason` is a word of the catalogue."""

    model_config = ConfigDict(frozen=True)

    staff: str
    reason: str


class Referral(Document):
    """One prospect on the way to an account manager. `account_manager` is the one who is asked or has it now;
    `asked` are all who ever were, in order, and `round` counts them; `declined` and `expired` are those who
    said no, and who did not answer."""

    collection: ClassVar[str] = "referrals"

    branch: str
    visit: str
    need: str
    found_by: str
    customer: str | None = None
    state: ReferralState = ReferralState.OFFERED
    account_manager: str | None = None
    asked: tuple[str, ...] = ()
    declined: tuple[DeclinedOffer, ...] = ()
    expired: tuple[str, ...] = ()
    round: int = 0
    answer_by: datetime | None = None
    opened_at: datetime
    accepted_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: ReferralOutcome | None = None

    @property
    def correlation_id(self) -> str:
        return self.visit

    @property
    def acceptance_timer(self) -> str:
        return f"acceptance:{self.id}"

    def must_wait_for(self, by: str, roster: Roster) -> str:
        """Return the account manager who is asked now, for whom `by` answers: they are the one, or cover
        them.

        Raises `ReferralAlreadyAnswered` if they answered before, `ReferralPassedOn` if they did not in time,
        `ReferralNotYours` if they were never asked.
        """
        now = self.account_manager
        if self.state is ReferralState.OFFERED and now is not None and answers_for(roster, by, now):
            return now
        answered = {one.staff for one in self.declined} | {now}
        asked = [one for one in self.asked if answers_for(roster, by, one)]
        if any(one in answered for one in asked):
            raise ReferralAlreadyAnswered
        raise ReferralPassedOn if asked else ReferralNotYours


def answers_for(roster: Roster, staff: str, account_manager: str) -> bool:
    """Tell whether a person answers for an account manager: they are the one, or cover them."""
    if staff == account_manager:
        return True
    member = roster.member(staff)
    return member is not None and member.covers.get(account_manager) is Role.ACCOUNT_MANAGER

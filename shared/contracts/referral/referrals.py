"""Events of referrals: the way of a prospect to an account manager."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.labelled import Words
from shared.contracts.referral.base import ReferralEvent


class DeclineReason(Words):
    """The reason for which an account manager declines a referral (D5)."""

    NO_TIME = "no_time", "目前没有时间", "No time now"
    NOT_SUITABLE = "not_suitable", "客户不合适", "Not suitable"
    CONFLICT = "conflict", "利益冲突", "Conflict of interest"
    OTHER = "other", "其他原因", "Another reason"


class ReferralOutcome(Words):
    """The outcome of a closed referral (D5)."""

    WON = "won", "成交", "Won"
    LOST = "lost", "未成交", "Lost"


class ReferralOpened(ReferralEvent, zh="建立转介", en="A referral was opened"):
    """A prospect became a referral (D5)."""

    must_be_routed: ClassVar[bool] = False

    referral: str
    visit: str
    need: str
    found_by: str
    customer: str | None = None


class ReferralOffered(
    ReferralEvent, zh="转介给客户经理", en="The referral was offered to an account manager"
):
    """A referral is offered to an account manager, who answers until `answer_by`; `covered_by` may answer for
    one who is away (D5)."""

    referral: str
    visit: str
    need: str
    account_manager: str
    round: int
    answer_by: datetime
    customer: str | None = None
    covered_by: str | None = None


class ReferralAccepted(ReferralEvent, zh="转介已接受", en="The referral was accepted"):
    """An account manager accepted a referral, or the branch head assigned it (`assigned_by`) (D5).
    `answered_by` is the one who answered for an account manager whom they cover."""

    referral: str
    visit: str
    account_manager: str
    found_by: str
    assigned_by: str | None = None
    customer: str | None = None
    need: str | None = None
    answered_by: str | None = None


class ReferralDeclined(ReferralEvent, zh="转介被婉拒", en="The referral was declined"):
    """An account manager declined an offer; `reason` is a word of the catalogue (D5)."""

    referral: str
    account_manager: str
    reason: str
    customer: str | None = None
    need: str | None = None
    found_by: str | None = None
    answered_by: str | None = None


class ReferralExpired(ReferralEvent, zh="转介超时", en="The referral was not answered in time"):
    """An account manager did not answer an offer in time (D5)."""

    referral: str
    account_manager: str
    customer: str | None = None
    need: str | None = None
    found_by: str | None = None


class ReferralEscalated(ReferralEvent, zh="转介升级", en="The referral was escalated"):
    """No account manager of the branch accepted; the branch head decides (D5)."""

    referral: str
    visit: str
    need: str
    asked: tuple[str, ...]
    customer: str | None = None
    found_by: str | None = None


class ReferralClosed(ReferralEvent, zh="转介已办结", en="The referral was closed"):
    """A referral became business, or did not (D5): with its `prospect`, or by hand."""

    referral: str
    visit: str
    need: str
    found_by: str
    account_manager: str
    outcome: ReferralOutcome
    closed_by: str
    customer: str | None = None
    prospect: str | None = None


class ServedNeedsSet(ReferralEvent, zh="设定擅长业务", en="What an account manager serves was set"):
    """The branch head wrote down which needs an account manager serves (D5); referrals with such a need are
    offered to them first."""

    staff: str
    needs: tuple[str, ...]
    set_by: str

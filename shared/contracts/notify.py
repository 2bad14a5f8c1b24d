"""Events of `notify`: the staff, their presence and covers, and their acknowledgements."""

from typing import ClassVar

from shared.contracts.base import Event
from shared.contracts.labelled import Words
from shared.contracts.words import Role

NO_BRANCH = "-"
"""The branch of events about a person who works at no branch."""
PROVIDER = "identity"
"""The actor in whose name rights change by what the bank's identity provider says."""


class Urgency(Words):
    """The urgency of an entry, the least first."""

    INFO = "info", "信息", "Info"
    NOTICE = "notice", "提示", "Notice"
    URGENT = "urgent", "紧急", "Urgent"
    ALARM = "alarm", "警报", "Alarm"


class NotifyEvent(Event):
    """An event of notify."""

    owner: ClassVar[str] = "notify"


class StaffEnrolled(NotifyEvent, zh="员工登记", en="A member of staff was enrolled"):
    """A person joined the staff of a branch, or their roles changed; without `roles` they have left it.
    `covers` are those that they have there for a colleague who is away. No name: only the id travels."""

    staff: str
    roles: tuple[Role, ...]
    covers: tuple[Role, ...] = ()


class WaiverReason(Words):
    """The reasons for which an account manager leaves before their customers were handed over (W2)."""

    ILL = "ill", "生病", "Illness"
    DIED = "died", "去世", "Death"
    DISMISSED = "dismissed", "被解聘", "Dismissal"
    SUSPENDED = "suspended", "停职调查", "Suspension"
    MOVED = "moved", "紧急调动", "An urgent move"


class PortfolioWaived(NotifyEvent, zh="未交接即离岗", en="A leaving without a hand-over"):
    """A person is an account manager of the branch no longer, though they held customers (W2): these have
    nobody until the head gives them to somebody."""

    staff: str
    customers: int
    reason: WaiverReason
    waived_by: str


class StaffSignedOn(NotifyEvent, zh="员工上岗", en="A member of staff signed on"):
    """A person is at work."""

    staff: str
    roles: tuple[Role, ...]


class StaffSignedOff(NotifyEvent, zh="员工离岗", en="A member of staff signed off"):
    """A person left work; `cover` does meanwhile what a lobby manager would."""

    staff: str
    roles: tuple[Role, ...]
    cover: str | None = None


class TokensRevoked(NotifyEvent, zh="登录凭证失效", en="Sign-ins were revoked"):
    """Some tokens of a person are good no more: those of a `session` that has ended, those that say that they
    cover a colleague at this branch (`covering`), or those from before the `epoch` of their rights, since
    roles, branches or password are others now. `branch` is one of theirs, or ``-``."""

    staff: str
    session: str | None = None
    covering: bool = False
    epoch: int = 0


class PasswordChanged(NotifyEvent, zh="密码已修改", en="A password was changed"):
    """A person's password was changed, by themselves or `by` somebody else, after which it is a first secret
    that they change at the next sign-in."""

    staff: str
    by: str


class RightsChanged(NotifyEvent, zh="岗位或网点变更", en="Roles or branches were changed"):
    """A person's roles or branches were changed `by` somebody; without `roles` they have left."""

    staff: str
    roles: tuple[Role, ...]
    by: str


class RightsProposed(NotifyEvent, zh="岗位待复核", en="Roles wait for a second administrator"):
    """An administrator, `by`, gave a person roles that reach over all branches; they count when another
    administrator gives them too."""

    staff: str
    roles: tuple[Role, ...]
    by: str


class SecurityKind(Words):
    """The kinds of what is on record about sign-ins and rights (Q1)."""

    SIGNED_IN = "signed_in", "登录", "Signed in"
    SIGNED_OUT = "signed_out", "退出", "Signed out"
    SIGN_INS_REFUSED = "sign_ins_refused", "多次登录失败", "Sign-ins were refused"
    PASSWORD_CHANGED = "password_changed", "修改密码", "Changed their password"
    PASSWORD_SET = "password_set", "被设置初始密码", "Was given a first password"
    SECOND_FACTOR_SET = "second_factor_set", "启用动态验证码", "Set up a second factor"
    SECOND_FACTOR_ENDED = "second_factor_ended", "停用动态验证码", "Ended the second factor"
    RECOVERY_CODE_USED = "recovery_code_used", "使用恢复码", "Used a recovery code"
    RIGHTS_CHANGED = "rights_changed", "岗位或网点变更", "Got other roles or branches"
    RIGHTS_PROPOSED = "rights_proposed", "岗位待复核", "Is to get roles, once a second administrator agrees"
    ACCOUNT_CONNECTED = "account_connected", "关联统一账号", "Connected the account at the bank"
    SIGNED_OUT_BY_PROVIDER = (
        "signed_out_by_provider",
        "由统一认证退出",
        "Was signed out by the bank's sign-in",
    )


class FloorCovered(NotifyEvent, zh="大堂代管", en="The floor is covered"):
    """A lobby manager is away, and somebody of the branch has their role there until they are back (D3)."""

    absent: str
    cover: str
    role: Role


class CoverEnd(Words):
    """The reason why a colleague is covered no longer."""

    BACK = "back", "同事已返岗", "Your colleague is back"
    COVER_LEFT = "cover_left", "您已离岗或岗位变动", "You have left, or your role has changed"
    REPLACED = "replaced", "改由他人代管", "Somebody else does"
    NOT_STAFFED = "not_staffed", "岗位变动", "Roles have changed"


class CoverEnded(NotifyEvent, zh="代管结束", en="The floor is covered no longer"):
    """A person covers the floor no longer, and does not have the role any more. `keeps` are the roles that
    they still have at the branch, of their own or for another colleague."""

    absent: str
    cover: str
    role: Role
    reason: CoverEnd
    keeps: tuple[Role, ...] = ()


class NotificationAcknowledged(NotifyEvent, zh="消息已确认", en="The message was acknowledged"):
    """A person acknowledged an entry of their feed."""

    must_be_routed: ClassVar[bool] = False

    entry: str
    staff: str
    about: str


class NotificationEscalated(NotifyEvent, zh="消息升级", en="The message was escalated"):
    """An entry that asked for an acknowledgement got none in time; it went one level up."""

    must_be_routed: ClassVar[bool] = False

    entry: str
    staff: str
    about: str
    escalated_to: tuple[str, ...] = ()

"""Events of consents: how a customer may be reached, and for what (W5)."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.customer.base import CustomerEvent
from shared.contracts.labelled import Words


class ContactPurpose(Words):
    """The purpose for which a customer is contacted (W5)."""

    SERVICE = "service", "服务通知", "Service"
    ANSWER = "answer", "答复", "Answer"
    MARKETING = "marketing", "营销", "Marketing"


class ContactChannel(Words):
    """The channel by which a customer is contacted (W5)."""

    PHONE = "phone", "电话", "By phone"
    SMS = "sms", "短信", "By SMS"
    EMAIL = "email", "邮件", "By e-mail"
    LETTER = "letter", "信函", "By letter"
    IN_PERSON = "in_person", "当面", "In person"


class ConsentSource(Words):
    """The way in which a customer gave, withdrew or refused a consent (W5)."""

    CONTRACT = "contract", "合同约定", "By contract"
    FORM = "form", "书面表单", "On a form"
    IN_PERSON = "in_person", "当面", "In person"
    PHONE = "phone", "电话（有录音）", "By phone, recorded"
    ONLINE = "online", "线上点击", "By a click"
    IMPORT = "import", "批量导入", "By an import"
    REPLY = "reply", "回复短信", "By a reply"
    UNSUBSCRIBE = "unsubscribe", "邮件退订", "By unsubscribing"


class ConsentKind(Words):
    """The kind of a customer's word about being contacted (W5)."""

    GIVEN = "given", "同意", "Consented"
    WITHDRAWN = "withdrawn", "撤回同意", "Withdrew"
    REFUSED = "refused", "明确拒绝", "Refused for good"


class ConsentState(Words):
    """The state of a consent by all of a customer's words (W5)."""

    NONE = "none", "未同意", "Not given"
    GIVEN = "given", "已同意", "Given"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"
    REFUSED = "refused", "永久拒绝", "Refused for good"


class ContactReason(Words):
    """The reason why a customer may be contacted now, or may not (W5)."""

    ALLOWED = "allowed", "可以联系", "May be contacted"
    NO_CONSENT = "no_consent", "客户未同意", "The customer has not consented"
    WITHDRAWN = "withdrawn", "客户已撤回同意", "The customer withdrew the consent"
    REFUSED = "refused", "客户已明确拒绝，不得再以同样方式联系", "The customer refused for good"
    CHANNEL_NOT_WANTED = (
        "channel_not_wanted",
        "客户不希望以此渠道联系",
        "Not a channel that they want",
    )
    QUIET_HOURS = "quiet_hours", "免打扰时段", "Quiet hours"
    QUIET_DAY = "quiet_day", "免打扰日", "A quiet day"
    NOT_A_WORKING_DAY = "not_a_working_day", "非工作日", "Not a working day"
    OUTSIDE_WISHED_HOURS = "outside_wished_hours", "不在客户希望的时段", "Outside of the hours that they wish"
    ERASED = "erased", "客户档案已删除或已合并", "The file was erased or merged"
    NO_ADDRESS = "no_address", "没有可用的号码或地址", "There is no number or address"
    TOO_LATE = "too_late", "已过有效时间", "Too late to be of use"


class ConsentGiven(CustomerEvent, zh="客户同意联系", en="The customer consented"):
    """A customer consented to be contacted for a purpose by a channel (W5). Evidence stays with `customer`.
    `in_force` is False where a later withdrawal or a refusal stands against it."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    record: str
    purpose: ContactPurpose
    channel: ContactChannel
    source: ConsentSource
    given_at: datetime
    has_evidence: bool
    in_force: bool
    recorded_by: str


class ConsentWithdrawn(CustomerEvent, zh="客户撤回同意", en="The customer withdrew a consent"):
    """A customer withdrew a consent (W5); that it was given stays on record."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    record: str
    purpose: ContactPurpose
    channel: ContactChannel
    source: ConsentSource
    withdrawn_at: datetime
    recorded_by: str


class ContactRefused(CustomerEvent, zh="客户拒绝联系", en="The customer refused for good"):
    """A customer refused for good to be contacted for a purpose by a channel (W5): only fresh evidence of
    another will overrides that."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    record: str
    purpose: ContactPurpose
    channel: ContactChannel
    source: ConsentSource
    refused_at: datetime
    recorded_by: str
    account_manager: str | None = None


class ContactPreferencesChanged(CustomerEvent, zh="联系偏好变更", en="The customer's wishes changed"):
    """A customer wishes to be reached in other hours, by other channels, or in another language (W5).
    `fields` says what changed; an address stays with `customer`."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    fields: tuple[str, ...]
    changed_by: str


class ContactRulesChanged(CustomerEvent, zh="联系时段变更", en="Contact hours changed"):
    """The hours and days in which a branch contacts customers changed (W5); `branch` is ``bank`` for those of
    all branches that have none of their own."""

    must_be_routed: ClassVar[bool] = False

    number: int
    changed_by: str

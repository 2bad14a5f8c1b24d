"""Events of the segments of customers: rules, and the moves by them or by a head."""

from typing import ClassVar

from shared.contracts.customer.base import CustomerEvent
from shared.contracts.labelled import Words
from shared.contracts.words import Segment


class SegmentInput(Words):
    """A figure that a rule of segments may look at (W2). Amounts are in units of the rules' currency."""

    TOTAL_BALANCE = "total_balance", "资产总额", "Total balance"
    PRODUCT_BALANCE = "product_balance", "单项产品余额", "Balance of a product"
    PRODUCTS = "products", "持有产品数", "Products held"
    ACTIVITY = "activity", "往来频度", "Activity"


class MoveReason(Words):
    """The reason for which a head moved a customer to another segment by hand (W2)."""

    HOUSEHOLD = "household", "按家庭整体资产", "By the assets of the household"
    COMPANY = "company", "按关联企业", "By a company of theirs"
    EXPECTED = "expected", "预计资产转入", "Assets are expected"
    CARE = "care", "挽留客户", "To keep the customer"
    PRUDENCE = "prudence", "审慎考虑", "Out of prudence"
    OTHER = "other", "其他原因", "Another reason"


class MoveCause(Words):
    """The occasion on which a customer was moved to another segment (W2)."""

    HOLDINGS = "holdings", "资产变化", "The holdings changed"
    ACTIVITY = "activity", "往来变化", "The activity changed"
    NIGHT = "night", "夜间重新计算", "The nightly round"
    RULES = "rules", "新规则生效", "New rules"
    HEAD = "head", "负责人决定", "A head's decision"
    LIFTED = "lifted", "负责人决定到期", "A head's decision ended"


class SegmentChanged(CustomerEvent, zh="客户层级调整", en="A customer moved to another segment"):
    """A customer was moved to another segment (W2): by `rule` of a version of the rules of `scope`,
    which looked at `inputs`, or by a head (`moved_by`) for a `reason`."""

    customer: str
    masked_name: str
    account_manager: str | None
    before: Segment
    after: Segment
    cause: MoveCause
    scope: str | None = None
    rules_version: int | None = None
    rule: str | None = None
    inputs: dict[str, int] = {}
    moved_by: str | None = None
    reason: MoveReason | None = None
    until: str | None = None


class SegmentHeld(CustomerEvent, zh="人工定级", en="A head decided a segment"):
    """A head holds a customer in a segment for a reason, until a day or for good: no rule moves them (W2)."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    segment: Segment
    reason: MoveReason
    held_by: str
    until: str | None = None


class SegmentHoldEnded(CustomerEvent, zh="人工定级结束", en="A head's decision on a segment ended"):
    """The rules decide the segment of a customer again (W2): a head said so (`ended_by`), or the day came."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    segment: Segment
    ended_by: str | None = None


class SegmentRulesActivated(CustomerEvent, zh="分层规则生效", en="Segment rules were activated"):
    """Rules of segments apply from a day on (W2), at one branch or, where `scope` is ``bank``, at all that
    have none of their own."""

    scope: str
    rules_version: int
    from_day: str
    activated_by: str

"""Events of the need desk of the product department: what customers want and no product serves (A3, E4).

Equal needs are one of the desk's, whoever raised them; it is kept at the branch that raised it first.
"""

from pydantic import BaseModel

from shared.contracts.labelled import Words
from shared.contracts.referral.base import ReferralEvent


class DeskAnswer(Words):
    """The answer of the product department to a need (A3)."""

    PRODUCT = "product", "已有对应产品", "There is a product for it"
    PLANNED = "planned", "已列入计划", "It is planned"
    STUDIED = "studied", "正在研究", "It is being studied"
    NOT_PLANNED = "not_planned", "暂不考虑", "It is not planned"
    NOT_ALLOWED = "not_allowed", "监管不允许", "The rules do not allow it"


class DeskNeedState(Words):
    """The state of a need at the desk (A3)."""

    RAISED = "raised", "待确认", "Raised"
    ACKNOWLEDGED = "acknowledged", "已确认", "Acknowledged"
    ANSWERED = "answered", "已答复", "Answered"


class DeskStep(Words):
    """The step of the desk that is late (A3)."""

    ACKNOWLEDGE = "acknowledge", "确认", "Acknowledgement"
    ANSWER = "answer", "答复", "Answer"


class DeskMissing(Words):
    """The thing that a customer misses in the bank's products (A3)."""

    NO_SUCH_PRODUCT = "no_such_product", "无此类产品", "No such product"
    TERM = "term", "期限不合适", "The term"
    AMOUNT = "amount", "金额限制", "The limits of the amount"
    RISK = "risk", "缺少低风险选择", "A choice of lower risk"
    CURRENCY = "currency", "币种", "The currency"
    RATE = "rate", "利率或费率", "The rate or fee"
    CHANNEL = "channel", "办理渠道", "The channel"
    SPEED = "speed", "办理时效", "The speed"
    FEATURE = "feature", "产品功能", "A feature"


class MarketTopic(Words):
    """The subject of a note about the market (E4, A3)."""

    COMPETITOR = "competitor", "同业动态", "Competitors"
    RATES = "rates", "利率行情", "Rates"
    DEMAND = "demand", "客户需求动向", "What customers ask for"
    INDUSTRY = "industry", "行业与产业", "Industry"
    DISTRICT = "district", "片区变化", "The district"
    RULES = "rules", "政策法规", "Rules and policy"
    OTHER = "other", "其他", "Other", "something else"


class _OfDeskNeed(BaseModel):
    """The fields of every event about a need at the desk; `need` is a word of the catalogue, `count` how
    often it was raised."""

    desk_need: str
    need: str
    missing: DeskMissing | None = None
    count: int


class DeskNeedRaised(
    ReferralEvent, _OfDeskNeed, zh="提交产品需求", en="A need was raised to the product department"
):
    """Something that a customer wants and no product serves was raised to the product department (A3).
    `pooled_into` is the desk's need that it joined, if it was there; `asking` is what was raised."""

    asking: str
    pooled_into: str | None = None
    raised_by: str
    customer: str | None = None
    need_id: str | None = None
    acknowledge_by: str | None = None
    answer_by: str


class DeskNeedAcknowledged(
    ReferralEvent, _OfDeskNeed, zh="产品部门已确认", en="The product department has read a need"
):
    """The product department has read a need (A3)."""

    acknowledged_by: str
    answer_by: str


class DeskNeedAnswered(
    ReferralEvent, _OfDeskNeed, zh="产品部门已答复", en="The product department answered a need"
):
    """The product department answered a need (A3): everybody who `asked` is told. The words of the answer
    stay in `referral`; `product` serves the need."""

    answer: DeskAnswer
    asked: tuple[str, ...]
    answered_by: str
    product: str | None = None
    in_time: bool = True


class DeskNeedOverdue(
    ReferralEvent, _OfDeskNeed, zh="产品部门逾期", en="The product department is late with a need"
):
    """A need at the desk was not acknowledged, or not answered, until the end of `due` (A3)."""

    what: DeskStep
    due: str


class MarketNoted(ReferralEvent, zh="市场信息", en="A note about the market"):
    """A note about the market was sent to the product department (E4, A3). Its words stay in `referral`."""

    note: str
    topic: MarketTopic
    noted_by: str

"""Events of recommendations: from a proposal to a product bought (A3)."""

from pydantic import BaseModel

from shared.contracts.labelled import Words
from shared.contracts.referral.base import ReferralEvent


class RecommendationState(Words):
    """The state of a recommendation (A3); the last four are ends."""

    PROPOSED = "proposed", "已拟推荐", "Proposed"
    PRESENTED = "presented", "已向客户介绍", "Presented"
    INTERESTED = "interested", "客户有意向", "The customer is interested"
    DECLINED = "declined", "客户谢绝", "Declined"
    BOUGHT = "bought", "已购买", "Bought"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"
    EXPIRED = "expired", "已失效", "Expired"


class RecommendationReason(Words):
    """A reason for which a product is recommended to a customer (A3)."""

    STATED_NEED = "stated_need", "客户提出的需求", "A need that the customer stated"
    LATENT_NEED = "latent_need", "同类客户多已持有", "Customers of that kind have it"
    MATURITY = "maturity", "资金到期", "Money falls due"
    IDLE_MONEY = "idle_money", "闲置资金", "Money lies idle"
    LIFE_EVENT = "life_event", "人生大事", "An event of life"
    SPREAD = "spread", "分散风险", "To spread the risk"
    CAMPAIGN = "campaign", "活动名单", "A campaign"
    ASKED = "asked", "客户主动询问", "The customer asked for it"
    BETTER_TERMS = "better_terms", "条件更优", "Better terms"


class RecommendationDecline(Words):
    """The reason for which a customer declines what was recommended (A3)."""

    NOT_NOW = "not_now", "暂不需要", "Not now"
    TERMS = "terms", "条件不合适", "The terms"
    RISK = "risk", "顾虑风险", "The risk"
    TERM_TOO_LONG = "term_too_long", "期限过长", "The term is too long"
    ELSEWHERE = "elsewhere", "已在他处办理", "Got it elsewhere"
    OTHER = "other", "其他原因", "Another reason"


class RecommendationWithdrawal(Words):
    """The reason for which a recommendation is withdrawn (A3)."""

    RERATED = "rerated", "产品风险等级调整", "The product has another risk"
    NOT_SUITABLE = "not_suitable", "与客户风险承受能力不匹配", "It does not suit the customer any more"
    PRODUCT_WITHDRAWN = "product_withdrawn", "产品已下架", "The product was withdrawn"
    CHANGED_MIND = "changed_mind", "客户经理撤回", "The account manager took it back"
    CUSTOMER_GONE = "customer_gone", "客户档案已关闭", "The customer's file is closed"


class _OfRecommendation(BaseModel):
    """The fields of every event about a recommendation; `need_id` is that of a need in `customer`."""

    recommendation: str
    product: str
    product_version: int
    customer: str
    account_manager: str
    prospect: str | None = None
    need_id: str | None = None


class RecommendationProposed(
    ReferralEvent, _OfRecommendation, zh="拟推荐产品", en="A product is to be recommended"
):
    """A product is to be recommended to a customer, whom it suits, for these reasons (A3)."""

    reasons: tuple[RecommendationReason, ...]
    proposed_by: str
    expires_on: str


class RecommendationPresented(
    ReferralEvent, _OfRecommendation, zh="已介绍产品", en="A product was presented"
):
    """A product was presented to a customer (A3); `recorded` if the product demands a recording."""

    presented_by: str
    recorded: bool = False


class RecommendationInterested(
    ReferralEvent, _OfRecommendation, zh="客户有意向", en="The customer is interested"
):
    """A customer is interested in a product that was presented (A3)."""

    noted_by: str


class RecommendationDeclined(
    ReferralEvent, _OfRecommendation, zh="客户谢绝推荐", en="The customer declined a product"
):
    """A customer declined a product that was recommended (A3)."""

    reason: RecommendationDecline
    noted_by: str


class RecommendationBought(
    ReferralEvent, _OfRecommendation, zh="客户购买产品", en="The customer bought a product"
):
    """A customer bought a product that was recommended (A3); `amount` in hundredths of the currency."""

    amount: int
    currency: str
    noted_by: str


class RecommendationWithdrawn(
    ReferralEvent, _OfRecommendation, zh="推荐已撤回", en="A recommendation was withdrawn"
):
    """A recommendation is not to be made any more (A3); `rules_version` is that of the rules of suitability
    by which it was judged, if it was."""

    reason: RecommendationWithdrawal
    withdrawn_by: str
    rules_version: int | None = None


class RecommendationExpired(ReferralEvent, _OfRecommendation, zh="推荐已失效", en="A recommendation expired"):
    """A recommendation came to nothing in time (A3)."""

    state: RecommendationState

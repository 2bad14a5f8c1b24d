"""Events of latent needs: what customers of a kind have, and one of them lacks."""

from typing import ClassVar

from shared.contracts.customer.base import CustomerEvent
from shared.contracts.labelled import Words


class LatentInput(Words):
    """The kind of a reason for which a customer may need a product (A2)."""

    SEGMENT = "segment", "客户分层", "Segment"
    AGE_BAND = "age_band", "年龄段", "Age band"
    HOLDS = "holds", "已持有的产品", "A product that they hold"
    LACKS = "lacks", "未持有的产品", "A product that they lack"


class LatentDismissal(Words):
    """The reason for which a hint was dismissed (A2)."""

    NOT_SUITABLE = "not_suitable", "不适合该客户", "Not suitable"
    NOT_INTERESTED = "not_interested", "客户不感兴趣", "Not interested"
    HAS_ELSEWHERE = "has_elsewhere", "他行已持有", "Held at another bank"
    NOT_NOW = "not_now", "时机不合适", "Not the time"
    HINT_IS_WRONG = "hint_is_wrong", "提示有误", "The hint is wrong"


class LatentEnd(Words):
    """The end of a hint that nobody took up (A2)."""

    DISMISSED = "dismissed", "已忽略", "Dismissed"
    EXPIRED = "expired", "已过期", "Expired"
    HELD = "held", "已持有该产品", "The customer has it now"
    REFUSED = "refused", "客户拒绝营销", "The customer refuses marketing"


class LatentNeedFound(CustomerEvent, zh="发现潜在需求", en="A latent need was found"):
    """A customer lacks a product that most customers like them have (A2): of 100 like this, `of_hundred` hold
    it. `reasons` are what speaks for it, the strongest first; the figures behind them stay with `customer`.

    Of a hint that is `held_out` nobody is told: it measures whether hints help. A hint ends on the day
    `until`; `model_day` is the day of the model."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    account_manager: str
    product: str
    need: str
    reasons: tuple[LatentInput, ...]
    held_out: bool
    of_hundred: int
    until: str
    model_day: str
    method: str


class LatentNeedTakenUp(CustomerEvent, zh="潜在需求已跟进", en="A latent need was taken up"):
    """A hint was taken up: the need of the customer is to be followed as a prospect (A2)."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    account_manager: str
    product: str
    need: str
    taken_by: str


class LatentNeedEnded(CustomerEvent, zh="潜在需求提示已结束", en="The hint of a latent need ended"):
    """A hint ended that nobody took up (A2): dismissed with a `reason`, past its time, no longer needed, or
    unwelcome."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    account_manager: str | None
    product: str
    need: str
    ended: LatentEnd
    reason: LatentDismissal | None
    held_out: bool


class LatentModelMade(
    CustomerEvent, zh="潜在需求统计已更新", en="The figures of latent needs were counted anew"
):
    """The model of a branch was counted anew (A2), over `customers` whose holdings are known. It says
    something of the `products`; of those that are `silent`, too few customers hold or lack them."""

    must_be_routed: ClassVar[bool] = False

    day: str
    method: str
    customers: int
    products: tuple[str, ...]
    silent: tuple[str, ...]


class LatentRoundEnded(CustomerEvent, zh="潜在需求已查看完毕", en="The round of latent needs ended"):
    """A branch was looked at by the model of `day` (A2): `seen` files in all."""

    must_be_routed: ClassVar[bool] = False

    day: str
    method: str
    seen: int


class LatentRulesChanged(CustomerEvent, zh="潜在需求提示规则已更改", en="The rules of latent needs changed"):
    """The rules of hints changed (A2); `branch` is ``bank`` for those of all branches that have none of their
    own."""

    must_be_routed: ClassVar[bool] = False

    number: int
    changed_by: str

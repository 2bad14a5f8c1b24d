"""Events of the analysis of customers: how likely each is to leave, and why."""

from typing import ClassVar

from shared.contracts.customer.base import CustomerEvent
from shared.contracts.labelled import Words
from shared.contracts.words import Segment


class RiskBand(Words):
    """The risk that a customer leaves, as a band (W4)."""

    STABLE = "stable", "稳定", "Stable"
    WATCH = "watch", "需关注", "To be watched", "to be watched"
    HIGH = "high", "流失风险高", "High risk of leaving", "a high risk of leaving"


class ActivityBand(Words):
    """The activity of a customer in a year, as a band (W4)."""

    DORMANT = "dormant", "基本无往来", "Dormant"
    OCCASIONAL = "occasional", "偶有往来", "Occasional"
    FREQUENT = "frequent", "往来频繁", "Frequent"


class RiskFactor(Words):
    """A reason for which a customer may leave, or stays (W4)."""

    RHYTHM = "rhythm", "以往往来", "History so far"
    SILENCE = "silence", "沉默时间", "Silence"
    FALLING_BALANCES = "falling_balances", "资产下降", "Falling balances"
    MATURING = "maturing", "产品到期", "Maturing products"
    OPEN_COMPLAINT = "open_complaint", "未结投诉", "Open complaint", "an open complaint"


class CustomerScored(CustomerEvent, zh="流失风险等级变化", en="The risk of leaving has another level"):
    """The risk that a customer leaves has another band than `before`, or their activity has (W4). `risk` is
    in percent, 1 to 99; `factors` are those that raise it, the strongest first; `day` is the one that it was
    computed for."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    segment: Segment
    account_manager: str | None
    band: RiskBand
    before: RiskBand | None
    activity: ActivityBand
    risk: int
    factors: tuple[RiskFactor, ...]
    day: str
    method: str


class CustomerGoingSilent(CustomerEvent, zh="客户久未往来", en="A customer is going silent"):
    """A customer stays away for longer than their rhythm explains (W4), told once per silence: they came
    every `every` days and are silent for `silent`; of 100 like this, `of_hundred` are."""

    customer: str
    masked_name: str
    segment: Segment
    account_manager: str
    every: int
    silent: int
    of_hundred: int
    last: str
    method: str

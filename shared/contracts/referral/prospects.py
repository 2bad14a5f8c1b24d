"""Events of prospects (潜客): business on its way from a first word to an end, in stages with a next step."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel

from shared.contracts.labelled import Words
from shared.contracts.referral.base import ReferralEvent


class ProspectOrigin(Words):
    """The origin of a prospect (A2)."""

    HALL = "hall", "厅堂", "The hall"  # D5
    COLLEAGUE = "colleague", "同事转介", "A colleague"
    LATENT_NEED = "latent_need", "潜在需求", "A latent need"
    CAMPAIGN = "campaign", "营销名单", "A campaign list"
    LIFE_EVENT = "life_event", "人生事件", "A life event"


class ProspectStage(Words):
    """The stage of a prospect (A2); `WON` and `LOST` are ends."""

    NEW = "new", "新建", "New"
    CONTACTED = "contacted", "已联系", "Contacted"
    MET = "met", "已面谈", "Met"
    PROPOSED = "proposed", "方案", "Proposed"
    WON = "won", "成交", "Won"
    LOST = "lost", "流失", "Lost"
    PARKED = "parked", "搁置", "Parked"

    @property
    def is_end(self) -> bool:
        return self in (ProspectStage.WON, ProspectStage.LOST)


class NextStep(Words):
    """The next step with a prospect (A2)."""

    CALL = "call", "电话联系", "Call", "a call"
    MESSAGE = "message", "发送信息", "Write", "a message"
    MEET = "meet", "约见面谈", "Meet", "a meeting"
    VISIT = "visit", "上门拜访", "Visit", "a visit"
    PROPOSE = "propose", "提交方案", "Propose", "a proposal"
    DECIDE = "decide", "等待客户决定", "Ask for the decision", "the customer's decision"
    PAPERS = "papers", "收集资料", "Collect papers", "papers to collect"


class LostReason(Words):
    """The reason for which a prospect was lost (A2). `DUPLICATE`: the same customer has another prospect with
    the same need, which goes on; it counts as no loss."""

    NO_INTEREST = "no_interest", "无意向", "No interest"
    ELSEWHERE = "elsewhere", "选择他行", "Chose another bank"
    PRICE = "price", "价格或利率", "The price"
    NOT_NOW = "not_now", "时机不合适", "Not now"
    NO_PRODUCT = "no_product", "无合适产品", "No such product"
    NOT_SUITABLE = "not_suitable", "不适当", "Not suitable"
    NOT_ELIGIBLE = "not_eligible", "不符合条件", "Not eligible"
    UNREACHABLE = "unreachable", "联系不上", "Could not be reached"
    DUPLICATE = "duplicate", "重复", "A duplicate"
    OTHER = "other", "其他原因", "Another reason"


class LifeEvent(Words):
    """An event in a customer's life from which a need comes (A2)."""

    BIRTH = "birth", "生育", "A birth"
    MARRIAGE = "marriage", "结婚", "A marriage"
    HOME = "home", "购房", "A new home"
    JOB = "job", "工作变动", "A new job"
    MOVE = "move", "搬迁", "A move"
    RETIREMENT = "retirement", "退休", "Retirement"


class NamesProspect(BaseModel):
    """The fields of every event about a prospect. `account_manager` is None while it stands on the head's
    list; `need` is a word of the catalogue."""

    prospect: str
    need: str
    account_manager: str | None


class OfProspect(NamesProspect):
    """The fields of most events about a prospect; `customer` is None until they have a file."""

    customer: str | None = None


class ProspectOpened(ReferralEvent, OfProspect, zh="建立潜客", en="A prospect was opened"):
    """A prospect was opened (A2). `next_on` is the day of the next step, that of the branch; `product` and
    `campaign` are those of the hint or list from which it comes."""

    origin: ProspectOrigin
    next_step: NextStep
    next_on: str
    found_by: str | None = None
    opened_by: str | None = None
    referral: str | None = None
    visit: str | None = None
    campaign: str | None = None
    product: str | None = None
    life_event: LifeEvent | None = None


class ProspectMoved(ReferralEvent, OfProspect, zh="潜客阶段变更", en="A prospect was moved"):
    """A prospect went from one stage to another (A2), ends and parking included: `stage_seconds` is the time
    that it was in `before`, and these times add up to its life. `moved_by` is None where its day or another
    event moved it."""

    before: ProspectStage
    after: ProspectStage
    stage_seconds: int
    next_step: NextStep | None = None
    next_on: str | None = None
    moved_by: str | None = None


class ProspectStepSet(ReferralEvent, OfProspect, zh="更改下一步", en="Another next step was set"):
    """A prospect has another next step, in the same stage (A2)."""

    next_step: NextStep
    next_on: str
    set_by: str


class ProspectWon(ReferralEvent, NamesProspect, zh="潜客成交", en="A prospect was won"):
    """A prospect became business (A2): by the `deal` that closed, or by hand. `amount` is in the hundredth of
    the currency; `referrals` are those that it closes."""

    customer: str
    origin: ProspectOrigin
    opened_at: datetime
    found_by: str | None = None
    referrals: tuple[str, ...] = ()
    visit: str | None = None
    deal: str | None = None
    product: str | None = None
    amount: int | None = None
    currency: str | None = None


class ProspectLost(ReferralEvent, OfProspect, zh="潜客流失", en="A prospect was lost"):
    """A prospect became no business (A2)."""

    origin: ProspectOrigin
    reason: LostReason
    opened_at: datetime
    found_by: str | None = None
    referrals: tuple[str, ...] = ()
    visit: str | None = None


class ProspectParked(ReferralEvent, OfProspect, zh="潜客搁置", en="A prospect was parked"):
    """A prospect rests until a day of the branch, on which it comes back with this next step (A2)."""

    until: str
    next_step: NextStep


class ProspectStepDue(ReferralEvent, OfProspect, zh="潜客下一步到期", en="A prospect's next step fell due"):
    """The day of a prospect's next step has come (A2)."""

    next_step: NextStep
    next_on: str


class ProspectStepOverdue(
    ReferralEvent, OfProspect, zh="潜客下一步逾期", en="A prospect's next step is overdue"
):
    """The day of a prospect's next step has passed (A2): level 1 for its account manager, 2 for the head."""

    next_step: NextStep
    next_on: str
    level: int


class ProspectLinked(ReferralEvent, NamesProspect, zh="潜客成为客户", en="A prospect became a customer"):
    """A prospect became a customer, or was known as one (A2): its history goes on under the file."""

    customer: str
    visit: str | None = None
    linked_by: str | None = None


class ProspectGiven(
    ReferralEvent, OfProspect, zh="潜客转由他人负责", en="A prospect has another account manager"
):
    """A prospect has another account manager (W2, A2): nothing of it changed but who has it. `given_by` is
    None where it went with its customer, or its account manager left; `referrals` are those it came from."""

    had_by: str | None = None
    given_by: str | None = None
    referrals: tuple[str, ...] = ()


class ProspectsLeft(ReferralEvent, zh="离岗者的潜客", en="The prospects of somebody who left"):
    """An account manager has left, and so many prospects of theirs stand on the head's list (W2, A2)."""

    staff: str
    prospects: int


class ProspectForgotten(ReferralEvent, zh="潜客关联已清除", en="A prospect was unlinked from an erased file"):
    """A prospect was closed without an outcome, since its customer's file was locked or erased (Q1)."""

    must_be_routed: ClassVar[bool] = False

    prospect: str
    need: str
    account_manager: str | None = None


class CampaignListed(ReferralEvent, zh="提交营销名单", en="A campaign list was given"):
    """The head gave a list of customers with a need to an account manager (A2)."""

    campaign: str
    need: str
    account_manager: str
    customers: int
    listed_by: str
    next_on: str


class CampaignOpened(ReferralEvent, zh="营销名单建立潜客", en="The prospects of a campaign list were opened"):
    """The prospects of a campaign list stand (A2): so many were `opened`, and of so many customers the same
    need was `known` already."""

    campaign: str
    need: str
    account_manager: str
    opened: int
    known: int
    listed_by: str

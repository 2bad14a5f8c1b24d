"""Events of complaint cases, and of the laws by whose clocks they are answered."""

from datetime import datetime
from typing import Literal

from shared.contracts.customer.base import CustomerEvent
from shared.contracts.labelled import Words
from shared.contracts.words import AnswerWay, ComplaintTopic, Role


class CaseClock(Words):
    """The step that a clock of a case waits for (D9)."""

    ACKNOWLEDGE = "acknowledge", "确认收到投诉", "Acknowledgement"
    ANSWER = "answer", "答复投诉人", "Answer"
    FINAL = "final", "最终答复", "Final answer"
    TELL = "tell", "告知延期", "Word of the extension"
    PROMISED = "promised", "承诺日期答复", "Answer by the promised day"
    REPAIR = "repair", "溯源整改", "Repair of the root cause"
    REPORT = "report", "监管报送", "Report to the regulator"


class ComplaintCause(Words):
    """The root cause of a complaint (D9), by the classes of JR/T 0169-2018 as far as they are known: the list
    was not verified against the text of the standard."""

    SERVICE = "service", "服务态度及服务质量", "Attitude and quality of service"
    FACILITIES = "facilities", "服务设施、设备、业务系统", "Facilities, devices, systems"
    RULES = "rules", "管理制度、业务规则与流程", "Policies, rules and processes"
    MARKETING = "marketing", "营销方式和手段", "Ways of marketing"
    DISCLOSURE = "disclosure", "信息披露", "Disclosure of information"
    FEES = "fees", "业务收费及定价", "Fees and prices"
    RETURNS = "returns", "产品收益", "Returns of a product"
    CHOICE = "choice", "自主选择权", "Freedom of choice"
    CONTRACT = "contract", "合同条款", "Terms of a contract"
    FUNDS = "funds", "消费者资金安全", "Safety of the customer's money"
    DATA = "data", "消费者信息安全", "Safety of the customer's data"
    COLLECTION = "collection", "债务催收方式和手段", "Ways of collecting debts"
    OTHER = "other", "其他", "Other"


class CaseOpened(CustomerEvent, zh="投诉立案", en="The complaint became a case"):
    """A case was opened for a complaint, with an owner and deadlines (D9): by the set `rules` of a `law`.
    `about_staff` is the member of staff complained about, if any."""

    case: str
    topic: ComplaintTopic
    raised_by: str
    case_owner: str | None
    take_over_by: datetime
    answer_by: datetime
    visit: str | None = None
    customer: str | None = None
    law: str | None = None
    rules: str | None = None
    about_staff: str | None = None


class CaseTakenOver(CustomerEvent, zh="投诉已接手", en="The case was taken over"):
    """A case was taken over by its owner (D9)."""

    case: str
    case_owner: str
    customer: str | None = None
    about_staff: str | None = None


class CaseEscalated(CustomerEvent, zh="投诉升级", en="The case was escalated"):
    """A case goes one level up: it was not taken over in time, or its answer is late (`overdue`) (D9)."""

    case: str
    level: int
    case_owner: str | None
    take_over_by: datetime | None
    overdue: Literal["take_over", "answer"] = "take_over"
    customer: str | None = None
    about_staff: str | None = None


class CaseRecused(CustomerEvent, zh="被投诉人回避", en="The one complained about was recused"):
    """A member of staff was named as the one complained about (D9): they have no part in the case. It goes to
    `case_owner`, next in charge, if it was theirs (`had_by`)."""

    case: str
    about_staff: str
    had_by: str | None
    case_owner: str | None
    take_over_by: datetime | None
    customer: str | None = None


class CaseAcknowledged(CustomerEvent, zh="已告知收到投诉", en="The complaint was acknowledged"):
    """The customer was told that the complaint has arrived (D9)."""

    case: str
    acknowledged_by: str
    sent_through: AnswerWay
    customer: str | None = None
    about_staff: str | None = None


class CaseExtensionAsked(CustomerEvent, zh="申请延期答复", en="More time was asked for"):
    """The owner of a case asks for more time, until the end of a day (D9); `decided_by` are those who
    may give it."""

    case: str
    asked_by: str
    until: str
    decided_by: Role
    customer: str | None = None
    about_staff: str | None = None


class CaseExtended(CustomerEvent, zh="延期已获批准", en="More time was given"):
    """A superior gave a case more time, within the bound of its law (D9); the customer is to be told by
    `tell_by`."""

    case: str
    case_owner: str | None
    approved_by: str
    until: str
    tell_by: datetime
    customer: str | None = None
    about_staff: str | None = None


class CaseExtensionRefused(CustomerEvent, zh="延期未获批准", en="More time was refused"):
    """A superior refused a case more time (D9): its clocks run on as they did."""

    case: str
    case_owner: str | None
    refused_by: str
    customer: str | None = None
    about_staff: str | None = None


class HoldingReplySent(CustomerEvent, zh="已告知延期原因", en="A holding reply was sent"):
    """The customer was told why the answer takes longer, and until which day (D9)."""

    case: str
    sent_by: str
    sent_through: AnswerWay
    until: str
    customer: str | None = None
    about_staff: str | None = None


class CaseClockWarned(CustomerEvent, zh="投诉时限将至", en="A deadline is near"):
    """A clock of a case runs out soon (D9); `clock_owner` is who should act."""

    case: str
    clock: CaseClock
    due: datetime
    clock_owner: str | None
    customer: str | None = None
    about_staff: str | None = None


class CaseClockMoved(CustomerEvent, zh="投诉时限调整", en="A deadline moved"):
    """A clock of a case runs out on another day, because the working days that it counts were announced (D9);
    `before` is the day on which it was to run out."""

    case: str
    clock: CaseClock
    before: str
    day: str
    due: datetime
    clock_owner: str | None
    customer: str | None = None
    about_staff: str | None = None


class CaseClockPassed(CustomerEvent, zh="投诉逾期", en="A deadline has passed"):
    """A clock of a case ran out (D9); it stays late until what it waits for is done."""

    case: str
    clock: CaseClock
    due: datetime
    clock_owner: str | None
    customer: str | None = None
    about_staff: str | None = None


class CaseSettled(CustomerEvent, zh="投诉办结", en="The case was settled"):
    """A case was settled, with its root cause and an answer (D9), which was sent on a day; `in_time` by the
    clocks of its law."""

    case: str
    settled_by: str
    customer: str | None = None
    about_staff: str | None = None
    sent_through: AnswerWay | None = None
    sent_on: str | None = None
    root_cause: ComplaintCause | None = None
    in_time: bool | None = None


class CaseRepairSet(CustomerEvent, zh="待溯源整改", en="A root cause is to be repaired"):
    """The root cause of a complaint is to be repaired, by its owner, until the end of a day (D9)."""

    case: str
    repair_owner: str | None
    until: str
    customer: str | None = None
    about_staff: str | None = None


class CaseRepairDone(CustomerEvent, zh="溯源整改完成", en="A root cause was repaired"):
    """The root cause of a complaint is repaired (D9)."""

    case: str
    repaired_by: str
    in_time: bool
    customer: str | None = None
    about_staff: str | None = None


class CaseReported(CustomerEvent, zh="已向监管报送", en="The complaint was reported"):
    """A complaint was reported to the regulator, as its law asks (D9)."""

    case: str
    reported_by: str
    in_time: bool
    customer: str | None = None
    about_staff: str | None = None


class ComplaintLawChosen(CustomerEvent, zh="投诉适用法规变更", en="The law on complaints was chosen"):
    """The law by which a branch answers complaints was chosen (D9); cases that are open keep theirs."""

    law: str
    before: str
    chosen_by: str


class ComplaintLawChanged(CustomerEvent, zh="投诉法规规则更新", en="The rule sets of a law were changed"):
    """The dated rule sets of a law on complaints were changed (D9); `edition` counts the changes."""

    law: str
    edition: int
    changed_by: str

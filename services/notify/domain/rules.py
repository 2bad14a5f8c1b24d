"""Who must know what: one row per audience, in one table.

The rows of an event are read from the top, the strongest first; who is named by several is told once, by
the first. An event without a row is silent here: it wakes the live floor and explains what follows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from services.notify.domain.directories import Directory
from shared.contracts import customer, lobby, referral
from shared.contracts.base import Event
from shared.contracts.words import Role, TicketClass


class Urgency(StrEnum):
    INFO = "info"  # 知悉
    NOTICE = "notice"  # 提示
    URGENT = "urgent"  # 紧急
    ALARM = "alarm"  # 警报


@dataclass(frozen=True)
class Named:
    """The person whom this field of the event names, wherever they work."""

    field: str


@dataclass(frozen=True)
class Rule:
    """One row: `to` is told, with this urgency and these words, and acknowledges within `ack` if given."""

    to: Role | Named
    urgency: Urgency
    kind: str
    zh: str
    en: str
    ack: timedelta | None = None
    when: Callable[[Event], bool] = lambda event: True


@dataclass(frozen=True)
class Recipient:
    """One person to be told, by the rule that names them. `asked`: whether an acknowledgement is wanted."""

    staff: str
    rule: Rule
    asked: bool


def vip_comes(event: Event) -> bool:
    """A ticket of the VIP line, or a customer of a VIP segment."""
    segment = getattr(event, "segment", None)
    return getattr(event, "ticket_class", None) is TicketClass.VIP or bool(segment and segment.is_vip)


def answer_late(event: Event) -> bool:
    """Somebody has the case, and the customer has no answer."""
    return getattr(event, "overdue", None) == "answer"


def assigned(event: Event) -> bool:
    """The branch head decided who takes it."""
    return bool(getattr(event, "assigned_by", None))


INFO, NOTICE, URGENT, ALARM = Urgency.INFO, Urgency.NOTICE, Urgency.URGENT, Urgency.ALARM
LOBBY, HEAD = Role.LOBBY_MANAGER, Role.BRANCH_HEAD
MANAGER, OWNER, FINDER = Named("account_manager"), Named("case_owner"), Named("found_by")
MIN = timedelta(minutes=1)

RULES: dict[type[Event], tuple[Rule, ...]] = {
    # D6, D1
    lobby.TicketIssued: (
        Rule(
            LOBBY, URGENT, "vip_arrived",
            "贵宾到店：{masked_name}，{ticket}号，请迎接。",
            "VIP in the hall: {masked_name}, ticket {ticket}. Please welcome them.",
            ack=3 * MIN, when=vip_comes,
        ),
        Rule(
            MANAGER, URGENT, "vip_arrived",
            "您的客户{masked_name}到店，{ticket}号。",
            "Your customer {masked_name} is here, ticket {ticket}.",
            when=vip_comes,
        ),
        Rule(
            LOBBY, INFO, "ticket_issued",
            "新到客户：{ticket}号，{need}。",
            "New arrival: ticket {ticket}, {need}.",
        ),
    ),
    # D6
    lobby.ServiceCompleted: (
        Rule(
            LOBBY, NOTICE, "vip_farewell",
            "贵宾{ticket}号在{counter}号窗口办理完毕：询问其他需求并送别。",
            "VIP ticket {ticket} is done at counter {counter}: ask for further needs, see them off.",
            when=vip_comes,
        ),
    ),
    # D5
    lobby.ProspectIdentified: (
        Rule(
            LOBBY, INFO, "prospect_identified",
            "发现潜在优质客户，意向：{need}，发现人：{found_by}。",
            "A prospect for {need}, found by {found_by}.",
        ),
    ),
    # D6, A1
    customer.CustomerRecognised: (
        Rule(
            LOBBY, NOTICE, "vip_recognised",
            "识别贵宾：{masked_name}（{segment}），待办需求：{needs}。",
            "VIP recognised: {masked_name} ({segment}); open needs: {needs}.",
            when=vip_comes,
        ),
        Rule(
            MANAGER, NOTICE, "vip_recognised",
            "您的客户{masked_name}（{segment}）到店，待办需求：{needs}。",
            "Your customer {masked_name} ({segment}) is here; open needs: {needs}.",
            when=vip_comes,
        ),
    ),
    # D9
    customer.CaseOpened: (
        Rule(
            OWNER, ALARM, "case_opened",
            "投诉：{topic}。由您负责，请立即接手。",
            "Complaint about {topic}. It is yours: take it over at once.",
            ack=5 * MIN,
        ),
        Rule(
            HEAD, ALARM, "case_opened",
            "投诉：{topic}，负责人：{case_owner}。",
            "Complaint about {topic}; owner: {case_owner}.",
            ack=5 * MIN,
        ),
        Rule(
            LOBBY, ALARM, "case_opened",
            "投诉：{topic}，负责人：{case_owner}，请到场安抚。",
            "Complaint about {topic}; owner: {case_owner}. Please attend to the customer.",
            ack=5 * MIN,
        ),
    ),
    customer.CaseEscalated: (
        Rule(
            OWNER, ALARM, "case_escalated",
            "投诉逾期未答复（第{level}级），请督办。",
            "The answer to a complaint is late (level {level}). Please see to it.",
            when=answer_late,
        ),
        Rule(
            HEAD, ALARM, "case_escalated",
            "投诉逾期未答复，已升级至第{level}级：{case_owner}。",
            "The answer to a complaint is late; it is now at level {level}: {case_owner}.",
            when=answer_late,
        ),
        Rule(
            OWNER, ALARM, "case_escalated",
            "投诉无人接手，已升级至您（第{level}级）。",
            "A complaint that nobody took over has come to you (level {level}).",
        ),
        Rule(
            HEAD, ALARM, "case_escalated",
            "投诉无人接手，已升级至第{level}级，负责人：{case_owner}。",
            "Nobody took a complaint over; it is now at level {level}, owner: {case_owner}.",
        ),
    ),
    customer.CaseTakenOver: (
        Rule(HEAD, INFO, "case_taken_over", "{case_owner}已接手投诉。", "{case_owner} has taken the case."),
        Rule(LOBBY, INFO, "case_taken_over", "{case_owner}已接手投诉。", "{case_owner} has taken the case."),
    ),
    customer.CaseSettled: (
        Rule(HEAD, INFO, "case_settled", "投诉已由{settled_by}办结。", "{settled_by} settled a complaint."),
        Rule(LOBBY, INFO, "case_settled", "投诉已由{settled_by}办结。", "{settled_by} settled a complaint."),
    ),
    # D5
    referral.ReferralOffered: (
        Rule(
            MANAGER, URGENT, "referral_offered",
            "转介客户，意向：{need}，请在时限内答复。",
            "A referral for you: {need}. Please answer in time.",
        ),
    ),
    referral.ReferralAccepted: (
        Rule(
            MANAGER, URGENT, "referral_assigned",
            "{assigned_by}将一位转介客户指派给您。",
            "{assigned_by} gave you a referral.",
            when=assigned,
        ),
        Rule(
            FINDER, INFO, "referral_accepted",
            "您发现的客户已由{account_manager}接手。",
            "{account_manager} took the customer whom you found.",
        ),
    ),
    referral.ReferralExpired: (
        Rule(
            MANAGER, NOTICE, "referral_expired",
            "转介未在时限内答复，已转给他人。",
            "You did not answer a referral in time; it goes to somebody else.",
        ),
    ),
    referral.ReferralEscalated: (
        Rule(
            HEAD, URGENT, "referral_escalated",
            "转介无人接手，意向：{need}，请您决定。",
            "Nobody accepted a referral for {need}; please decide.",
            ack=10 * MIN,
        ),
    ),
}  # fmt: skip

SILENT: frozenset[type[Event]] = frozenset(
    {
        lobby.BranchOpened,
        lobby.TicketCalled,
        lobby.TicketRecalled,
        lobby.CustomerNoShow,
        lobby.ComplaintRaised,  # CaseOpened follows
        lobby.CounterOpened,
        lobby.CounterClosed,
        referral.ReferralOpened,  # ReferralOffered follows
        referral.ReferralDeclined,  # the next is asked, or the head decides
    }
)
"""Heard, and told to nobody."""


def recipients(event: Event, directory: Directory) -> list[Recipient]:
    """Who must know, each once, by the first row that names them."""
    told: dict[str, Recipient] = {}
    for rule in RULES.get(type(event), ()):
        if rule.when(event):
            for one in _audience(rule, event, directory):
                told.setdefault(one.staff, one)
    return list(told.values())


def _audience(rule: Rule, event: Event, directory: Directory) -> list[Recipient]:
    """Everybody of a role is told; asked are those who are there, or all if nobody is.

    Where an acknowledgement is wanted, somebody must get it: if nobody has the role, those above.
    """
    if isinstance(rule.to, Named):
        name = getattr(event, rule.to.field) or ""
        staff = name.removeprefix("staff:")
        return [Recipient(staff, rule, rule.ack is not None)] if staff else []
    found = directory.having_or_above(rule.to) if rule.ack else directory.having(rule.to)
    somebody = any(one.present for one in found)
    return [
        Recipient(one.staff, rule, rule.ack is not None and (one.present or not somebody)) for one in found
    ]

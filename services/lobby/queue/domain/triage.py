"""Triage (识别、分流、引导): the channel where a customer is best served, the papers, the reason (D2, D6, D8,
D10)."""

from dataclasses import dataclass

from services.lobby.branch.domain.transactions import Paper, Transaction
from shared.contracts.lobby.words import AdviceReason
from shared.contracts.words import Care, Channel, TicketClass

WORDS: dict[AdviceReason, tuple[str, str]] = {
    AdviceReason.VIP_CARD: ("贵宾客户，请到贵宾窗口。", "A VIP: please come to the VIP window."),
    AdviceReason.GREEN_CHANNEL: ("请走绿色通道。", "Please use the green channel."),
    AdviceReason.COUNTER_ONLY: ("该业务在柜台办理。", "This is done at a counter."),
    AdviceReason.ABOVE_LIMIT: ("金额超过自助限额，请到柜台。", "The amount is above what a machine may do."),
    AdviceReason.MACHINE_DOWN: (
        "自助设备暂停服务，请到柜台。",
        "The machine is out of service: a counter does it.",
    ),
    AdviceReason.SHORT_LINE: ("柜台等候人数少，请到柜台。", "The line is short: a counter does it."),
    AdviceReason.MACHINE_QUICKER: (
        "自助设备办理更快，无需等候。",
        "A machine does it at once, without waiting.",
    ),
    AdviceReason.PHONE_CAN: ("电话银行可以办理，无需等候。", "The phone bank does it, without waiting."),
    AdviceReason.BY_HAND: ("大堂经理的安排。", "The lobby manager decided so."),
    AdviceReason.PRINTED: (
        "设备离线时已取号，请到柜台。",
        "The machine was cut off and gave a number: a counter.",
    ),
    AdviceReason.WANTS_COUNTER: ("按客户意愿，到柜台办理。", "At a counter, as the customer wishes."),
}
"""Every reason in Chinese and English, as the customer reads it."""


@dataclass(frozen=True)
class TriageRequest:
    """The need of a customer, and what triage must know of them; `amount` in whole yuan."""

    need: str
    amount: int | None = None
    care: tuple[Care, ...] = ()
    is_vip: bool = False
    wants_counter: bool = False


@dataclass(frozen=True)
class Situation:
    """The situation of the hall: the transaction if the branch lists it, how many wait, whether a machine
    that does it works, and from how many waiting on customers are diverted."""

    transaction: Transaction | None
    waiting: int
    machine_works: bool
    divert_from: int


@dataclass(frozen=True)
class Advice:
    """The advice of triage: the channel, the class of the ticket, the papers to bring, and the reason."""

    channel: Channel
    ticket_class: TicketClass
    why: AdviceReason
    documents: tuple[Paper, ...] = ()
    forms: tuple[Paper, ...] = ()

    @property
    def diverts(self) -> bool:
        """Return whether the customer needs no counter (D8)."""
        return self.channel in (Channel.SELF_SERVICE, Channel.PHONE_BANK)


def advise(request: TriageRequest, situation: Situation) -> Advice:
    """Apply the rules of the branch, in their order: VIP, care, what a machine or the phone can do, the
    counter.

    Customers who need care and VIPs are never sent to a machine.
    """
    channel, why = _channel(request, situation)
    ticket_class = TicketClass.ORDINARY
    if request.is_vip:
        ticket_class = TicketClass.VIP
    elif request.care:
        ticket_class = TicketClass.CARE
    known = situation.transaction
    documents, forms = (known.documents, known.forms) if known else ((), ())
    return Advice(channel, ticket_class, why, documents, forms)


def _channel(request: TriageRequest, situation: Situation) -> tuple[Channel, AdviceReason]:
    known, amount = situation.transaction, request.amount
    if request.is_vip:
        return Channel.VIP_WINDOW, AdviceReason.VIP_CARD
    if request.care:
        return Channel.COUNTER, AdviceReason.GREEN_CHANNEL
    if known is None or (known.self_service_up_to is None and known.phone_up_to is None):
        return Channel.COUNTER, AdviceReason.COUNTER_ONLY
    if request.wants_counter:
        return Channel.COUNTER, AdviceReason.WANTS_COUNTER
    if not (known.machine_can(amount) or known.phone_can(amount)):
        return Channel.COUNTER, AdviceReason.ABOVE_LIMIT
    if situation.waiting < situation.divert_from:
        return Channel.COUNTER, AdviceReason.SHORT_LINE
    if known.machine_can(amount) and situation.machine_works:
        return Channel.SELF_SERVICE, AdviceReason.MACHINE_QUICKER
    if known.phone_can(amount):
        return Channel.PHONE_BANK, AdviceReason.PHONE_CAN
    return Channel.COUNTER, AdviceReason.MACHINE_DOWN

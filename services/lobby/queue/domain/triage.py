"""Triage (识别、分流、引导): where a customer is best served, with which papers, why (D2, D6, D8, D10)."""

from dataclasses import dataclass
from enum import StrEnum

from services.lobby.branch.domain.transactions import Paper, Transaction
from shared.contracts.words import Care, Channel, TicketClass


class Why(StrEnum):
    """The reason of an advice."""

    VIP_CARD = "vip_card"
    GREEN_CHANNEL = "green_channel"
    COUNTER_ONLY = "counter_only"
    ABOVE_LIMIT = "above_limit"
    MACHINE_DOWN = "machine_down"
    SHORT_LINE = "short_line"
    MACHINE_QUICKER = "machine_quicker"
    PHONE_CAN = "phone_can"
    WANTS_COUNTER = "wants_counter"
    BY_HAND = "by_hand"
    PRINTED = "printed"


WORDS = {
    Why.VIP_CARD: ("贵宾客户，请到贵宾窗口。", "A VIP: please come to the VIP window."),
    Why.GREEN_CHANNEL: ("请走绿色通道。", "Please use the green channel."),
    Why.COUNTER_ONLY: ("该业务在柜台办理。", "This is done at a counter."),
    Why.ABOVE_LIMIT: ("金额超过自助限额，请到柜台。", "The amount is above what a machine may do."),
    Why.MACHINE_DOWN: ("自助设备暂停服务，请到柜台。", "The machine is out of service: a counter does it."),
    Why.SHORT_LINE: ("柜台等候人数少，请到柜台。", "The line is short: a counter does it."),
    Why.MACHINE_QUICKER: ("自助设备办理更快，无需等候。", "A machine does it at once, without waiting."),
    Why.PHONE_CAN: ("电话银行可以办理，无需等候。", "The phone bank does it, without waiting."),
    Why.BY_HAND: ("大堂经理的安排。", "The lobby manager decided so."),
    Why.PRINTED: ("设备离线时已取号，请到柜台。", "The machine was cut off and gave a number: a counter."),
    Why.WANTS_COUNTER: ("按客户意愿，到柜台办理。", "At a counter, as the customer wishes."),
}  # fmt: skip
"""Every reason in Chinese and English, as the customer is told."""


@dataclass(frozen=True)
class Asked:
    """What a customer wants, and who they are as far as triage minds: `amount` in whole yuan."""

    need: str
    amount: int | None = None
    care: tuple[Care, ...] = ()
    is_vip: bool = False
    wants_counter: bool = False


@dataclass(frozen=True)
class Situation:
    """How things stand: the business asked for if the branch lists it, how many wait, whether a machine that
    does it works, and from how many waiting on a customer is diverted."""

    transaction: Transaction | None
    waiting: int
    machine_works: bool
    divert_from: int


@dataclass(frozen=True)
class Advice:
    """Where to go, in which line, what to bring, and why."""

    channel: Channel
    ticket_class: TicketClass
    why: Why
    documents: tuple[Paper, ...] = ()
    forms: tuple[Paper, ...] = ()

    @property
    def diverts(self) -> bool:
        """Whether the customer needs no counter (D8)."""
        return self.channel in (Channel.SELF_SERVICE, Channel.PHONE_BANK)


def advise(asked: Asked, runtime: Situation) -> Advice:
    """The rules of the branch, in their order: VIP, care, what a machine or the phone can do, the counter.

    Nobody who needs care and no VIP is sent away from people.
    """
    channel, why = _way(asked, runtime)
    ticket_class = TicketClass.ORDINARY
    if asked.is_vip:
        ticket_class = TicketClass.VIP
    elif asked.care:
        ticket_class = TicketClass.CARE
    known = runtime.transaction
    documents, forms = (known.documents, known.forms) if known else ((), ())
    return Advice(channel, ticket_class, why, documents, forms)


def _way(asked: Asked, runtime: Situation) -> tuple[Channel, Why]:
    known, amount = runtime.transaction, asked.amount
    if asked.is_vip:
        return Channel.VIP_WINDOW, Why.VIP_CARD
    if asked.care:
        return Channel.COUNTER, Why.GREEN_CHANNEL
    if known is None or (known.self_service_up_to is None and known.phone_up_to is None):
        return Channel.COUNTER, Why.COUNTER_ONLY
    if asked.wants_counter:
        return Channel.COUNTER, Why.WANTS_COUNTER
    if not (known.machine_can(amount) or known.phone_can(amount)):
        return Channel.COUNTER, Why.ABOVE_LIMIT
    if runtime.waiting < runtime.divert_from:
        return Channel.COUNTER, Why.SHORT_LINE
    if known.machine_can(amount) and runtime.machine_works:
        return Channel.SELF_SERVICE, Why.MACHINE_QUICKER
    if known.phone_can(amount):
        return Channel.PHONE_BANK, Why.PHONE_CAN
    return Channel.COUNTER, Why.MACHINE_DOWN

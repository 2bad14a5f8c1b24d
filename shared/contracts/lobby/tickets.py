"""Events of `lobby` about tickets that leave their turn (D2, D6, D8, D10)."""

from shared.contracts.lobby.base import LobbyEvent, LogGroup
from shared.contracts.lobby.counters import CounterLeft


class TicketParked(LobbyEvent, group=LogGroup.TICKETS, zh="暂存", en="The ticket was parked"):
    """A customer is away for a while; the time does not count as waiting."""

    visit: str
    ticket: str


class TicketResumed(LobbyEvent, group=LogGroup.TICKETS, zh="恢复等候", en="The ticket waits again"):
    """A parked customer is back and waits on, with the wait from before."""

    visit: str
    ticket: str
    parked_seconds: int


class TicketTransferred(LobbyEvent, group=LogGroup.TICKETS, zh="转号", en="The ticket was transferred"):
    """A ticket goes to another counter or transaction, with its wait, or to a `position` in that line."""

    visit: str
    ticket: str
    from_counter: str | None = None
    to_counter: str | None = None
    need: str
    position: int | None = None


class TicketSentBack(LobbyEvent, group=LogGroup.TICKETS, zh="退回排队", en="The ticket was sent to the back"):
    """A customer who did not come when called waits anew at the end of the line, once."""

    visit: str
    ticket: str
    counter: str
    times: int


class TicketHandedOver(
    LobbyEvent,
    group=LogGroup.TICKETS,
    zh="窗口无人，客户待接续",
    en="The counter was left in the middle of a ticket",
):
    """A customer lost the teller who served them (`had_by`, not at the counter any more): they wait, with the
    wait that they had, at the head of the line. Only those beyond the limit of their class come before."""

    visit: str
    ticket: str
    counter: str
    had_by: str
    reason: CounterLeft


class VisitCancelled(LobbyEvent, group=LogGroup.TICKETS, zh="取消", en="The visit was cancelled"):
    """A customer gave up, or the branch closed (`branch_closed`): the visit is over without service."""

    visit: str
    ticket: str
    reason: str
    waited_seconds: int

"""Who is told of machines that gave numbers while they were cut off (D2, D7)."""

from services.notify.domain.rule import LOBBY, NOTICE, Rows, Rule
from shared.contracts import lobby
from shared.contracts.base import Event

ROWS: Rows = {
    lobby.CutOffEnded: (
        Rule(
            LOBBY, NOTICE, "cut_off_ended",
            "{device}恢复连接，离线期间发号{numbers}个，均已补录。",
            "{device} is connected again; {numbers} numbers from its cut-off are in the books.",
        ),
    ),
    lobby.TicketReplaced: (
        Rule(
            LOBBY, NOTICE, "ticket_replaced",
            "客户改持{ticket}号，取代{replaced}号。",
            "The customer holds {ticket} from now on, and not {replaced}.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (lobby.ArrivalHeardLate,)

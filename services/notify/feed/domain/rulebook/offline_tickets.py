"""Rows about machines that gave numbers while they were cut off (D2, D7)."""

from services.notify.feed.domain.rule import LOBBY, NOTICE, OPS, URGENT, Rows, Rule
from shared.contracts import lobby
from shared.contracts.base import Event


def lacks_some(event: Event) -> bool:
    """Return whether a number that the machine gave is not in the books."""
    return bool(getattr(event, "missing", 0))


def was_printed(event: Event) -> bool:
    """Return whether a customer holds a number, even one that cannot be read."""
    return getattr(event, "ticket", None) is not None or getattr(event, "record", "") == "customer_arrived"


ROWS: Rows = {
    lobby.CutOffEnded: (
        Rule(
            LOBBY, URGENT, "cut_off_ended",
            "{device}恢复连接，离线期间发号{numbers}个[，其中{missing}个]未能补录，请查找持号客户。",
            "{device} is connected again; of {numbers} {numbers|number|numbers} from its cut-off "
            "[{missing} ]are not in the "
            "books: please look for whoever holds them.",
            when=lacks_some,
        ),
        Rule(
            LOBBY, NOTICE, "cut_off_ended",
            "{device}恢复连接，离线期间发号{numbers}个，均已补录。",
            "{device} is connected again; {numbers} "
            "{numbers|number from its cut-off is|numbers from its cut-off are} in the books.",
        ),
    ),
    lobby.OfflineRecordReadInPart: (
        Rule(
            LOBBY, NOTICE, "offline_record_read_in_part",
            "{ticket}号（{device}离线打印）部分内容无法读取，已排队，请询问客户。",
            "{ticket}, printed by {device} while it was cut off, is in line, but could be read in part only: "
            "please ask the customer.",
        ),
    ),
    lobby.RecordNotTaken: (
        Rule(
            LOBBY, URGENT, "offline_record_not_taken",
            "{device}离线打印的[{ticket}号]票未能入队（{reason}），客户可能在等候，请安排。",
            "A ticket[ ({ticket})] that {device} printed while it was cut off is not in line ({reason}): "
            "a customer may be waiting with it, please see to them.",
            when=was_printed,
        ),
        Rule(
            OPS, NOTICE, "record_not_taken",
            "{device}有一条记录未能接收（{reason}），请检查设备。",
            "A record of {device} was not taken ({reason}); please check the machine.",
        ),
        Rule(
            LOBBY, NOTICE, "record_not_taken",
            "{device}有一条记录未能接收（{reason}），请通知运维。",
            "A record of {device} was not taken ({reason}); please tell operations.",
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

SILENT: tuple[type[Event], ...] = (lobby.ArrivalReceivedLate,)

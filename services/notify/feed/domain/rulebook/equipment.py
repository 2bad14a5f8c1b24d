"""Rows about devices that fail and recover (D7, D8)."""

from services.notify.feed.domain.rule import INFO, LOBBY, NOTICE, OPS, URGENT, Rows, Rule
from shared.contracts import lobby
from shared.contracts.base import Event
from shared.contracts.words import Role


def stops_something(event: Event) -> bool:
    """Return whether there is a transaction that no device of the branch does any more."""
    return bool(getattr(event, "unavailable", ()))


def did_something(event: Event) -> bool:
    """Return whether the device does transactions for customers."""
    return bool(getattr(event, "transactions", ())) and not getattr(event, "removed", False)


def is_ahead(event: Event) -> bool:
    """Return whether the clock is ahead."""
    return bool(getattr(event, "ahead", False))


def is_behind(event: Event) -> bool:
    """Return whether the clock is behind."""
    return not is_ahead(event)


def stays(event: Event) -> bool:
    """Return whether the device is still there."""
    return not getattr(event, "removed", False)


ROWS: Rows = {
    # D7
    lobby.DeviceFaulted: (
        Rule(
            LOBBY, URGENT, "device_faulted",
            "{kind}{device}故障：{status}；{unavailable}暂停自助办理。",
            "{device} ({kind}) is out of order: {status}. No self-service for {unavailable}.",
            when=stops_something,
        ),
        Rule(
            LOBBY, NOTICE, "device_faulted",
            "{kind}{device}故障：{status}，请查看。",
            "{device} ({kind}) is out of order: {status}. Please have a look.",
        ),
        Rule(
            Role.TELLER, NOTICE, "device_faulted",
            "{unavailable}暂停自助办理，客户将转至柜台。",
            "No self-service for {unavailable}: customers will come to the counters.",
            when=stops_something,
        ),
    ),
    lobby.DeviceRecovered: (
        Rule(
            LOBBY, NOTICE, "device_recovered",
            "{kind}{device}已恢复正常。",
            "{device} ({kind}) works again.",
            when=stays,
        ),
        Rule(
            Role.TELLER, INFO, "device_recovered",
            "{kind}{device}已恢复：{transactions}可自助办理。",
            "{device} ({kind}) works again: {transactions} by self-service.",
            when=did_something,
        ),
    ),
    # D1, D7
    lobby.DeviceClockWrong: tuple(
        Rule(
            to, NOTICE, "device_clock_wrong",
            f"{{device}}的时钟{how_zh}{{minutes}}分钟，暂以厅堂时间为准{do_zh}",
            f"The clock of {{device}} is {{minutes}} {{minutes|minute|minutes}} {how}; "
            f"the hall's counts until it is right{do}",
            when=when,
        )
        for to, do_zh, do in (
            (OPS, "，请校时。", ": please set it."),
            (LOBBY, "，请通知运维校时。", ": please tell operations."),
        )
        for how_zh, how, when in (("快", "ahead", is_ahead), ("慢", "behind", is_behind))
    ),
    lobby.DeviceClockRight: tuple(
        Rule(
            to, INFO, "device_clock_right",
            "{device}的时钟已恢复正常。",
            "The clock of {device} is right again.",
        )
        for to in (OPS, LOBBY)
    ),
    # D7, D8
    lobby.SelfServiceInterrupted: (
        Rule(
            LOBBY, URGENT, "self_service_interrupted",
            "{ticket}号的{need}无法继续自助办理，请引导至柜台，等候时间保留。",
            "{ticket} cannot do {need} by self-service any more: bring them back; their wait is kept.",
        ),
        Rule(
            Role.TELLER, NOTICE, "self_service_interrupted",
            "{ticket}号（{need}）将从自助区转回柜台。",
            "{ticket} ({need}) comes back from self-service.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (lobby.DevicePlaced, lobby.DeviceRemoved)

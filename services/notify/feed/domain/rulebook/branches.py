"""Rows about branches and counters: changed rules, freed counters, customers that no counter can call."""

from collections.abc import Callable

from services.notify.feed.domain.rule import INFO, LOBBY, MIN, NOTICE, URGENT, Named, Rows, Rule
from shared.contracts import lobby
from shared.contracts.base import Event
from shared.contracts.lobby import CounterLeft, Lack


def because(*reasons: CounterLeft | Lack) -> Callable[[Event], bool]:
    """Build a condition: the event happened for one of these reasons."""
    return lambda event: getattr(event, "reason", None) in reasons


ROWS: Rows = {
    lobby.CounterClosed: (
        Rule(
            Named("staff"), NOTICE, "counter_freed",
            "{by}释放了您的{counter}号窗口。",
            "{by} has freed your counter {counter}.",
            when=because(CounterLeft.FREED),
        ),
        Rule(
            LOBBY, NOTICE, "counter_freed",
            "{by}释放了{counter}号窗口（原由{staff}使用）。",
            "{by} has freed counter {counter}, where {staff} was.",
            when=because(CounterLeft.FREED),
        ),
        Rule(
            LOBBY, NOTICE, "counter_freed",
            "{counter}号窗口已自动释放（{staff}[：{reason}]）。",
            "Counter {counter} is free ({staff}[: {reason}]).",
            when=because(CounterLeft.SIGNED_OFF, CounterLeft.NOT_STAFFED),
        ),
    ),
    lobby.SettingsChanged: (
        Rule(
            LOBBY, INFO, "settings_changed",
            "{by}修改了网点设置：{changed}，即时生效。",
            "{by} changed the branch's settings: {changed}. They apply from now on.",
        ),
    ),
    # D2, D6
    lobby.CustomersStranded: tuple(
        Rule(LOBBY, URGENT, "customers_stranded", zh, en, ack=3 * MIN, when=because(reason))
        for reason, zh, en in (
            (
                Lack.NO_COUNTER_OPEN,
                "{waiting}位客户在等候，没有窗口开放，请安排开窗。",
                "Waiting: {waiting}, and no counter is open. Please open one.",
            ),
            (
                Lack.CLASS_NOT_SERVED,
                "{longest}号等{waiting}位客户，开放的窗口均不受理其号别，请安排。",
                "Waiting: {waiting} ({longest}), and no open counter serves their class. Please see to it.",
            ),
            (
                Lack.NEED_NOT_SERVED,
                "{longest}号等{waiting}位客户，开放的窗口均不能为其办理{need}，请安排。",
                "Waiting: {waiting} ({longest}), and no open counter does {need} for them. Please see to it.",
            ),
            (
                Lack.COUNTER_NOT_OPEN,
                "{longest}号等{waiting}位客户只等[{counter}号]窗口，该窗口已暂停，请安排。",
                "Waiting: {waiting} ({longest}), for counter[ {counter}] alone: it is paused. Please help.",
            ),
        )
    ),
    lobby.StrandingEnded: (
        Rule(
            LOBBY, INFO, "stranding_ended",
            "无窗口可叫的客户已可叫号或已离开。",
            "Those whom no counter could call can be called again, or have left.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    lobby.BranchOpened,
    lobby.CounterOpened,
    lobby.CounterPaused,
    lobby.CounterResumed,
)

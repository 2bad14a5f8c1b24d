"""Who is told when those who wait are to expect something else (D2, D7, D8)."""

from services.notify.domain.rule import INFO, LOBBY, NOTICE, Rows, Rule
from shared.contracts import lobby
from shared.contracts.base import Event


def nobody_serves(event: Event) -> bool:
    """Somebody waits for whom no counter is open any more."""
    return isinstance(event, lobby.ForecastsChanged) and any(
        one.wait_high_seconds is None for one in event.tickets
    )


ROWS: Rows = {
    # D2, D8
    lobby.ForecastsChanged: (
        Rule(
            LOBBY, NOTICE, "nobody_serves",
            "{reason}[（{counter}号窗口）][（{device}）]：{affected}位客户等候时间变化，部分号别已无窗口受理，请安排。",
            "{reason}[ (counter {counter})][ ({device})]: {affected} waits changed, some have no counter.",
            when=nobody_serves,
        ),
        Rule(
            LOBBY, INFO, "forecasts_changed",
            "{reason}[（{counter}号窗口）][（{device}）]：{affected}位客户的预计等候已变[，最长约{minutes}分钟]，请告知。",
            "{reason}[ (counter {counter})][ ({device})]: "
            "{affected} waits changed[, now up to {minutes} min].",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = ()

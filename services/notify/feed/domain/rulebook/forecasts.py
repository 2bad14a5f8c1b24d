"""Rows about changed forecasts of those who wait (D2, D7, D8)."""

from services.notify.feed.domain.rule import INFO, LOBBY, Rows, Rule
from shared.contracts import lobby
from shared.contracts.base import Event


def still_served(event: Event) -> bool:
    """Return whether an open counter serves some of them; `CustomersStranded` is about the others."""
    return getattr(event, "minutes", None) is not None


ROWS: Rows = {
    # D2, D8
    lobby.ForecastsChanged: (
        Rule(
            LOBBY, INFO, "forecasts_changed",
            "{reason}[（{counter}号柜台）][（{device}）]：{affected}位客户的预计等候已变[，最长约{minutes}分钟]，请告知。",
            "{reason}[ (counter {counter})][ ({device})]: "
            "{affected} {affected|wait|waits} changed[, now up to {minutes} min].",
            when=still_served,
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = ()

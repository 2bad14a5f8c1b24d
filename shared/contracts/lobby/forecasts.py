"""Events of `lobby` about the waits that it expects (D2, D8)."""

from pydantic import BaseModel, ConfigDict

from shared.contracts.lobby.base import LobbyEvent, LogGroup
from shared.contracts.words import TicketClass


class NewForecast(BaseModel):
    """The wait that a waiting ticket has still before it, in seconds from the event's time on; None when no
    counter serves its class."""

    model_config = ConfigDict(frozen=True)

    visit: str
    ticket: str
    ticket_class: TicketClass
    wait_low_seconds: int | None = None
    wait_high_seconds: int | None = None


class ForecastsChanged(LobbyEvent, group=LogGroup.FORECASTS, zh="预计等候变更", en="Expected waits changed"):
    """A counter or a device came or went, and those who wait are to expect something else than before (D2,
    D7, D8).

    `tickets` holds those for whom it is much; `affected` says how many, `minutes` the longest that one of
    them may now wait. All devices of the branch receive it. `reason` is a word: ``counter_opened``,
    ``counter_closed``, ``counter_paused``, ``counter_resumed``, ``device_failed``, ``device_mended``,
    ``settings_changed``.
    """

    reason: str
    counter: str | None = None
    device: str | None = None
    affected: int
    minutes: int | None = None
    tickets: tuple[NewForecast, ...]

    def answers(self) -> str | None:
        return self.branch

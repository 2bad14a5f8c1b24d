"""The clocks of devices are found wrong, and right again (D1, D7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.lobby.devices.domain.device_clocks import tell_clocks
from services.lobby.equipment.handlers.faults import board_of
from shared.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ClockNews:
    """The devices of a branch whose clocks are found wrong, by how many seconds, and those that are right."""

    branch: str
    wrong: Mapping[str, float]
    right: tuple[str, ...] = ()


async def note_clocks(news: ClockNews, work: UnitOfWork) -> None:
    """It is told once when a clock is found wrong, and once when it is right again."""
    work.apply(tell_clocks(await board_of(news.branch, work), news.wrong, news.right, work.now))

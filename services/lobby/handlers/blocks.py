"""Machines ask for numbers to give while they are cut off, and say when they are back (D2)."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from services.lobby.domain.blocks import Letters, Series, block_of, series_id
from services.lobby.domain.branches import day_of
from services.lobby.domain.halls import Hall
from services.lobby.handlers.devices import device_may_speak
from shared.contracts.lobby import CutOffEnded, NumberBlockGranted
from shared.domain import Decision
from shared.unit import Unit


@dataclass(frozen=True)
class BlockWish:
    """A machine, with what it remembers its numbers with."""

    branch: str
    device: str
    memory: str


@dataclass(frozen=True)
class Return:
    """A machine that was cut off has sent all that it held back."""

    branch: str
    device: str
    since: datetime
    numbers: int
    story: str


async def grant_block(wish: BlockWish, unit: Unit) -> NumberBlockGranted:
    """The machine's own series, for today and the next days; asked again, the same."""
    hall, known, _ = await asyncio.gather(
        unit.get(Hall, wish.branch),
        unit.find(Letters, wish.branch),
        device_may_speak(wish.branch, wish.device, unit),
    )
    before = known or Letters(id=wish.branch)
    today = day_of(hall.timezone, unit.now)
    letters, own = before.grant(wish.device, wish.memory, today)
    if letters != before:
        unit.keep(Decision().put(letters))
    series = await unit.find(Series, series_id(wish.branch, own))
    block = block_of(wish.branch, own, letters.holders[own], series, hall.timezone, today)
    device = f"{wish.branch}.{wish.device}"
    unit.tell(block, subject=device, story=unit.cause.story or device)
    return block


async def come_back_on_line(back: Return, unit: Unit) -> None:
    """A machine is connected again, and the books are complete."""
    await device_may_speak(back.branch, back.device, unit)
    event = CutOffEnded(branch=back.branch, device=back.device, since=back.since, numbers=back.numbers)
    unit.tell(event, subject=f"{back.branch}.{back.device}", story=back.story)

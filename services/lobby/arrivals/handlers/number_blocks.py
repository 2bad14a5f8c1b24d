"""Machines ask for numbers to give while they are cut off, and say when they are back (D2)."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from services.lobby.branch.domain.branches import day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.domain.number_blocks import Letters, Series, block_of, series_id
from services.lobby.devices.handlers.devices import device_may_speak
from services.lobby.equipment.handlers.faults import board_of
from shared.contracts.lobby import CutOffEnded, NumberBlockGranted, RecordNotTaken
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


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
    correlation_id: str
    missing: int = 0


@dataclass(frozen=True)
class Missed:
    """A record of a machine that is not in the books, and why; `ticket` if a number was printed for it, which
    may be `printed` and unreadable."""

    branch: str
    device: str
    record: str
    reason: str
    ticket: str | None
    correlation_id: str
    printed: bool = False


async def grant_block(wish: BlockWish, work: UnitOfWork) -> NumberBlockGranted:
    """The machine's own series, for today and the next days; asked again, the same."""
    hall, known, _ = await asyncio.gather(
        work.get(Hall, wish.branch),
        work.find(Letters, wish.branch),
        device_may_speak(wish.branch, wish.device, work),
    )
    before = known or Letters(id=wish.branch)
    today = day_of(hall.timezone, work.now)
    letters, own = before.grant(wish.device, wish.memory, today)
    if letters != before:
        work.apply(Decision().save(letters))
    series = await work.find(Series, series_id(wish.branch, own))
    block = block_of(wish.branch, own, letters.holders[own], series, hall.timezone, today)
    device = f"{wish.branch}.{wish.device}"
    work.publish(block, subject=device, correlation_id=work.cause.correlation_id or device)
    return block


async def come_back_on_line(back: Return, work: UnitOfWork) -> None:
    """A machine is connected again, and the books are complete, but for what could not be taken."""
    board, _ = await asyncio.gather(
        board_of(back.branch, work), device_may_speak(back.branch, back.device, work)
    )
    machine = board.known(back.device, work.now)
    event = CutOffEnded(
        branch=back.branch,
        device=back.device,
        since=back.since,
        numbers=back.numbers,
        missing=max(machine.missing, min(back.missing, back.numbers)),
    )
    work.publish(event, subject=f"{back.branch}.{back.device}", correlation_id=back.correlation_id)
    if machine.missing:
        work.apply(Decision().save(board.with_machine(back.device, machine.evolve(missing=0))))


async def miss_record(missed: Missed, work: UnitOfWork) -> None:
    """Something that a machine wrote down is not in the books: it is told, with the number on the slip."""
    board, _ = await asyncio.gather(
        board_of(missed.branch, work), device_may_speak(missed.branch, missed.device, work)
    )
    event = RecordNotTaken(
        branch=missed.branch,
        device=missed.device,
        record=missed.record,
        reason=missed.reason,
        ticket=missed.ticket,
    )
    work.publish(event, subject=f"{missed.branch}.{missed.device}", correlation_id=missed.correlation_id)
    if missed.printed or missed.ticket is not None:
        machine = board.known(missed.device, work.now)
        more = machine.evolve(missing=machine.missing + 1)
        work.apply(Decision().save(board.with_machine(missed.device, more)))

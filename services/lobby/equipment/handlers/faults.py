"""The devices of a hall are placed, fail, fall silent, and come back (P2, D7, E1)."""

import asyncio
from dataclasses import dataclass

from services.lobby.branch.domain.branches import Branch
from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.domain.equipment import Equipment, Pulse
from services.lobby.devices.handlers.devices import Invitation, device_may_speak, invite_device, revoke_device
from services.lobby.equipment.domain.faults import (
    LATE,
    SILENT_AFTER,
    Moment,
    Saying,
    WatchDue,
    clear,
    hear_from,
    miss,
    place,
    remove,
    report,
    rest,
    say,
    wake,
    watch_again,
)
from services.lobby.queue.domain.visits import Visit
from services.lobby.queue.handlers.forecasts import tell_of_machine
from services.lobby.safety.domain.incidents import NewIncident, raise_incident
from services.lobby.tasks.domain.task import Task
from shared.contracts.lobby import (
    BranchDayClosed,
    LobbyEvent,
    SelfServiceInterrupted,
    TaskDone,
    TaskOutcome,
    TaskSort,
)
from shared.contracts.words import Channel, DeviceSort, IncidentSort, Place
from shared.unit import Unit


@dataclass(frozen=True)
class Placing:
    """What a device is, and the transactions that it does; None leaves those that are known."""

    branch: str
    device: str
    sort: DeviceSort
    transactions: tuple[str, ...] | None


@dataclass(frozen=True)
class LettingIn:
    """A device is let in; what is not said of it stays as it is."""

    invitation: Invitation
    sort: DeviceSort | None
    transactions: tuple[str, ...] | None


@dataclass(frozen=True)
class Told:
    """What a device says of itself; `id` is that of the event."""

    id: str
    branch: str
    device: str
    saying: Saying


@dataclass(frozen=True)
class Heard:
    """Devices that were heard, and those of them that sent heartbeats."""

    branch: str
    devices: tuple[str, ...]
    beating: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """What somebody of the staff sees of a device."""

    branch: str
    device: str
    by: str


async def place_device(placing: Placing, unit: Unit) -> None:
    """Operations says what a device is and does."""
    board = await board_of(placing.branch, unit)
    known = board.known(placing.device, unit.now)
    transactions = known.transactions if placing.transactions is None else placing.transactions
    unit.keep(place(board, placing.device, placing.sort, transactions, unit.now))


async def let_in(letting: LettingIn, unit: Unit) -> None:
    """Operations lets a device in, and it has its place in the hall."""
    invitation = letting.invitation
    await invite_device(invitation, unit)
    board = await board_of(invitation.branch, unit)
    known = board.known(invitation.name, unit.now)
    transactions = known.transactions if letting.transactions is None else letting.transactions
    unit.keep(place(board, invitation.name, letting.sort or known.sort, transactions, unit.now))


async def shut_out(seen: Seen, unit: Unit) -> None:
    """Operations shuts a device out, and it has no place in the hall any more."""
    await revoke_device(f"{seen.branch}.{seen.device}", unit)
    board = await board_of(seen.branch, unit)
    if seen.device in board.machines:
        unit.keep(remove(board, seen.device, unit.now))


async def remove_device(seen: Seen, unit: Unit) -> None:
    """A device is taken away."""
    board = await board_of(seen.branch, unit)
    unit.keep(remove(board, seen.device, unit.now))
    await _tell_of_service(board, unit)


async def hear_status(told: Told, unit: Unit) -> None:
    """A device tells how it is; fraud becomes an incident."""
    board, _ = await asyncio.gather(
        board_of(told.branch, unit), device_may_speak(told.branch, told.device, unit)
    )
    unit.keep(say(board, told.device, told.saying, _moment(unit)))
    await _tell_of_service(board, unit)
    if told.saying.is_fraud(board.known(told.device, unit.now)):
        new = NewIncident(
            id=told.id,
            branch=told.branch,
            sort=IncidentSort.DEVICE_FRAUD,
            place=Place.SELF_SERVICE_AREA,
            raised_by=f"device:{told.device}",
            device=told.device,
        )
        unit.keep(raise_incident(new, unit.now))


async def hear_again(heard: Heard, unit: Unit) -> None:
    """Devices that were silent, or are new, are heard."""
    board = await board_of(heard.branch, unit)
    unit.keep(hear_from(board, heard.devices, heard.beating, _moment(unit)))
    await _tell_of_service(board, unit)


async def watch_devices(due: WatchDue, unit: Unit) -> None:
    """Who is silent? A watch that is late says nothing of the devices: we were away ourselves."""
    board, pulse = await asyncio.gather(board_of(due.branch, unit), unit.find(Pulse, due.branch))
    if unit.now - unit.cause.time > LATE / unit.pace:
        unit.keep(watch_again(board, _moment(unit)))
    else:
        unit.keep(miss(board, pulse.heard if pulse else {}, _moment(unit)))
        await _tell_of_service(board, unit)


async def report_fault(seen: Seen, unit: Unit) -> None:
    """Somebody of the staff sees that a device is out of order."""
    board = await board_of(seen.branch, unit)
    unit.keep(report(board, seen.device, seen.by, _moment(unit)))
    await _tell_of_service(board, unit)


async def clear_fault(seen: Seen, unit: Unit) -> None:
    """Somebody of the staff sees that it works again."""
    board = await board_of(seen.branch, unit)
    unit.keep(clear(board, seen.device, _moment(unit)))
    await _tell_of_service(board, unit)


async def note_mended(event: TaskDone, unit: Unit) -> None:
    """Somebody repaired what a colleague had said to be out of order; who reports itself knows better."""
    if event.sort is not TaskSort.REPAIR or event.outcome is not TaskOutcome.DONE:
        return
    task = await unit.get(Task, event.task)
    board = await board_of(event.branch, unit)
    machine = board.machines.get(task.device or "")
    if task.device and machine is not None and machine.by_hand is not None:
        unit.keep(clear(board, task.device, _moment(unit)))


async def rest_devices(event: BranchDayClosed, unit: Unit) -> None:
    """The branch has closed: nobody misses a device that is switched off (E2)."""
    unit.keep(rest(await board_of(event.branch, unit)))


async def wake_devices(event: LobbyEvent, unit: Unit) -> None:
    """The branch begins its day: its devices have a minute to say that they are there (P2)."""
    unit.keep(wake(await board_of(event.branch, unit), _moment(unit)))


async def board_of(branch: str, unit: Unit) -> Equipment:
    """The devices of a branch, in its time zone."""
    known, board = await asyncio.gather(unit.get(Branch, branch), unit.find(Equipment, branch))
    return (board or Equipment(id=branch, timezone=known.timezone)).but(timezone=known.timezone)


async def _tell_of_service(before: Equipment, unit: Unit) -> None:
    """What no machine does any more, or one does again, is told of those who were sent there (D7, D8), and of
    those who wait at counters: the former may come back to the line."""
    now, hall = await asyncio.gather(unit.find(Equipment, before.id), unit.find(Hall, before.id))
    if now is None or hall is None or not hall.diverted:
        return
    had, has = before.offered(), now.offered()
    lost = {word: names[-1] for word, names in had.items() if word not in has}
    regained = {word: names[-1] for word, names in has.items() if word not in had}
    if not (lost or regained):
        return
    found = await asyncio.gather(*(unit.find(Visit, id) for id in hall.diverted))
    sent_there = [one for one in found if one is not None and one.channel is Channel.SELF_SERVICE]
    for words, works in ((lost, False), (regained, True)):
        concerned = [one for one in sent_there if one.need in words]
        for one in () if works else concerned:
            told = SelfServiceInterrupted(
                branch=one.branch, visit=one.id, ticket=one.ticket, need=one.need, device=words[one.need]
            )
            unit.tell(told, subject=one.id, story=one.story)
        if concerned:
            await tell_of_machine(words[concerned[0].need], concerned, hall, unit, works=works)


def _moment(unit: Unit) -> Moment:
    return Moment(unit.now, unit.due(SILENT_AFTER) - unit.now)

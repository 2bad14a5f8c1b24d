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
from shared.unit_of_work import UnitOfWork


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


async def place_device(placing: Placing, work: UnitOfWork) -> None:
    """Operations says what a device is and does."""
    board = await board_of(placing.branch, work)
    known = board.known(placing.device, work.now)
    transactions = known.transactions if placing.transactions is None else placing.transactions
    work.apply(place(board, placing.device, placing.sort, transactions, work.now))


async def let_in(letting: LettingIn, work: UnitOfWork) -> None:
    """Operations lets a device in, and it has its place in the hall."""
    invitation = letting.invitation
    await invite_device(invitation, work)
    board = await board_of(invitation.branch, work)
    known = board.known(invitation.name, work.now)
    transactions = known.transactions if letting.transactions is None else letting.transactions
    work.apply(place(board, invitation.name, letting.sort or known.sort, transactions, work.now))


async def shut_out(seen: Seen, work: UnitOfWork) -> None:
    """Operations shuts a device out, and it has no place in the hall any more."""
    await revoke_device(f"{seen.branch}.{seen.device}", work)
    board = await board_of(seen.branch, work)
    if seen.device in board.machines:
        work.apply(remove(board, seen.device, work.now))


async def remove_device(seen: Seen, work: UnitOfWork) -> None:
    """A device is taken away."""
    board = await board_of(seen.branch, work)
    work.apply(remove(board, seen.device, work.now))
    await _tell_of_service(board, work)


async def hear_status(told: Told, work: UnitOfWork) -> None:
    """A device tells how it is; fraud becomes an incident."""
    board, _ = await asyncio.gather(
        board_of(told.branch, work), device_may_speak(told.branch, told.device, work)
    )
    work.apply(say(board, told.device, told.saying, _moment(work)))
    await _tell_of_service(board, work)
    if told.saying.is_fraud(board.known(told.device, work.now)):
        new = NewIncident(
            id=told.id,
            branch=told.branch,
            sort=IncidentSort.DEVICE_FRAUD,
            place=Place.SELF_SERVICE_AREA,
            raised_by=f"device:{told.device}",
            device=told.device,
        )
        work.apply(raise_incident(new, work.now))


async def hear_again(heard: Heard, work: UnitOfWork) -> None:
    """Devices that were silent, or are new, are heard."""
    board = await board_of(heard.branch, work)
    work.apply(hear_from(board, heard.devices, heard.beating, _moment(work)))
    await _tell_of_service(board, work)


async def watch_devices(due: WatchDue, work: UnitOfWork) -> None:
    """Who is silent? A watch that is late says nothing of the devices: we were away ourselves."""
    board, pulse = await asyncio.gather(board_of(due.branch, work), work.find(Pulse, due.branch))
    if work.now - work.cause.time > LATE / work.pace:
        work.apply(watch_again(board, _moment(work)))
    else:
        work.apply(miss(board, pulse.heard if pulse else {}, _moment(work)))
        await _tell_of_service(board, work)


async def report_fault(seen: Seen, work: UnitOfWork) -> None:
    """Somebody of the staff sees that a device is out of order."""
    board = await board_of(seen.branch, work)
    work.apply(report(board, seen.device, seen.by, _moment(work)))
    await _tell_of_service(board, work)


async def clear_fault(seen: Seen, work: UnitOfWork) -> None:
    """Somebody of the staff sees that it works again."""
    board = await board_of(seen.branch, work)
    work.apply(clear(board, seen.device, _moment(work)))
    await _tell_of_service(board, work)


async def note_mended(event: TaskDone, work: UnitOfWork) -> None:
    """Somebody repaired what a colleague had said to be out of order; who reports itself knows better."""
    if event.sort is not TaskSort.REPAIR or event.outcome is not TaskOutcome.DONE:
        return
    task = await work.get(Task, event.task)
    board = await board_of(event.branch, work)
    machine = board.machines.get(task.device or "")
    if task.device and machine is not None and machine.by_hand is not None:
        work.apply(clear(board, task.device, _moment(work)))


async def rest_devices(event: BranchDayClosed, work: UnitOfWork) -> None:
    """The branch has closed: nobody misses a device that is switched off (E2)."""
    work.apply(rest(await board_of(event.branch, work)))


async def wake_devices(event: LobbyEvent, work: UnitOfWork) -> None:
    """The branch begins its day: its devices have a minute to say that they are there (P2)."""
    work.apply(wake(await board_of(event.branch, work), _moment(work)))


async def board_of(branch: str, work: UnitOfWork) -> Equipment:
    """The devices of a branch, in its time zone."""
    known, board = await asyncio.gather(work.get(Branch, branch), work.find(Equipment, branch))
    return (board or Equipment(id=branch, timezone=known.timezone)).evolve(timezone=known.timezone)


async def _tell_of_service(before: Equipment, work: UnitOfWork) -> None:
    """What no machine does any more, or one does again, is told of those who were sent there (D7, D8), and of
    those who wait at counters: the former may come back to the line."""
    now, hall = await asyncio.gather(work.find(Equipment, before.id), work.find(Hall, before.id))
    if now is None or hall is None or not hall.diverted:
        return
    had, has = before.offered(), now.offered()
    lost = {word: names[-1] for word, names in had.items() if word not in has}
    regained = {word: names[-1] for word, names in has.items() if word not in had}
    if not (lost or regained):
        return
    found = await asyncio.gather(*(work.find(Visit, id) for id in hall.diverted))
    sent_there = [one for one in found if one is not None and one.channel is Channel.SELF_SERVICE]
    for words, works in ((lost, False), (regained, True)):
        concerned = [one for one in sent_there if one.need in words]
        for one in () if works else concerned:
            told = SelfServiceInterrupted(
                branch=one.branch, visit=one.id, ticket=one.ticket, need=one.need, device=words[one.need]
            )
            work.publish(told, subject=one.id, correlation_id=one.correlation_id)
        if concerned:
            await tell_of_machine(words[concerned[0].need], concerned, hall, work, works=works)


def _moment(work: UnitOfWork) -> Moment:
    return Moment(work.now, work.due(SILENT_AFTER) - work.now)

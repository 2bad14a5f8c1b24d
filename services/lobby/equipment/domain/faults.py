"""Devices fail and recover: what they say, what is heard of them, what the staff sees (D7).

Every fault is told once when it begins and once when it ends, whatever its reasons in between. Silence is
found by one reminder a branch, set only while there is a device that would be missed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.lobby.devices.domain.equipment import Equipment
from services.lobby.devices.domain.machines import FRAUDS, Machine, midnight_of
from shared.contracts.devices import XfsStatus
from shared.contracts.lobby import DeviceFaulted, DevicePlaced, DeviceRecovered, DeviceRemoved, LobbyEvent
from shared.contracts.words import DeviceSort, Trouble
from shared.domain import Decision
from shared.errors import Refusal

SILENT_AFTER = timedelta(seconds=60)
LATE = timedelta(seconds=15)
"""A watch that comes later than this was kept by our own absence, and proves nobody's silence."""
MACHINES_AT_MOST = 200


class ReportsItself(Refusal):
    code, status = "reports_itself", 409
    en = "The device itself says that it is out of order; it is back when it says so."
    zh = "该设备自行报告故障，恢复后会自动解除。"


class TooManyDevices(Refusal):
    code, status = "too_many_devices", 409
    en, zh = "A branch has 200 devices at most; remove one first.", "每个网点最多 200 台设备，请先移除一台。"


class WatchDue(LobbyEvent):
    """By now a device of the branch may have been silent for too long."""


@dataclass(frozen=True)
class Moment:
    """Now, and for how long a device may be silent (the pace of the place is in it)."""

    now: datetime
    silence: timedelta


@dataclass(frozen=True)
class Saying:
    """What a device says of itself, and when it said so by its own clock."""

    status: XfsStatus
    checks: Mapping[str, bool]
    time: datetime

    def is_outdated(self, before: Machine) -> bool:
        """Whether it said something later already: what was held back does not undo it."""
        return before.reported is not None and self.time < before.reported

    def is_fraud(self, before: Machine) -> bool:
        """Whether it tells of fraud, and did not before (D12)."""
        new = self.status in FRAUDS and self.status is not before.code
        return new and not self.is_outdated(before)


def place(
    board: Equipment, device: str, sort: DeviceSort, transactions: tuple[str, ...], now: datetime
) -> Decision:
    """A device stands in the hall, of this sort, for these transactions. The same again changes nothing."""
    before = board.machines.get(device)
    if before is not None and (before.sort, before.transactions) == (sort, transactions):
        return Decision()
    if before is None and len(board.machines) >= MACHINES_AT_MOST:
        raise TooManyDevices
    placed = board.known(device, now).evolve(sort=sort, transactions=transactions)
    event = DevicePlaced(branch=board.id, device=device, sort=sort, transactions=transactions)
    return Decision().save(board.with_machine(device, placed), event)


def remove(board: Equipment, device: str, now: datetime) -> Decision:
    """A device is taken away; a fault of it ends with that."""
    gone = board.machine(device)
    rest = board.evolve(machines={name: one for name, one in board.machines.items() if name != device})
    event = DeviceRemoved(branch=board.id, device=device, sort=gone.sort)
    return Decision().save(rest, *_recovered(board.id, device, gone, now, removed=True), event)


def say(board: Equipment, device: str, saying: Saying, at: Moment) -> Decision:
    """A device tells how it is."""
    before = board.known(device, at.now)
    if saying.is_outdated(before):
        return Decision()
    after = before.evolve(
        code=saying.status, checks=dict(saying.checks), silent=False, reported=min(saying.time, at.now)
    )
    if before.reported is not None and after.evolve(reported=before.reported) == before:
        return Decision()
    return _keep(*_judge(board, {device: after}, at.now), at)


def hear_from(board: Equipment, devices: Iterable[str], beating: Iterable[str], at: Moment) -> Decision:
    """These devices were heard, some by heartbeats: who was silent is back, who is new is watched."""
    after = {name: board.machines[name].evolve(silent=False) for name in devices if name in board.machines}
    after |= {name: board.known(name, at.now).evolve(silent=False, beats=True) for name in beating}
    changed = {name: one for name, one in after.items() if board.machines.get(name) != one}
    return _keep(*_judge(board, changed, at.now), at) if changed else Decision()


def report(board: Equipment, device: str, by: str, at: Moment) -> Decision:
    """Somebody of the staff says that a device is out of order."""
    machine = board.machine(device)
    if machine.by_hand is not None:
        return Decision()
    return _keep(*_judge(board, {device: machine.evolve(by_hand=by)}, at.now), at)


def clear(board: Equipment, device: str, at: Moment) -> Decision:
    """Somebody of the staff says that it works again; it does, unless the device knows better."""
    machine = board.machine(device)
    if machine.by_hand is None:
        if machine.failed is not None:
            raise ReportsItself
        return Decision()
    return _keep(*_judge(board, {device: machine.evolve(by_hand=None)}, at.now), at)


def miss(board: Equipment, heard: Mapping[str, datetime], at: Moment) -> Decision:
    """The watch: who has not been heard for so long is silent; the next watch is set for who may be next."""
    last = {name: heard.get(name, board.machines[name].since) for name in board.to_watch()}
    silent = {
        name: board.machines[name].evolve(silent=True) for name in last if last[name] + at.silence <= at.now
    }
    off = {name: one for name, one in board.machines.items() if one.found(board.resting) != one.trouble}
    board, events = _judge(board, {**off, **silent}, at.now)
    others = [last[name] for name in last if name not in silent]
    if not others or board.resting:
        return Decision().save(board.evolve(watching=False), *events)
    decision = Decision().save(board, *events) if silent or off else Decision()
    return _watch(decision, board, min(others) + at.silence)


def watch_again(board: Equipment, at: Moment) -> Decision:
    """Nobody is judged: everybody has their time once more."""
    return _watch(Decision(), board, at.now + at.silence)


def rest(board: Equipment) -> Decision:
    """The branch has closed: devices may be switched off, and are not missed (E2)."""
    if board.resting:
        return Decision()
    return Decision().save(board.evolve(resting=True, watching=False)).cancel(_watch_id(board))


def wake(board: Equipment, at: Moment) -> Decision:
    """The branch begins its day: who is still off, or silent, at the next watch is out of order (P2)."""
    if not board.resting:
        return Decision()
    awake = board.evolve(resting=False, watching=True)
    return _watch(Decision().save(awake), awake, at.now + at.silence)


def _judge(
    board: Equipment, after: Mapping[str, Machine], now: datetime
) -> tuple[Equipment, list[LobbyEvent]]:
    """The board with how these devices are by now, and the faults that begin or end with it."""
    midnight = midnight_of(board.timezone, now)
    events: list[LobbyEvent] = []
    for name, one in after.items():
        trouble = one.found(board.resting)
        kept = one.fails(trouble, now) if trouble else one.recovers(now, midnight)
        if kept.state != (board.machines[name].state if name in board.machines else None):
            kept = kept.evolve(since=now)
        board = board.with_machine(name, kept)
        if trouble and one.failed is None:
            events.append(_faulted(board, name, trouble))
        elif not trouble:
            events += _recovered(board.id, name, one, now)
    return board, events


def _keep(board: Equipment, events: list[LobbyEvent], at: Moment) -> Decision:
    """Keep the board; set the watch if a device would be missed and it is not set."""
    if board.watching or board.resting or not board.to_watch():
        return Decision().save(board, *events)
    board = board.evolve(watching=True)
    return _watch(Decision().save(board, *events), board, at.now + at.silence)


def _watch(decision: Decision, board: Equipment, due: datetime) -> Decision:
    return decision.schedule(_watch_id(board), due, WatchDue(branch=board.id), correlation_id=board.id)


def _watch_id(board: Equipment) -> str:
    return f"watch:{board.id}"


def _faulted(board: Equipment, device: str, trouble: Trouble) -> DeviceFaulted:
    machine = board.machines[device]
    return DeviceFaulted(
        branch=board.id,
        device=device,
        sort=machine.sort,
        status=trouble,
        transactions=machine.transactions,
        unavailable=tuple(one for one in machine.transactions if not board.offers(one)),
        reported_by=machine.by_hand,
    )


def _recovered(
    branch: str, device: str, before: Machine, now: datetime, removed: bool = False
) -> list[LobbyEvent]:
    if before.trouble is None:
        return []
    event = DeviceRecovered(
        branch=branch,
        device=device,
        sort=before.sort,
        status=before.trouble,
        transactions=before.transactions,
        down_seconds=before.failed_for(now),
        removed=removed,
    )
    return [event]

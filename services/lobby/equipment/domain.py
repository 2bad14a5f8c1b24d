"""Faults of devices: by their self-reports, by silence, by what staff report (D7).

Every fault is published once when it begins and once when it ends, whatever its reasons in between. Silence
is found by one timer a branch, set only while there is a device that would be missed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.lobby.devices.domain.equipment import Equipment
from services.lobby.devices.domain.machines import FRAUDS, Machine, midnight_of
from shared.clock import Moment
from shared.contracts.devices import XfsStatus
from shared.contracts.lobby import DeviceFaulted, DevicePlaced, DeviceRecovered, DeviceRemoved, LobbyEvent
from shared.contracts.words import DeviceKind, Trouble
from shared.domain import Decision
from shared.errors import Refusal

SILENT_AFTER = timedelta(seconds=60)
LATE = timedelta(seconds=15)
"""A check that comes later than this was late since this service was away, and proves no silence."""
MACHINES_AT_MOST = 200


class ReportsItself(Refusal):
    code, status = "reports_itself", 409
    en = "The device itself says that it is out of order; it is back when it says so."
    zh = "该设备自行报告故障，恢复后会自动解除。"


class TooManyDevices(Refusal):
    code, status = "too_many_devices", 409
    en, zh = "A branch has 200 devices at most; remove one first.", "每个网点最多 200 台设备，请先移除一台。"


class SilenceCheckDue(LobbyEvent, zh="设备心跳检查", en="The devices were looked at"):
    """By now a device of the branch may have been silent for too long."""


@dataclass(frozen=True)
class SelfReport:
    """The report of a device about itself, with its time, corrected where the clock of the device is
    wrong."""

    status: XfsStatus
    checks: Mapping[str, bool]
    time: datetime

    def is_outdated(self, before: Machine) -> bool:
        """Return whether the device has sent a later report already: one that was held back does not undo
        it."""
        return before.reported is not None and self.time < before.reported

    def is_fraud(self, before: Machine) -> bool:
        """Return whether it reports fraud that was not reported before (D12)."""
        new = self.status in FRAUDS and self.status is not before.code
        return new and not self.is_outdated(before)


def place(
    equipment: Equipment, device: str, kind: DeviceKind, transactions: tuple[str, ...], now: datetime
) -> Decision:
    """Give a device its place in the hall, with its kind and its transactions. The same again changes
    nothing. Raises `TooManyDevices`."""
    before = equipment.machines.get(device)
    if before is not None and (before.kind, before.transactions) == (kind, transactions):
        return Decision()
    if before is None and len(equipment.machines) >= MACHINES_AT_MOST:
        raise TooManyDevices
    placed = equipment.known(device, now).evolve(kind=kind, transactions=transactions)
    event = DevicePlaced(branch=equipment.id, device=device, kind=kind, transactions=transactions)
    return Decision().save(equipment.with_machine(device, placed), event)


def remove(equipment: Equipment, device: str, now: datetime) -> Decision:
    """Take a device away; a fault of it ends with that. Raises `UnknownDevice`."""
    gone = equipment.machine(device)
    rest = equipment.evolve(
        machines={name: one for name, one in equipment.machines.items() if name != device}
    )
    event = DeviceRemoved(branch=equipment.id, device=device, kind=gone.kind)
    return Decision().save(rest, *_recovered(equipment.id, device, gone, now, removed=True), event)


def apply_report(equipment: Equipment, device: str, report: SelfReport, at: Moment) -> Decision:
    """Apply the self-report of a device."""
    before = equipment.known(device, at.now)
    if report.is_outdated(before):
        return Decision()
    after = before.evolve(
        code=report.status, checks=dict(report.checks), silent=False, reported=min(report.time, at.now)
    )
    if before.reported is not None and after.evolve(reported=before.reported) == before:
        return Decision()
    return _save(*_judge(equipment, {device: after}, at.now), at)


def note_heartbeats(
    equipment: Equipment, devices: Iterable[str], beating: Iterable[str], at: Moment
) -> Decision:
    """Note that these devices were seen, some by heartbeats: silent ones are back, new ones are watched."""
    after = {
        name: equipment.machines[name].evolve(silent=False) for name in devices if name in equipment.machines
    }
    after |= {name: equipment.known(name, at.now).evolve(silent=False, beats=True) for name in beating}
    changed = {name: one for name, one in after.items() if equipment.machines.get(name) != one}
    return _save(*_judge(equipment, changed, at.now), at) if changed else Decision()


def report_fault(equipment: Equipment, device: str, by: str, at: Moment) -> Decision:
    """Note that staff report a device out of order. Raises `UnknownDevice`."""
    machine = equipment.machine(device)
    if machine.by_hand is not None:
        return Decision()
    return _save(*_judge(equipment, {device: machine.evolve(by_hand=by)}, at.now), at)


def clear_fault(equipment: Equipment, device: str, at: Moment) -> Decision:
    """Note that staff report a device working again. Raises `ReportsItself` where it reports a fault
    itself."""
    machine = equipment.machine(device)
    if machine.by_hand is None:
        if machine.failed is not None:
            raise ReportsItself
        return Decision()
    return _save(*_judge(equipment, {device: machine.evolve(by_hand=None)}, at.now), at)


def check_silence(equipment: Equipment, last_seen: Mapping[str, datetime], at: Moment) -> Decision:
    """Find the devices that have been silent for too long; the next check is set for the next one."""
    last = {name: last_seen.get(name, equipment.machines[name].since) for name in equipment.to_watch()}
    silent = {
        name: equipment.machines[name].evolve(silent=True)
        for name in last
        if last[name] + at.lasting(SILENT_AFTER) <= at.now
    }
    off = {
        name: one for name, one in equipment.machines.items() if one.found(equipment.resting) != one.trouble
    }
    equipment, events = _judge(equipment, {**off, **silent}, at.now)
    others = [last[name] for name in last if name not in silent]
    if not others or equipment.resting:
        return Decision().save(equipment.evolve(watching=False), *events)
    decision = Decision().save(equipment, *events) if silent or off else Decision()
    return _schedule_check(decision, equipment, min(others) + at.lasting(SILENT_AFTER))


def restart_check(equipment: Equipment, at: Moment) -> Decision:
    """Judge no device, and give each its time once more."""
    return _schedule_check(Decision(), equipment, at.after(SILENT_AFTER))


def rest(equipment: Equipment) -> Decision:
    """Miss no device any more, as the branch has closed and devices may be switched off (E2)."""
    if equipment.resting:
        return Decision()
    return Decision().save(equipment.evolve(resting=True, watching=False)).cancel(_check_id(equipment))


def wake(equipment: Equipment, at: Moment) -> Decision:
    """Expect the devices again, as the branch begins its day: those still off or silent at the next check are
    out of order (P2)."""
    if not equipment.resting:
        return Decision()
    awake = equipment.evolve(resting=False, watching=True)
    return _schedule_check(Decision().save(awake), awake, at.after(SILENT_AFTER))


def _judge(
    equipment: Equipment, after: Mapping[str, Machine], now: datetime
) -> tuple[Equipment, list[LobbyEvent]]:
    """Return the equipment with these devices as they are by now, and the faults that begin or end."""
    midnight = midnight_of(equipment.timezone, now)
    events: list[LobbyEvent] = []
    for name, one in after.items():
        trouble = one.found(equipment.resting)
        kept = one.fails(trouble, now) if trouble else one.recovers(now, midnight)
        if kept.state != (equipment.machines[name].state if name in equipment.machines else None):
            kept = kept.evolve(since=now)
        equipment = equipment.with_machine(name, kept)
        if trouble and one.failed is None:
            events.append(_faulted(equipment, name, trouble))
        elif not trouble:
            events += _recovered(equipment.id, name, one, now)
    return equipment, events


def _save(equipment: Equipment, events: list[LobbyEvent], at: Moment) -> Decision:
    """Save the equipment; set the check if a device would be missed and it is not set."""
    if equipment.watching or equipment.resting or not equipment.to_watch():
        return Decision().save(equipment, *events)
    equipment = equipment.evolve(watching=True)
    return _schedule_check(Decision().save(equipment, *events), equipment, at.after(SILENT_AFTER))


def _schedule_check(decision: Decision, equipment: Equipment, due: datetime) -> Decision:
    return decision.schedule(
        _check_id(equipment), due, SilenceCheckDue(branch=equipment.id), correlation_id=equipment.id
    )


def _check_id(equipment: Equipment) -> str:
    return f"watch:{equipment.id}"


def _faulted(equipment: Equipment, device: str, trouble: Trouble) -> DeviceFaulted:
    machine = equipment.machines[device]
    return DeviceFaulted(
        branch=equipment.id,
        device=device,
        kind=machine.kind,
        status=trouble,
        transactions=machine.transactions,
        unavailable=tuple(one for one in machine.transactions if not equipment.offers(one)),
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
        kind=before.kind,
        status=before.trouble,
        transactions=before.transactions,
        down_seconds=before.failed_for(now),
        removed=removed,
    )
    return [event]

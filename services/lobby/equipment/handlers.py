"""The devices of a hall are placed, fail, fall silent, and come back (P2, D1, D7, E1)."""

import asyncio

from services.lobby.branch.domain.branches import Branch
from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.domain.device_clocks import record_clocks
from services.lobby.devices.domain.equipment import Equipment, Heartbeats
from services.lobby.devices.handlers import invite, require_device, revoke
from services.lobby.equipment import domain
from services.lobby.equipment.commands import (
    ClearFault,
    InviteDevice,
    NoteClocks,
    NoteHeartbeats,
    PlaceDevice,
    RemoveDevice,
    ReportFault,
    ReportStatus,
    ShutOutDevice,
)
from services.lobby.equipment.domain import LATE, SilenceCheckDue
from services.lobby.queue.domain.visits import Visit
from services.lobby.queue.handlers.forecasts import publish_machine_forecasts
from services.lobby.safety.domain.incidents import NewIncident, raise_incident
from services.lobby.tasks.domain.task import Task
from shared.contracts.lobby import (
    BranchDayClosed,
    LobbyEvent,
    SelfServiceInterrupted,
    TaskDone,
    TaskKind,
    TaskOutcome,
)
from shared.contracts.words import Channel, IncidentKind, Place
from shared.unit_of_work import UnitOfWork


async def place_device(command: PlaceDevice, work: UnitOfWork) -> None:
    """Give a device its place in the hall."""
    equipment = await equipment_of(command.branch, work)
    known = equipment.known(command.device, work.now)
    transactions = known.transactions if command.transactions is None else command.transactions
    work.apply(domain.place(equipment, command.device, command.kind, transactions, work.now))


async def invite_device(command: InviteDevice, work: UnitOfWork) -> None:
    """Let a device enrol, and give it its place in the hall."""
    await invite(command.branch, command.device, command.code, work)
    equipment = await equipment_of(command.branch, work)
    known = equipment.known(command.device, work.now)
    transactions = known.transactions if command.transactions is None else command.transactions
    work.apply(domain.place(equipment, command.device, command.kind or known.kind, transactions, work.now))


async def shut_out_device(command: ShutOutDevice, work: UnitOfWork) -> None:
    """Revoke a device, and take it out of the hall."""
    await revoke(f"{command.branch}.{command.device}", work)
    equipment = await equipment_of(command.branch, work)
    if command.device in equipment.machines:
        work.apply(domain.remove(equipment, command.device, work.now))


async def remove_device(command: RemoveDevice, work: UnitOfWork) -> None:
    """Take a device out of the hall."""
    equipment = await equipment_of(command.branch, work)
    work.apply(domain.remove(equipment, command.device, work.now))
    await _publish_service_changes(equipment, work)


async def report_status(command: ReportStatus, work: UnitOfWork) -> None:
    """Take the self-report of a device; fraud becomes an incident (D12)."""
    equipment, _ = await asyncio.gather(
        equipment_of(command.branch, work), require_device(command.branch, command.device, work)
    )
    work.apply(domain.apply_report(equipment, command.device, command.report, work.moment))
    await _publish_service_changes(equipment, work)
    if command.report.is_fraud(equipment.known(command.device, work.now)):
        incident = NewIncident(
            id=command.id,
            branch=command.branch,
            kind=IncidentKind.DEVICE_FRAUD,
            place=Place.SELF_SERVICE_AREA,
            raised_by=f"device:{command.device}",
            device=command.device,
        )
        work.apply(raise_incident(incident, work.now))


async def note_heartbeats(command: NoteHeartbeats, work: UnitOfWork) -> None:
    """Note devices that are back from silence, or new."""
    equipment = await equipment_of(command.branch, work)
    work.apply(domain.note_heartbeats(equipment, command.devices, command.beating, work.moment))
    await _publish_service_changes(equipment, work)


async def note_clocks(command: NoteClocks, work: UnitOfWork) -> None:
    """Publish once that a clock is found wrong, and once that it is right again."""
    equipment = await equipment_of(command.branch, work)
    work.apply(record_clocks(equipment, command.wrong, command.right, work.now))


async def check_silence(event: SilenceCheckDue, work: UnitOfWork) -> None:
    """Find the devices that have fallen silent (D7). A check that is late proves nothing: this service was
    away itself."""
    equipment, heartbeats = await asyncio.gather(
        equipment_of(event.branch, work), work.find(Heartbeats, event.branch)
    )
    if work.now - work.cause.time > work.moment.lasting(LATE):
        work.apply(domain.restart_check(equipment, work.moment))
    else:
        last_seen = heartbeats.last_seen if heartbeats else {}
        work.apply(domain.check_silence(equipment, last_seen, work.moment))
        await _publish_service_changes(equipment, work)


async def report_fault(command: ReportFault, work: UnitOfWork) -> None:
    """Note that a member of staff sees a device out of order."""
    equipment = await equipment_of(command.branch, work)
    work.apply(domain.report_fault(equipment, command.device, command.by, work.moment))
    await _publish_service_changes(equipment, work)


async def clear_fault(command: ClearFault, work: UnitOfWork) -> None:
    """Note that a member of staff sees a device work again."""
    equipment = await equipment_of(command.branch, work)
    work.apply(domain.clear_fault(equipment, command.device, work.moment))
    await _publish_service_changes(equipment, work)


async def note_mended(event: TaskDone, work: UnitOfWork) -> None:
    """Clear a fault that staff had reported, once it is repaired; devices that report themselves know better
    (D7)."""
    if event.kind is not TaskKind.REPAIR or event.outcome is not TaskOutcome.DONE:
        return
    task = await work.get(Task, event.task)
    equipment = await equipment_of(event.branch, work)
    machine = equipment.machines.get(task.device or "")
    if task.device and machine is not None and machine.by_hand is not None:
        work.apply(domain.clear_fault(equipment, task.device, work.moment))


async def rest_devices(event: BranchDayClosed, work: UnitOfWork) -> None:
    """Miss no device that is switched off, now that the branch has closed (E2)."""
    work.apply(domain.rest(await equipment_of(event.branch, work)))


async def wake_devices(event: LobbyEvent, work: UnitOfWork) -> None:
    """Expect every device to report within a minute, now that the branch begins its day (P2)."""
    work.apply(domain.wake(await equipment_of(event.branch, work), work.moment))


async def equipment_of(branch: str, work: UnitOfWork) -> Equipment:
    """Return the devices of a branch, in its time zone; none at first."""
    known, equipment = await asyncio.gather(work.get(Branch, branch), work.find(Equipment, branch))
    return (equipment or Equipment(id=branch, timezone=known.timezone)).evolve(timezone=known.timezone)


async def _publish_service_changes(before: Equipment, work: UnitOfWork) -> None:
    """Publish, of diverted customers, that no machine serves their need any more or one does again (D7, D8);
    and new forecasts to those who wait at counters, as the former may come back."""
    now, hall = await asyncio.gather(work.find(Equipment, before.id), work.find(Hall, before.id))
    if now is None or hall is None or not hall.diverted:
        return
    had, has = before.offered(), now.offered()
    lost = {need: devices[-1] for need, devices in had.items() if need not in has}
    regained = {need: devices[-1] for need, devices in has.items() if need not in had}
    if not (lost or regained):
        return
    found = await asyncio.gather(*(work.find(Visit, id) for id in hall.diverted))
    sent_there = [one for one in found if one is not None and one.channel is Channel.SELF_SERVICE]
    for devices, works in ((lost, False), (regained, True)):
        concerned = [one for one in sent_there if one.need in devices]
        for one in () if works else concerned:
            event = SelfServiceInterrupted(
                branch=one.branch, visit=one.id, ticket=one.ticket, need=one.need, device=devices[one.need]
            )
            work.publish(event, subject=one.id, correlation_id=one.correlation_id)
        if concerned:
            device = devices[concerned[0].need]
            await publish_machine_forecasts(device, concerned, hall, work, works=works)

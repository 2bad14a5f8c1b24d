"""Diverted customers: served by a machine or the phone, or back in the queue (D2, D8)."""

from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.handlers import require_device
from services.lobby.queue.commands import (
    CompleteAtMachine,
    CompleteSelfService,
    OverrideTriage,
    ReturnFromMachine,
    ReturnToQueue,
)
from services.lobby.queue.domain import diversions
from services.lobby.queue.domain.visits import Visit
from services.lobby.queue.handlers.undoable import apply_undoable, change_visit
from shared.errors import NotFound
from shared.unit_of_work import UnitOfWork


async def return_to_queue(command: ReturnToQueue, work: UnitOfWork) -> Visit:
    """Let a diverted customer wait who was not served there."""
    return await change_visit(diversions.return_to_queue, command.visit, work)


async def complete_self_service(command: CompleteSelfService, work: UnitOfWork) -> Visit:
    """End the visit of a diverted customer who was served there."""
    return await change_visit(diversions.complete_self_service, command.visit, work)


async def override_triage(command: OverrideTriage, work: UnitOfWork) -> Visit:
    """Send a customer by another channel than triage did."""
    visit = await work.get(Visit, command.visit)
    hall = await work.get(Hall, visit.branch)
    decision = diversions.override(
        visit,
        hall,
        channel=command.channel,
        care=command.care,
        by=command.by,
        reason=command.reason,
        now=work.now,
    )
    apply_undoable(decision, visit, hall, work)
    return await work.get(Visit, command.visit)


async def return_from_machine(command: ReturnFromMachine, work: UnitOfWork) -> Visit:
    """Let a diverted customer wait, as a machine says. Raises `DeviceRefused`, `NotFound`."""
    await _require_own(command.branch, command.visit, command.device, work)
    return await change_visit(diversions.return_to_queue, command.visit, work)


async def complete_at_machine(command: CompleteAtMachine, work: UnitOfWork) -> Visit:
    """End the visit of a diverted customer, as a machine says. Raises `DeviceRefused`, `NotFound`."""
    await _require_own(command.branch, command.visit, command.device, work)
    return await change_visit(diversions.complete_self_service, command.visit, work)


async def _require_own(branch: str, visit_id: str, device: str, work: UnitOfWork) -> None:
    await require_device(branch, device, work)
    visit = await work.get(Visit, visit_id)
    if visit.branch != branch:
        raise NotFound(f"visits/{visit_id[:64]}")

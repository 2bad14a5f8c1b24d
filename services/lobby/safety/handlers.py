"""Incidents are raised, attended and closed; loiterers are noticed and spoken to (D12)."""

import asyncio
from datetime import timedelta

from services.lobby.branch.domain.branches import Branch
from services.lobby.devices.handlers import require_device
from services.lobby.queue.domain.visits import Visit, VisitState
from services.lobby.safety.commands import (
    AddIncidentNote,
    AttendIncident,
    CallPolice,
    CloseIncident,
    RaiseIncident,
    ReportLoiterer,
    SetLoiteringLimit,
    SettleLoiterer,
)
from services.lobby.safety.domain import incidents, loiterers
from services.lobby.safety.domain.incidents import Incident, IncidentNote, NewIncident
from services.lobby.safety.domain.loiterers import Loiterer, LoiteringCheckDue, Vigilance
from shared.contracts.lobby import CustomerDiverted
from shared.contracts.words import Channel
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


async def raise_incident(command: RaiseIncident, work: UnitOfWork) -> None:
    """Raise an incident by one tap; a repeat changes nothing (D12)."""
    await work.get(Branch, command.branch)
    if await work.find(Incident, command.id) is None:
        work.apply(incidents.raise_incident(NewIncident(**vars(command)), work.now))


async def attend_incident(command: AttendIncident, work: UnitOfWork) -> None:
    """Attend to an incident (D12)."""
    work.apply(incidents.attend(await work.get(Incident, command.incident), command.by, work.now))


async def call_police(command: CallPolice, work: UnitOfWork) -> None:
    """Note that the police were called (D12)."""
    work.apply(incidents.call_police(await work.get(Incident, command.incident), command.by, work.now))


async def close_incident(command: CloseIncident, work: UnitOfWork) -> None:
    """Close an incident (D12)."""
    work.apply(incidents.close(await work.get(Incident, command.incident), command.by, work.now))


async def add_incident_note(command: AddIncidentNote, work: UnitOfWork) -> None:
    """Add a note to an incident; nothing is published (D12)."""
    branch = (await work.get(Incident, command.incident)).branch
    work.apply(Decision().save(IncidentNote(**vars(command), branch=branch, at=work.now)))


async def set_loitering_limit(command: SetLoiteringLimit, work: UnitOfWork) -> None:
    """Set the limit of a branch; it applies from now on (D12)."""
    await work.get(Branch, command.branch)
    vigilance = await vigilance_of(command.branch, work)
    work.apply(Decision().save(vigilance.evolve(minutes=command.minutes)))


async def report_loiterer(command: ReportLoiterer, work: UnitOfWork) -> None:
    """Take in what a camera sees (D12)."""
    await asyncio.gather(
        work.get(Branch, command.branch), require_device(command.branch, command.device, work)
    )
    loiterer = Loiterer(**vars(command), noticed_at=work.now)
    vigilance = await vigilance_of(command.branch, work)
    known = vigilance.open.get(loiterer.key)
    earlier = await work.find(Loiterer, known) if known else None
    limit = work.moment.lasting(timedelta(minutes=vigilance.minutes))
    work.apply(loiterers.notice(loiterer, vigilance, earlier, work.now, limit))


async def schedule_loitering_check(event: CustomerDiverted, work: UnitOfWork) -> None:
    """Expect that a customer sent to a machine is served there, or back, before the branch's limit (D12)."""
    if event.channel is Channel.SELF_SERVICE:
        minutes = (await vigilance_of(event.branch, work)).minutes
        work.apply(loiterers.schedule_check(event, minutes, work.due(timedelta(minutes=minutes))))


async def check_diverted(due: LoiteringCheckDue, work: UnitOfWork) -> None:
    """Notice a customer who is still at the machine when the limit is over (D12)."""
    visit = await work.find(Visit, due.visit)
    if visit is not None and visit.state is VisitState.DIVERTED and visit.channel is Channel.SELF_SERVICE:
        await work.find(Loiterer, due.loiterer)
        work.apply(loiterers.outstay(due, work.now))


async def settle_loiterer(command: SettleLoiterer, work: UnitOfWork) -> None:
    """Record the outcome for a loiterer (D12)."""
    loiterer = await work.get(Loiterer, command.loiterer)
    vigilance = await vigilance_of(loiterer.branch, work)
    work.apply(loiterers.settle(loiterer, vigilance, command.outcome, command.by, command.incident, work.now))


async def vigilance_of(branch: str, work: UnitOfWork) -> Vigilance:
    """Return the limit and the open loiterers of a branch."""
    return await work.find(Vigilance, branch) or Vigilance(id=branch)

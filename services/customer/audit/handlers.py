"""Handlers of break-glass, and of what is read in other services (Q1)."""

from services.customer.audit.commands import BreakGlass
from services.customer.audit.domain import glass as glasses
from services.customer.audit.domain.chain import AuditChain
from services.customer.audit.domain.elsewhere import ReadElsewhere
from services.customer.audit.domain.glass import Glass, GlassCount, GlassEndDue
from services.customer.audit.queries import find_glass, reads_under
from shared.branch_places import place_of
from shared.contracts.referral import SuitabilityRead
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


async def break_glass(command: BreakGlass, work: UnitOfWork) -> None:
    in_force = await work.query(find_glass, command.staff, command.customer, work.now)
    counted = f"{command.branch}:{command.staff}"
    count = await work.find(GlassCount, counted) or GlassCount(id=counted, day="")
    new = Glass(
        id=command.id,
        branch=command.branch,
        staff=command.staff,
        customer=command.customer,
        reason=command.reason,
        at=work.now,
        ends=work.due(glasses.LASTS),
    )
    day = (await place_of(command.branch, work)).day_of(work.now).isoformat()
    work.apply(glasses.break_glass(new, in_force, count, command.masked_name, day=day))


async def end_glass(due: GlassEndDue, work: UnitOfWork) -> None:
    """End a break-glass whose half hour is over (Q1)."""
    glass = await work.get(Glass, due.glass)
    chain = await work.find(AuditChain, glass.branch)
    counted = sum(one.times for one in chain.tallies if one.cause == glass.cause) if chain else 0
    work.apply(glasses.end_glass(glass, await work.query(reads_under, glass) + counted))


async def keep_reading(event: SuitabilityRead, work: UnitOfWork) -> None:
    """Keep what was read of a customer in `referral`, to be put on record (Q1)."""
    read = ReadElsewhere(
        id=work.cause.id,
        branch=event.branch,
        staff=event.read_by,
        customer=event.customer,
        fields=event.fields,
        purpose=event.purpose,
        at=work.cause.time,
    )
    work.apply(Decision().save(read))

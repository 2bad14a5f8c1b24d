"""Handlers of enrolment."""

import asyncio
from collections.abc import Iterable

from services.notify.security.recording import put_on_record
from services.notify.staff.commands import EnrolStaff
from services.notify.staff.domain import portfolios
from services.notify.staff.domain.administrators import ADMINISTRATORS, Administrators, weigh
from services.notify.staff.domain.directories import Directory
from services.notify.staff.domain.feeds import Feed
from services.notify.staff.domain.portfolios import Portfolio
from services.notify.staff.domain.staff import Staff, enrol
from shared.contracts.customer import PortfolioHeld
from shared.contracts.notify import SecurityKind
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


async def enrol_staff(command: EnrolStaff, work: UnitOfWork) -> None:
    """Enrol the person; their branches, those they leave included, are told of it. Roles of power may wait
    for a second administrator."""
    enrolment = command.enrolment
    before, feed, known = await asyncio.gather(
        work.find(Staff, enrolment.staff),
        work.find(Feed, enrolment.staff),
        work.find(Administrators, ADMINISTRATORS),
    )
    administrators = known or Administrators(id=ADMINISTRATORS)
    branches = dict.fromkeys((*enrolment.branches_from(before), *(before.branches if before else ())))
    directories = await directories_of(branches, work)
    by = work.cause.actor.removeprefix("staff:")
    enrolment = weigh(enrolment, before, administrators, by)
    ids = [f"{enrolment.staff}@{branch}" for branch in portfolios.leaves(enrolment, before)]
    held = [one for one in await asyncio.gather(*(work.find(Portfolio, id) for id in ids)) if one]
    work.apply(portfolios.waive(held, enrolment.leaves_because, by))
    work.apply(enrol(enrolment, before, feed, directories, work.now, by))
    after = await work.get(Staff, enrolment.staff)
    if (others := administrators.after(after)) != administrators:
        work.apply(Decision().save(others))
    if before is None or (before.roles, before.branches) != (after.roles, after.branches):
        kind, rights = SecurityKind.RIGHTS_CHANGED, after.model_dump(include={"roles", "branches"})
        put_on_record(kind, after.id, work, **rights)
    if after.proposed:
        put_on_record(SecurityKind.RIGHTS_PROPOSED, after.id, work, roles=after.proposed)
    if before is not None and before.factor and not after.factor:
        put_on_record(SecurityKind.SECOND_FACTOR_ENDED, after.id, work)
    if enrolment.password:
        put_on_record(SecurityKind.PASSWORD_SET, after.id, work)


async def keep_portfolio(event: PortfolioHeld, work: UnitOfWork) -> None:
    """Note what an account manager holds (W2)."""
    id = f"{event.staff}@{event.branch}"
    known = await work.find(Portfolio, id) or Portfolio(id=id, branch=event.branch, staff=event.staff)
    work.apply(Decision().save(known.evolve(customers=event.customers, open_items=event.open_items)))


async def directories_of(branches: Iterable[str], work: UnitOfWork) -> dict[str, Directory]:
    """Return the directories of these branches; of a new branch, an empty one."""
    wanted = list(branches)
    found = await asyncio.gather(*(work.find(Directory, branch) for branch in wanted))
    return {branch: one or Directory(id=branch) for branch, one in zip(wanted, found, strict=True)}

"""Handlers of enrolment."""

import asyncio
from collections.abc import Iterable

from services.notify.staff.commands import EnrolStaff
from services.notify.staff.domain.directories import Directory
from services.notify.staff.domain.feeds import Feed
from services.notify.staff.domain.staff import Staff, enrol
from shared.unit_of_work import UnitOfWork


async def enrol_staff(command: EnrolStaff, work: UnitOfWork) -> None:
    """Enrol the person; their branches, those they leave included, are told of it."""
    enrolment = command.enrolment
    before, feed = await asyncio.gather(work.find(Staff, enrolment.staff), work.find(Feed, enrolment.staff))
    branches = dict.fromkeys((*enrolment.branches_from(before), *(before.branches if before else ())))
    directories = await directories_of(branches, work)
    work.apply(enrol(enrolment, before, feed, directories, work.now))


async def directories_of(branches: Iterable[str], work: UnitOfWork) -> dict[str, Directory]:
    """Return the directories of these branches; of a new branch, an empty one."""
    wanted = list(branches)
    found = await asyncio.gather(*(work.find(Directory, branch) for branch in wanted))
    return {branch: one or Directory(id=branch) for branch, one in zip(wanted, found, strict=True)}

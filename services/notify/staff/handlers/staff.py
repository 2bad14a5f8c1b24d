"""Somebody joins the staff, or what is known of them changes."""

import asyncio

from services.notify.feed.domain.entries import Feed
from services.notify.staff.domain.directories import Directory
from services.notify.staff.domain.staff import Enrolment, Staff, enrol
from shared.unit_of_work import UnitOfWork


async def enrol_staff(enrolment: Enrolment, work: UnitOfWork) -> None:
    """Their branches, those they leave too, learn who they are."""
    before, feed = await asyncio.gather(work.find(Staff, enrolment.staff), work.find(Feed, enrolment.staff))
    branches = dict.fromkeys((*enrolment.branches_from(before), *(before.branches if before else ())))
    directories = await directories_of(branches, work)
    work.apply(enrol(enrolment, before, feed, directories, work.now))


async def directories_of(
    branches: "dict[str, None] | tuple[str, ...]", work: UnitOfWork
) -> dict[str, Directory]:
    """The directories of these branches; of a new branch, an empty one."""
    found = await asyncio.gather(*(work.find(Directory, branch) for branch in branches))
    return {branch: one or Directory(id=branch) for branch, one in zip(branches, found, strict=True)}

"""Somebody joins the staff, or what is known of them changes."""

import asyncio

from services.notify.feed.domain.entries import Feed
from services.notify.staff.domain.directories import Directory
from services.notify.staff.domain.staff import Enrolment, Staff, enrol
from shared.unit import Unit


async def enrol_staff(enrolment: Enrolment, unit: Unit) -> None:
    """Their branches, those they leave too, learn who they are."""
    before, feed = await asyncio.gather(unit.find(Staff, enrolment.staff), unit.find(Feed, enrolment.staff))
    branches = dict.fromkeys((*enrolment.branches_from(before), *(before.branches if before else ())))
    directories = await directories_of(branches, unit)
    unit.keep(enrol(enrolment, before, feed, directories, unit.now))


async def directories_of(branches: "dict[str, None] | tuple[str, ...]", unit: Unit) -> dict[str, Directory]:
    """The directories of these branches; of a new branch, an empty one."""
    found = await asyncio.gather(*(unit.find(Directory, branch) for branch in branches))
    return {branch: one or Directory(id=branch) for branch, one in zip(branches, found, strict=True)}

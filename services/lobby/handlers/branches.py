"""Branches and their settings."""

import asyncio

from services.lobby.domain.branches import Branch, open_branch
from services.lobby.domain.halls import Hall
from shared.unit import Unit


async def set_up_branch(branch: Branch, unit: Unit) -> None:
    """A branch joins or changes; what is in its hall stays."""
    _, before = await asyncio.gather(unit.find(Branch, branch.id), unit.find(Hall, branch.id))
    unit.keep(open_branch(branch).put(Hall.of(branch, unit.now, before)))

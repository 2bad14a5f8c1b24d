"""Builders for tests of the day: a branch with two counters, and a reason to go on all the same."""

from services.lobby.branch.domain.branches import Branch
from services.lobby.day.domain.days import DayOverride
from services.lobby.settings.handlers import set_up_branch
from shared.contracts.lobby import OverrideReason
from shared.contracts.words import TicketClass
from tests.unit.acting import World

ALL = (TicketClass.VIP, TicketClass.CARE, TicketClass.ORDINARY)
DAY = "2026-03-02"
WHY = DayOverride(OverrideReason.SUPPLIES_LATE, b"sealed")


async def branch(**changes: object) -> World:
    world = World("lobby")
    known = Branch(id="B1", name_zh="一", name_en="One", counters={"1": ALL, "2": ALL}).evolve(**changes)
    await world.act(set_up_branch, known)
    world.published.clear()
    return world

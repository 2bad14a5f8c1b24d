"""Branches and their settings."""

import asyncio
from dataclasses import dataclass

from services.lobby.domain.branches import Branch, Rules, set_up
from services.lobby.domain.halls import Hall
from services.lobby.domain.transactions import Transaction
from services.lobby.handlers.forecasts import tell_anew
from shared.unit import Unit


@dataclass(frozen=True)
class NewRules:
    """How a branch calls from now on; None leaves what is."""

    branch: str
    by: str
    rules: Rules | None = None
    transactions: dict[str, Transaction] | None = None


async def set_up_branch(branch: Branch, unit: Unit) -> None:
    """A branch joins or changes; what is in its hall stays."""
    known, before = await asyncio.gather(unit.find(Branch, branch.id), unit.find(Hall, branch.id))
    by = unit.cause.actor.removeprefix("staff:")
    unit.keep(set_up(branch, known, by).put(Hall.of(branch, unit.now, before)))
    if before is not None:
        await tell_anew(before, unit, "settings_changed")


async def change_rules(new: NewRules, unit: Unit) -> None:
    """The rules change while the day runs, and apply from now on."""
    known, hall = await asyncio.gather(unit.get(Branch, new.branch), unit.get(Hall, new.branch))
    changes = {name: value for name in ("rules", "transactions") if (value := getattr(new, name)) is not None}
    branch = known.but(**changes)
    unit.keep(set_up(branch, known, new.by).put(Hall.of(branch, unit.now, hall)))
    await tell_anew(hall, unit, "settings_changed")

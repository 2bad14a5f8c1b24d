"""Branches and their settings."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.lobby.branch.domain.branches import Branch, Rules, changed, day_of, set_up
from services.lobby.branch.domain.halls import Hall
from services.lobby.branch.domain.transactions import Transaction
from services.lobby.day.domain import days
from services.lobby.day.domain.days import BranchDay, day_id
from services.lobby.queue.domain.counters import taken_out
from services.lobby.queue.handlers.forecasts import tell_anew
from shared.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NewSettings:
    """What is `given` of a branch's settings; what is left out stays."""

    branch: str
    given: Mapping[str, Any]


@dataclass(frozen=True)
class NewRules:
    """How a branch calls from now on; what is None, or was not set, stays. A transaction that is None is not
    done any more."""

    branch: str
    by: str
    rules: Rules | None = None
    transactions: Mapping[str, Transaction | None] | None = None


async def change_branch(new: NewSettings, work: UnitOfWork) -> None:
    """A branch joins, or some of its settings change."""
    known = await work.find(Branch, new.branch)
    await set_up_branch(changed(new.branch, known, new.given), work)


async def change_rules(new: NewRules, work: UnitOfWork) -> None:
    """The rules change while the day runs."""
    known = await work.get(Branch, new.branch)
    given: dict[str, Any] = {}
    if new.rules is not None:
        given["rules"] = new.rules.model_dump(exclude_unset=True)
    if new.transactions is not None:
        given["transactions"] = {
            word: one and one.model_dump(exclude_unset=True) for word, one in new.transactions.items()
        }
    await set_up_branch(changed(new.branch, known, given), work)


async def set_up_branch(branch: Branch, work: UnitOfWork) -> None:
    """The settings apply from now on; what is in the hall stays, and the day that runs goes on."""
    known, before = await asyncio.gather(work.find(Branch, branch.id), work.find(Hall, branch.id))
    by = work.cause.actor.removeprefix("staff:")
    hall = Hall.of(branch, work.now, before)
    left = taken_out(before, hall) if before else []
    work.apply(set_up(branch, known, by).save(hall, *left))
    if known is not None and known.timezone != branch.timezone:
        await _correct_day(known, branch, work)
    if before is not None:
        await tell_anew(before, work, "settings_changed")


async def _correct_day(known: Branch, branch: Branch, work: UnitOfWork) -> None:
    was, now = await asyncio.gather(
        *(work.find(BranchDay, day_id(one.id, day_of(one.timezone, work.now))) for one in (known, branch))
    )
    if was is not None:
        work.apply(days.move(was, branch, now, work.now))

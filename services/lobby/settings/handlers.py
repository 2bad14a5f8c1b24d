"""Settings of branches are changed; they apply at once (D2, D8)."""

import asyncio

from services.lobby.branch.domain.branches import Branch, changed, day_of, set_up
from services.lobby.branch.domain.halls import Hall
from services.lobby.day.domain import days
from services.lobby.day.domain.days import BranchDay, day_id
from services.lobby.queue.domain.counters import taken_out
from services.lobby.queue.handlers.forecasts import publish_forecasts
from services.lobby.settings.commands import ChangeBranch, ChangeRules, ChangeTransactions
from shared.unit_of_work import UnitOfWork


async def change_branch(command: ChangeBranch, work: UnitOfWork) -> None:
    """Add a branch, or change some of its settings."""
    known = await work.find(Branch, command.branch)
    await set_up_branch(changed(command.branch, known, command.given), work)


async def change_rules(command: ChangeRules, work: UnitOfWork) -> None:
    """Change how a branch calls and diverts while the day runs."""
    known = await work.get(Branch, command.branch)
    rules = command.rules.model_dump(exclude_unset=True)
    await set_up_branch(changed(command.branch, known, {"rules": rules}), work)


async def change_transactions(command: ChangeTransactions, work: UnitOfWork) -> None:
    """Change the transactions of a branch while the day runs."""
    known = await work.get(Branch, command.branch)
    given = {need: one and one.model_dump(exclude_unset=True) for need, one in command.transactions.items()}
    await set_up_branch(changed(command.branch, known, {"transactions": given}), work)


async def set_up_branch(branch: Branch, work: UnitOfWork) -> None:
    """Save a branch with its hall; those in the hall stay, and the day that runs goes on."""
    known, before = await asyncio.gather(work.find(Branch, branch.id), work.find(Hall, branch.id))
    by = work.cause.actor.removeprefix("staff:")
    hall = Hall.of(branch, work.now, before)
    left = taken_out(before, hall) if before else []
    work.apply(set_up(branch, known, by).save(hall, *left))
    if known is not None and known.timezone != branch.timezone:
        await _correct_day(known, branch, work)
    if before is not None:
        await publish_forecasts(before, work, "settings_changed")


async def _correct_day(known: Branch, branch: Branch, work: UnitOfWork) -> None:
    was, now = await asyncio.gather(
        *(work.find(BranchDay, day_id(one.id, day_of(one.timezone, work.now))) for one in (known, branch))
    )
    if was is not None:
        work.apply(days.move(was, branch, now, work.now))

"""Looking for important dates in the background (A1): each replica takes up the rounds that are under way.

The files with a date are found by keyed hashes, of which the handlers have no key; what is found is a command
for each page of customers. A round that a kill ends begins again, and notes nobody twice.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from datetime import date, timedelta

from pymongo.errors import PyMongoError

from services.customer.contacts.commands import EndDates, NoteDates
from services.customer.contacts.domain.dates import PASSED_FOR, DateRound, DateSign, has_passed, is_new
from services.customer.contacts.queries import find_rhythms, load_plans, rounds_under_way
from services.customer.files.domain.dates import marks_on
from services.customer.files.queries import by_name
from services.customer.files.sealing import date_key
from services.customer.nights.domain import PAGE
from shared.clock import now
from shared.commands import Command
from shared.errors import Unavailable
from shared.runtime import ServiceRuntime
from shared.telemetry import log
from shared.unit_of_work import Cause

LOOK_EVERY = 2.0
SAME_DAY_AT_MOST = 20_000
"""Customers of a branch whose dates are on one day, at most."""


async def keep_looking(runtime: ServiceRuntime) -> None:
    """Take up the rounds that are under way, one after the other, for ever."""
    while True:
        if runtime.ready:
            try:
                for round in await rounds_under_way(runtime.store):
                    await look(runtime, round)
            except (PyMongoError, Unavailable) as error:
                log.warning("dates_wait", error=type(error).__name__)
        await asyncio.sleep(LOOK_EVERY)


async def look(runtime: ServiceRuntime, round: DateRound) -> None:
    """Find the dates of a branch that are near or have passed, have them noted, and end the round. Raises
    `Unavailable`."""
    today = date.fromisoformat(round.day)
    ahead = (await find_rhythms(runtime.store, round.id)).ahead
    near = [sign async for sign in _signs(runtime, round.id, _days(today, 0, ahead + 1), passed=False)]
    passed = [sign async for sign in _signs(runtime, round.id, _days(today, -PASSED_FOR, 0), passed=True)]
    for number, page in enumerate(_pages(near)):
        await _do(runtime, round, NoteDates(round.id, near=page), f"near:{number}")
    for number, page in enumerate(_pages(passed)):
        await _do(runtime, round, NoteDates(round.id, passed=page), f"passed:{number}")
    await _do(runtime, round, EndDates(round.id, round.run), "end")
    log.info("dates_looked_for", branch=round.id, near=len(near), passed=len(passed))


def _days(today: date, first: int, end: int) -> Iterator[date]:
    return (today + timedelta(days=after) for after in range(first, end))


async def _signs(
    runtime: ServiceRuntime, branch: str, days: Iterable[date], *, passed: bool
) -> AsyncIterator[DateSign]:
    """Yield the customers of a branch with a date on one of these days for whom there is something to do."""
    blind, wanted = runtime.settings.key("blind_key"), has_passed if passed else is_new
    for day in days:
        for mark in marks_on(day):
            key = date_key(blind, branch, mark)
            found = await by_name(runtime.store, key, SAME_DAY_AT_MOST, share=1.0)
            for plan in await load_plans(runtime.store, [one.id for one in found]):
                sign = DateSign(customer=plan.id, key=key, year=day.year)
                if wanted(plan, sign):
                    yield sign


def _pages(signs: Sequence[DateSign]) -> Iterator[tuple[DateSign, ...]]:
    return (tuple(signs[first : first + PAGE]) for first in range(0, len(signs), PAGE))


async def _do(runtime: ServiceRuntime, round: DateRound, command: Command, part: str) -> None:
    cause = Cause(
        id=f"dates:{round.id}:{round.run}:{part}",
        kind=command.name,
        time=now(),
        branch=round.id,
        correlation_id=round.id,
    )
    await runtime.execute(command, cause)

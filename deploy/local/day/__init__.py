"""A branch day, played by people and machines at ten times speed: opened, busy, closed, reported.

morning ─▶ ordinary business, with a scene for every duty ─▶ evening ─▶ which duty was shown by what
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from deploy.local.clients import Refused
from deploy.local.day import business as business_half
from deploy.local.day import traffic
from deploy.local.day.cast import Cast, assembled, rest
from deploy.local.day.episodes import EPISODES
from deploy.local.day.evening import evening
from deploy.local.day.morning import morning
from deploy.local.day.portfolios import portfolios
from deploy.local.day.relationship import SCENES
from deploy.local.seed import Seeded
from deploy.local.stack import Stack

Episode = Callable[[Cast], Awaitable[object]]
UNFINISHED = "a scene was not played to its end"


async def play_day(stack: Stack, seeded: Seeded, minutes: float, say: Callable[[str], None]) -> None:
    """One day that is open for `minutes` of the branch's time at least, and until every scene was played."""
    async with assembled(stack, seeded, say) as cast, asyncio.TaskGroup() as day:
        all_day = [day.create_task(work()) for work in traffic.ordinary(cast)]
        say("营业前准备 · before opening")
        await asyncio.gather(morning(cast), portfolios(cast), business_half.before_business(cast))
        say("营业中 · open")
        business = [day.create_task(work()) for work in traffic.open_hours(cast)]
        await asyncio.gather(
            _scenes(EPISODES, cast, minutes),
            _scenes(SCENES, cast, minutes),
            _scenes(business_half.SCENES, cast, minutes),
            rest(minutes * 60),
        )
        await _end(business)
        say("营业结束后 · after closing")
        await evening(cast)
        await _end(all_day)


async def _scenes(episodes: Sequence[Episode], cast: Cast, minutes: float) -> None:
    """The scenes begin one after the other, spread over the day, and may overlap."""
    pause = minutes * 60 / (len(episodes) + 1)
    async with asyncio.TaskGroup() as scenes:
        for episode in episodes:
            scenes.create_task(_played(episode, cast))
            await rest(pause)


async def _played(episode: Episode, cast: Cast) -> None:
    """Play a scene; one that fails is reported, and the day goes on."""
    try:
        await episode(cast)
    except (Refused, TimeoutError) as error:
        zh, en = (error.zh, error.en) if isinstance(error, Refused) else ("无人前来", "nobody came")
        cast.line(f"一幕未能演完：{zh}", f"{UNFINISHED} ({episode.__name__}): {en}")


async def _end(works: list[asyncio.Task[Any]]) -> None:
    for work in works:
        work.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*works)

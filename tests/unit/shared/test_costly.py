"""Costly reads: a few at a time, the same one once, and a refusal beyond."""

import asyncio

import pytest

from shared.costly import AT_ONCE, LASTS, MOST_OF_ONE, MOST_WAITING, REMEMBERED, Costly, TooManyReads


async def test_a_few_are_done_at_a_time_and_the_others_wait_in_line():
    costly, at_work, most, done = Costly(), 0, 0, 0

    async def read(who: str) -> None:
        nonlocal at_work, most, done
        async with costly.turn(who):
            at_work += 1
            most = max(most, at_work)
            await asyncio.sleep(0)
            at_work -= 1
            done += 1

    await asyncio.gather(*(read(f"staff.{number}") for number in range(AT_ONCE + MOST_WAITING)))
    assert (most, done) == (AT_ONCE, AT_ONCE + MOST_WAITING)


async def test_beyond_that_it_is_refused_with_when_to_come_again():
    costly, end = Costly(), asyncio.Event()

    async def read(who: str) -> None:
        async with costly.turn(who):
            await end.wait()

    asked = [asyncio.create_task(read(f"staff.{number}")) for number in range(20)]
    await asyncio.sleep(0)
    end.set()
    answers = await asyncio.gather(*asked, return_exceptions=True)
    refused = [one for one in answers if isinstance(one, TooManyReads)]
    assert len(refused) == 20 - AT_ONCE - MOST_WAITING
    assert (refused[0].status, refused[0].headers) == (503, {"Retry-After": "5"})
    await read("staff.1")


async def test_one_person_leaves_turns_for_the_others():
    costly, end = Costly(), asyncio.Event()

    async def read(who: str) -> None:
        async with costly.turn(who):
            await end.wait()

    asked = [asyncio.create_task(read("li.na")) for _ in range(20)]
    asked.append(asyncio.create_task(read("zhao.lei")))
    await asyncio.sleep(0)
    end.set()
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(one is None for one in answers) == MOST_OF_ONE + 1
    assert answers[-1] is None


async def test_the_same_is_made_once_however_many_ask():
    costly, made = Costly(), 0

    async def make() -> int:
        nonlocal made
        made += 1
        await asyncio.sleep(0)
        return made

    assert await asyncio.gather(*(costly.once("day", make) for _ in range(20))) == [1] * 20
    assert await costly.once("another day", make) == 2
    assert await costly.once("day", make) == 3


async def test_what_took_long_is_remembered_for_ten_times_as_long():
    now, made = [100.0], 0
    costly = Costly(lambda: now[0])

    async def make() -> int:
        nonlocal made
        made += 1
        now[0] += 2.0
        return made

    assert await costly.once("day", make) == 1
    now[0] += LASTS * 2.0
    assert await costly.once("day", make) == 1
    now[0] += 0.1
    assert await costly.once("day", make) == 2
    for number in range(REMEMBERED):
        await costly.once(number, make)
    assert await costly.once("day", make) == REMEMBERED + 3


async def test_what_failed_is_made_again():
    costly, answers = Costly(), [ZeroDivisionError(), None]

    async def make() -> str:
        if (error := answers.pop(0)) is not None:
            raise error
        return "made"

    with pytest.raises(ZeroDivisionError):
        await costly.once("day", make)
    assert await costly.once("day", make) == "made"

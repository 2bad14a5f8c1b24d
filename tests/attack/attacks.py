"""Every attack by its name, and how it is carried out: in a process of its own."""

import asyncio
import os
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from deploy.local.clients import Account, Staff
from deploy.local.stack import Stack
from tests.attack.people import Person, Stranger
from tests.attack.thief import Thief
from tests.stage import PASSWORD

NAMES = (
    "too large",
    "flood over AMQP",
    "flood over HTTP",
    "number blocks",
    "answers refused",
    "connections",
    "streams",
    "exports",
    "sign-in",
    "large bodies",
)
UNIMPORTANT = 10
"""The niceness of attackers: their own work is not done by the bank's machine."""


@dataclass(frozen=True)
class Place:
    """The place of the attackers: the stack, a branch's machine, and a person of it."""

    state: Path
    account: Account
    staff: str


@dataclass(frozen=True)
class Attack:
    """One attack by its name, and what carries it out until a moment; `met` counts what it met."""

    carry_out: Callable[[float], Awaitable[None]]
    met: Counter[str]


def attacks(thief: Thief, person: Person, stranger: Stranger) -> dict[str, Attack]:
    """Return every attack by name: those of `NAMES`."""
    return {
        "too large": Attack(thief.sends_what_is_too_large, thief.met),
        "flood over AMQP": Attack(thief.floods_the_broker, thief.met),
        "flood over HTTP": Attack(thief.floods_over_http, thief.met),
        "number blocks": Attack(thief.takes_all_numbers, thief.met),
        "answers refused": Attack(thief.refuses_its_answers, thief.met),
        "connections": Attack(thief.opens_connections, thief.met),
        "streams": Attack(person.opens_streams, person.met),
        "exports": Attack(person.exports_without_a_pause, person.met),
        "sign-in": Attack(stranger.tries_to_sign_in, stranger.met),
        "large bodies": Attack(stranger.sends_large_bodies, stranger.met),
    }


def carried_out(place: Place, name: str, seconds: float) -> dict[str, int]:
    """Carry out one attack, in a process of its own; return what it met, how often."""

    async def attack() -> Counter[str]:
        stack = Stack(place.state)
        staff = await Staff(stack.url(), place.staff, PASSWORD).sign_in()
        person = Person(stack, staff, place.account.branch)
        chosen = attacks(Thief(stack, place.account), person, Stranger(stack))[name]
        await chosen.carry_out(time.monotonic() + seconds)
        await staff.close()
        return chosen.met

    os.nice(UNIMPORTANT)
    return dict(asyncio.run(attack()).most_common(6))


def apart(place: Place, name: str, seconds: float) -> dict[str, int]:
    """Carry out an attack in a process of its own, so that it is not in the way of those who watch."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(carried_out, place, name, seconds).result()

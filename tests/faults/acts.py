"""Acts of people who do not give up, and how often each event must be there for each thing."""

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any
from uuid import uuid4

from deploy.local.clients import Staff

Confirmed = Callable[[Callable[[], Awaitable[Any]]], Awaitable[Any]]
"""Sends again until there is an answer."""


@dataclass
class Acts:
    """The acts confirmed to people: how often each event must be there for each thing."""

    acts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def done(self, thing: str, service: str, *kinds: str) -> None:
        """Note that acts were confirmed."""
        self.acts[thing].update(f"foyer.{service}.{kind}.v1" for kind in kinds)

    def wrong(self, acts: dict[str, Counter[str]]) -> list[str]:
        """Return what the events say otherwise than it was confirmed: too few is lost, too many is twice."""
        return [
            f"{thing}: {acts[thing][kind]} {kind}, confirmed {times}"
            for thing, several in self.acts.items()
            for kind, times in several.items()
            if acts[thing][kind] != times
        ]


@dataclass
class People:
    """People of a branch by the word for their part; what they ask is sent again until it is confirmed."""

    people: dict[str, Staff]
    chance: Random
    confirmed: Confirmed

    async def post(self, who: str, path: str, content: Any = None) -> Any:
        """Post under a key of its own until it is confirmed."""
        return await self.confirmed(partial(self.people[who].post, path, content, key=uuid4().hex))

    async def put(self, who: str, path: str, content: Any) -> Any:
        """Put under a key of its own until it is confirmed."""
        return await self.confirmed(partial(self.people[who].put, path, content, key=uuid4().hex))

    async def get(self, who: str, path: str, **query: Any) -> Any:
        """Ask until there is an answer."""
        return await self.confirmed(partial(self.people[who].get, path, **query))

    def id_of(self, who: str) -> str:
        """Return the staff id of a person."""
        return self.people[who].staff

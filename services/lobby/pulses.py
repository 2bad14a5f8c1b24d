"""Heartbeats: gathered in memory, written together every few seconds, and no transaction for any of them.

    device ─▶ note ─▶ (5 s) ─▶ one lazy update a branch ─▶ who is silent or new by the board? ─▶ line

What is lost with a process is lost without harm: the next heartbeat comes in 20 s.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from weakref import WeakKeyDictionary

from pymongo import UpdateOne
from pymongo.errors import PyMongoError

from services.lobby.domain.equipment import Equipment, Pulse
from services.lobby.handlers.equipment import Heard, hear_again
from shared import clock
from shared.line import Work
from shared.service import Running
from shared.store import Store
from shared.telemetry import log
from shared.unit import Cause

WRITTEN_EVERY = 5.0


async def write_pulses(store: Store, heard: dict[str, dict[str, datetime]]) -> None:
    """When devices were last heard, by branch; a later time stays. May be lost without harm."""
    writes = [
        UpdateOne(
            {"_id": branch}, {"$max": {f"heard.{name}": at for name, at in devices.items()}}, upsert=True
        )
        for branch, devices in heard.items()
    ]
    await store.lazy[Pulse.collection].bulk_write(writes, ordered=False)


async def who_is_heard(store: Store, branches: list[str]) -> dict[str, tuple[set[str], set[str]]]:
    """The devices that these branches take for silent, and those whose heartbeats they know of."""
    found = store.db[Equipment.collection].find({"_id": {"$in": branches}}, {"machines": 1})
    return {
        raw["_id"]: (
            {name for name, one in raw["machines"].items() if one["silent"]},
            {name for name, one in raw["machines"].items() if one["beats"]},
        )
        async for raw in found
    }


@dataclass
class Beats:
    """What was heard at one branch since it was last written: when, and from whom by a heartbeat."""

    at: dict[str, datetime] = field(default_factory=dict)
    beating: set[str] = field(default_factory=set)


class Pulses:
    """What one process has heard of devices and not yet written."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._heard: dict[str, Beats] = {}
        self._writing: asyncio.Task[None] | None = None

    def note(self, branch: str, device: str, *, beats: bool) -> None:
        """A device is alive."""
        heard = self._heard.setdefault(branch, Beats())
        heard.at[device] = clock.now()
        if beats:
            heard.beating.add(device)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(), name="pulses")

    async def _write(self) -> None:
        """As long as there is anything to write."""
        while self._heard:
            await asyncio.sleep(WRITTEN_EVERY / self._running.settings.pace)
            heard, self._heard = self._heard, {}
            try:
                await self._settle(heard)
            except PyMongoError as error:
                log.warning("pulses_wait", error=type(error).__name__)
                for branch, beats in heard.items():
                    self._keep(branch, beats)

    def _keep(self, branch: str, old: Beats) -> None:
        new = self._heard.setdefault(branch, Beats())
        new.at = {**old.at, **new.at}
        new.beating |= old.beating

    async def _settle(self, heard: dict[str, Beats]) -> None:
        await write_pulses(self._running.store, {branch: beats.at for branch, beats in heard.items()})
        boards = await who_is_heard(self._running.store, list(heard))
        for branch, beats in heard.items():
            silent, watched = boards.get(branch, (set(), set()))
            back = Heard(branch, tuple(silent & beats.at.keys()), tuple(beats.beating - watched))
            if back.devices or back.beating:
                cause = Cause(clock.new_id(), "hear_again", clock.now(), branch=branch)
                body = b"{}"  # a refusal is parked, and nobody waits for an answer
                self._running.line_of(branch).submit(Work(cause, hear_again, back, body=body))


_pulses: "WeakKeyDictionary[Running, Pulses]" = WeakKeyDictionary()


def pulses_of(running: Running) -> Pulses:
    """The pulses that a running service has heard."""
    if running not in _pulses:
        _pulses[running] = Pulses(running)
    return _pulses[running]

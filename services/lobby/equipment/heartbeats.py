"""Heartbeats: gathered in memory, written together every few seconds, and no transaction for any of them.

    device ─▶ note ─▶ (5 s) ─▶ one lazy update a branch ─▶ who is silent or new by the board? ─▶ line

What is lost with a process is lost without harm: the next heartbeat comes in 20 s.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from pymongo import UpdateOne
from pymongo.errors import PyMongoError

from services.lobby.devices.domain.device_clocks import DeviceClock
from services.lobby.devices.domain.equipment import Equipment, Pulse
from services.lobby.equipment.handlers.device_clocks import ClockNews, note_clocks
from services.lobby.equipment.handlers.faults import Heard, hear_again
from shared.clock import new_id, now
from shared.runtime import ServiceRuntime
from shared.store import Store
from shared.telemetry import log
from shared.unit_of_work import Cause, Handler
from shared.work import MessageItem

WRITTEN_EVERY = 5.0


Clocks = dict[tuple[str, str], DeviceClock]


async def write_pulses(
    store: Store, heard: dict[str, dict[str, datetime]], clocks: Clocks | None = None
) -> None:
    """When devices were last heard, by branch, and what is known of their clocks; a later time stays. May be
    lost without harm."""
    known = clocks or {}
    writes = []
    for branch, devices in heard.items():
        change: dict[str, Any] = {"$max": {f"heard.{name}": at for name, at in devices.items()}}
        if of := {name: known[branch, name] for name in devices if (branch, name) in known}:
            change["$set"] = {f"clocks.{name}": one.model_dump() for name, one in of.items()}
        writes.append(UpdateOne({"_id": branch}, change, upsert=True))
    await store.lazy[Pulse.collection].bulk_write(writes, ordered=False)


async def read_clocks(store: Store) -> Clocks:
    """What is known of the clocks of all devices."""
    found = store.db[Pulse.collection].find({"clocks": {"$exists": True}}, {"clocks": 1})
    return {
        (raw["_id"], name): DeviceClock.model_validate(one)
        async for raw in found
        for name, one in raw["clocks"].items()
    }


class Board(NamedTuple):
    """The devices that a branch takes for silent, those whose heartbeats it knows of, and those of whom it
    was told that their clocks are wrong."""

    silent: set[str] = set()
    watched: set[str] = set()
    wrong: set[str] = set()


async def who_is_heard(store: Store, branches: list[str]) -> dict[str, Board]:
    """What these branches know of their devices."""
    found = store.db[Equipment.collection].find({"_id": {"$in": branches}}, {"machines": 1})
    return {
        raw["_id"]: Board(
            {name for name, one in raw["machines"].items() if one["silent"]},
            {name for name, one in raw["machines"].items() if one["beats"]},
            {name for name, one in raw["machines"].items() if one.get("clock_off") is not None},
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

    def __init__(self, runtime: ServiceRuntime) -> None:
        self._runtime = runtime
        self._heard: dict[str, Beats] = {}
        self._clocks: Clocks = {}
        self._writing: asyncio.Task[None] | None = None

    def know(self, clocks: Clocks) -> None:
        """What was known of clocks before this process was."""
        self._clocks = {**clocks, **self._clocks}

    def clock_of(self, branch: str, device: str) -> DeviceClock:
        """What is known of the clock of a device."""
        return self._clocks.get((branch, device)) or DeviceClock()

    def note(self, branch: str, device: str, *, beats: bool, clock: DeviceClock | None = None) -> None:
        """A device is alive, and its clock is as it shows."""
        if clock is not None:
            self._clocks[branch, device] = clock
        heard = self._heard.setdefault(branch, Beats())
        heard.at[device] = now()
        if beats:
            heard.beating.add(device)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(), name="pulses")

    async def _write(self) -> None:
        """As long as there is anything to write."""
        while self._heard:
            await asyncio.sleep(WRITTEN_EVERY / self._runtime.settings.pace)
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
        at = {branch: beats.at for branch, beats in heard.items()}
        await write_pulses(self._runtime.store, at, self._clocks)
        boards = await who_is_heard(self._runtime.store, list(heard))
        for branch, beats in heard.items():
            board = boards.get(branch, Board())
            back = Heard(branch, tuple(board.silent & beats.at.keys()), tuple(beats.beating - board.watched))
            if back.devices or back.beating:
                self._submit(branch, hear_again, back)
            off = {name: self.clock_of(branch, name).off for name in beats.at}
            wrong = {name: by for name, by in off.items() if by is not None and name not in board.wrong}
            right = tuple(name for name, by in off.items() if by is None and name in board.wrong)
            if wrong or right:
                self._submit(branch, note_clocks, ClockNews(branch, wrong, right))

    def _submit(self, branch: str, handler: Handler, content: Any) -> None:
        """Put it in line. A refusal is parked, and nobody waits for an answer."""
        cause = Cause(new_id(), handler.__name__, now(), branch=branch)
        self._runtime.worker_of(branch).submit(
            MessageItem(cause=cause, content=content, handler=handler, body=b"{}")
        )


_pulses: "WeakKeyDictionary[ServiceRuntime, Pulses]" = WeakKeyDictionary()


def pulses_of(runtime: ServiceRuntime) -> Pulses:
    """The pulses that a running service has heard."""
    if runtime not in _pulses:
        _pulses[runtime] = Pulses(runtime)
    return _pulses[runtime]


async def recall_clocks(runtime: ServiceRuntime) -> None:
    """Before anything is heard: what was known of the clocks of devices."""
    pulses_of(runtime).know(await read_clocks(runtime.store))

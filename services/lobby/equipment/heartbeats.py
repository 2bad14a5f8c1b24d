"""Heartbeats: gathered in memory, written together every few seconds, without a transaction for each.

    device ─▶ note ─▶ (5 s) ─▶ one lazy update a branch ─▶ which devices are back or new? ─▶ command worker

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
from services.lobby.devices.domain.equipment import Equipment, Heartbeats
from services.lobby.equipment.commands import NoteClocks, NoteHeartbeats
from shared.clock import new_id, now
from shared.commands import Command
from shared.runtime import ServiceRuntime
from shared.store import Store
from shared.telemetry import log
from shared.unit_of_work import Cause
from shared.work import MessageItem

WRITTEN_EVERY = 5.0
"""Seconds at pace 1."""
Clocks = dict[tuple[str, str], DeviceClock]
"""Clocks of devices, by branch and device."""


async def write_heartbeats(
    store: Store, last_seen: dict[str, dict[str, datetime]], clocks: Clocks | None = None
) -> None:
    """Write when devices were last seen, by branch, and the state of their clocks; a later time stays. May be
    lost without harm."""
    known = clocks or {}
    writes = []
    for branch, devices in last_seen.items():
        change: dict[str, Any] = {"$max": {f"last_seen.{name}": at for name, at in devices.items()}}
        if of := {name: known[branch, name] for name in devices if (branch, name) in known}:
            change["$set"] = {f"clocks.{name}": one.model_dump() for name, one in of.items()}
        writes.append(UpdateOne({"_id": branch}, change, upsert=True))
    await store.lazy[Heartbeats.collection].bulk_write(writes, ordered=False)


async def read_clocks(store: Store) -> Clocks:
    """Return the state of the clocks of all devices."""
    found = store.db[Heartbeats.collection].find({"clocks": {"$exists": True}}, {"clocks": 1})
    return {
        (raw["_id"], name): DeviceClock.model_validate(one)
        async for raw in found
        for name, one in raw["clocks"].items()
    }


class KnownDevices(NamedTuple):
    """The devices that a branch takes for silent, those of which it expects heartbeats, and those with a
    clock that was found wrong."""

    silent: set[str] = set()
    watched: set[str] = set()
    wrong: set[str] = set()


async def known_devices(store: Store, branches: list[str]) -> dict[str, KnownDevices]:
    """Return what these branches know of their devices."""
    found = store.db[Equipment.collection].find({"_id": {"$in": branches}}, {"machines": 1})
    return {
        raw["_id"]: KnownDevices(
            {name for name, one in raw["machines"].items() if one["silent"]},
            {name for name, one in raw["machines"].items() if one["beats"]},
            {name for name, one in raw["machines"].items() if one.get("clock_off") is not None},
        )
        async for raw in found
    }


@dataclass
class Received:
    """Devices of one branch that were seen since the last write: when, and which by a heartbeat."""

    at: dict[str, datetime] = field(default_factory=dict)
    beating: set[str] = field(default_factory=set)


class HeartbeatLog:
    """Devices that one process has seen and not yet written, and the clocks of all devices."""

    def __init__(self, runtime: ServiceRuntime) -> None:
        self._runtime = runtime
        self._received: dict[str, Received] = {}
        self._clocks: Clocks = {}
        self._writing: asyncio.Task[None] | None = None

    def load(self, clocks: Clocks) -> None:
        """Take over clocks that another process has learned; those learned by this process count more."""
        self._clocks = {**clocks, **self._clocks}

    def clock_of(self, branch: str, device: str) -> DeviceClock:
        """Return the state of the clock of a device."""
        return self._clocks.get((branch, device)) or DeviceClock()

    def note(self, branch: str, device: str, *, is_heartbeat: bool, clock: DeviceClock | None = None) -> None:
        """Note that a device was seen now, and the state of its clock."""
        if clock is not None:
            self._clocks[branch, device] = clock
        received = self._received.setdefault(branch, Received())
        received.at[device] = now()
        if is_heartbeat:
            received.beating.add(device)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(), name="heartbeats")

    async def _write(self) -> None:
        """Write as long as there is anything to write."""
        while self._received:
            await asyncio.sleep(WRITTEN_EVERY / self._runtime.settings.pace)
            received, self._received = self._received, {}
            try:
                await self._settle(received)
            except PyMongoError as error:
                log.warning("heartbeats_wait", error=type(error).__name__)
                for branch, old in received.items():
                    self._keep(branch, old)

    def _keep(self, branch: str, old: Received) -> None:
        new = self._received.setdefault(branch, Received())
        new.at = {**old.at, **new.at}
        new.beating |= old.beating

    async def _settle(self, received: dict[str, Received]) -> None:
        at = {branch: one.at for branch, one in received.items()}
        await write_heartbeats(self._runtime.store, at, self._clocks)
        known_by_branch = await known_devices(self._runtime.store, list(received))
        for branch, one in received.items():
            known = known_by_branch.get(branch, KnownDevices())
            back, new = tuple(known.silent & one.at.keys()), tuple(one.beating - known.watched)
            if back or new:
                self._submit(branch, NoteHeartbeats(branch, back, new))
            off = {name: self.clock_of(branch, name).off for name in one.at}
            wrong = {name: by for name, by in off.items() if by is not None and name not in known.wrong}
            right = tuple(name for name, by in off.items() if by is None and name in known.wrong)
            if wrong or right:
                self._submit(branch, NoteClocks(branch, wrong, right))

    def _submit(self, branch: str, command: Command) -> None:
        """Submit a command of the hall's own: a refusal is dead-lettered, and nobody waits for an answer."""
        cause = Cause(new_id(), command.name, now(), branch=branch)
        handler = self._runtime.service.commands[type(command)]
        self._runtime.worker_of(branch).submit(
            MessageItem(cause=cause, content=command, handler=handler, body=b"{}")
        )


_logs: "WeakKeyDictionary[ServiceRuntime, HeartbeatLog]" = WeakKeyDictionary()


def heartbeats_of(runtime: ServiceRuntime) -> HeartbeatLog:
    """Return the heartbeat log of a running service."""
    if runtime not in _logs:
        _logs[runtime] = HeartbeatLog(runtime)
    return _logs[runtime]


async def load_clocks(runtime: ServiceRuntime) -> None:
    """Load the clocks of devices at the start, before any message is received."""
    heartbeats_of(runtime).load(await read_clocks(runtime.store))

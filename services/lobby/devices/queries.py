"""Queries about devices, and about the numbers that they may print."""

from datetime import datetime

from services.lobby.branch.domain.branches import day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.domain.devices import Device
from services.lobby.devices.domain.equipment import Equipment, Heartbeats
from services.lobby.devices.domain.number_blocks import Series, SeriesLetters, block_of, series_id
from shared.contracts.lobby import NumberBlockGranted
from shared.store import Store


async def find_device(store: Store, id: str) -> Device | None:
    """Return a device by its id, ``<branch>.<device>``."""
    return await store.find(Device, id)


async def find_equipment(store: Store, branch: str) -> Equipment | None:
    """Return the devices of a branch."""
    return await store.find(Equipment, branch)


async def find_heartbeats(store: Store, branch: str) -> dict[str, datetime]:
    """Return when each device of a branch was last seen."""
    heartbeats = await store.find(Heartbeats, branch)
    return heartbeats.last_seen if heartbeats else {}


async def find_number_block(
    store: Store, branch: str, device: str, memory: str, now: datetime
) -> NumberBlockGranted | None:
    """Return the number block of a machine as it stands, if it asked for one."""
    hall, known = await store.find(Hall, branch), await store.find(SeriesLetters, branch)
    letters = known.of(device, memory) if known else None
    if hall is None or known is None or letters is None:
        return None
    series = await store.find(Series, series_id(branch, letters))
    today = day_of(hall.timezone, now)
    return block_of(branch, letters, known.holders[letters], series, hall.timezone, today)

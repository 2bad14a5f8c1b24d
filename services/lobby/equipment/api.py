"""The devices of a hall: invited, placed, their state, faults reported by staff (P2, D7, E1)."""

import asyncio
import secrets
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from services.lobby.devices.api import DeviceName
from services.lobby.devices.domain.devices import CodeSentBefore
from services.lobby.devices.domain.machines import Machine, midnight_of
from services.lobby.devices.queries import find_equipment, find_heartbeats
from services.lobby.equipment.commands import (
    ClearFault,
    InviteDevice,
    PlaceDevice,
    RemoveDevice,
    ReportFault,
    ShutOutDevice,
)
from services.lobby.equipment.queries import ViewEquipment
from shared import clock
from shared.contracts.needs import Need
from shared.contracts.words import DeviceKind
from shared.fields import Given
from shared.rights import may_at_branch
from shared.runtime import Caller, Runtime

router = APIRouter(prefix="/api/lobby/branches/{branch}", tags=["devices"])
DevicePath = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
Transactions = Annotated[tuple[Need, ...], Field(max_length=50)]


class NewDevice(Given):
    """A device that is invited. Without `kind` and `transactions` those that are known stay as they are."""

    device: DeviceName
    kind: DeviceKind | None = None
    transactions: Transactions | None = None


class Code(BaseModel):
    """A one-time code, to be typed in at the device within 24 hours."""

    device: str
    code: str


class NewPlace(Given):
    """The kind of a device, and the transactions that it does; those that are known stay if they are left
    out."""

    kind: DeviceKind
    transactions: Transactions = ()


class MachineNow(BaseModel):
    """A device as it stands. `state` is ``works``, ``shut`` (after an attempt at fraud) or what is wrong;
    `failed` since when it is out of order; `speaks` whether it reports its state; `down_seconds` how long it
    was out of order today; `clock_off` by how many seconds its clock is wrong, null when it is right."""

    device: str
    kind: DeviceKind
    transactions: tuple[str, ...]
    state: str
    works: bool
    failed: datetime | None
    since: datetime
    checks: dict[str, bool]
    speaks: bool
    last_seen: datetime | None
    by_hand: str | None
    down_seconds: int
    clock_off: int | None = None


class EquipmentNow(BaseModel):
    """All devices of a branch, and what can be done at those that work: transactions with their devices."""

    branch: str
    now: datetime
    resting: bool
    offered: dict[str, tuple[str, ...]]
    devices: list[MachineNow]


@router.post("/devices", status_code=201)
async def invite(branch: Annotated[str, may_at_branch(InviteDevice)], new: NewDevice, caller: Caller) -> Code:
    """Invite a device, or give one that is known a new secret: answers with a one-time code."""
    code = "-".join(f"{secrets.randbelow(10_000):04d}" for _ in range(4))
    command = InviteDevice(branch, new.device, code, new.kind, new.transactions)
    if (await caller.execute(command, branch)).repeated:
        raise CodeSentBefore
    return Code(device=new.device, code=code)


@router.delete("/devices/{device}", status_code=204)
async def revoke(
    branch: Annotated[str, may_at_branch(ShutOutDevice)], device: DevicePath, caller: Caller
) -> None:
    """Shut a device out, at once."""
    await caller.execute(ShutOutDevice(branch, device), branch)


@router.get("/equipment")
async def equipment(branch: Annotated[str, may_at_branch(ViewEquipment)], runtime: Runtime) -> EquipmentNow:
    """Every device of the branch with its state."""
    found, last_seen = await asyncio.gather(
        find_equipment(runtime.store, branch), find_heartbeats(runtime.store, branch)
    )
    now = clock.now()
    if found is None:
        return EquipmentNow(branch=branch, now=now, resting=False, offered={}, devices=[])
    midnight = midnight_of(found.timezone, now)
    return EquipmentNow(
        branch=branch,
        now=now,
        resting=found.resting,
        offered=found.offered(),
        devices=[
            _shown(name, one, last_seen.get(name), now, midnight)
            for name, one in sorted(found.machines.items())
        ],
    )


@router.put("/equipment/{device}", status_code=204)
async def put(
    branch: Annotated[str, may_at_branch(PlaceDevice)], device: DevicePath, new: NewPlace, caller: Caller
) -> None:
    """Give a device its place in the hall, or other transactions from now on. One that cannot send, such as a
    water dispenser, needs no more than this."""
    transactions = new.transactions if "transactions" in new.model_fields_set else None
    await caller.execute(PlaceDevice(branch, device, new.kind, transactions), branch)


@router.delete("/equipment/{device}", status_code=204)
async def delete(
    branch: Annotated[str, may_at_branch(RemoveDevice)], device: DevicePath, caller: Caller
) -> None:
    """Take a device out of the hall."""
    await caller.execute(RemoveDevice(branch, device), branch)


@router.post("/equipment/{device}/fault", status_code=204)
async def fault(
    branch: Annotated[str, may_at_branch(ReportFault)], device: DevicePath, caller: Caller
) -> None:
    """Report that a device is out of order."""
    await caller.execute(ReportFault(branch, device, caller.person.actor), branch)


@router.post("/equipment/{device}/fixed", status_code=204)
async def fixed(
    branch: Annotated[str, may_at_branch(ClearFault)], device: DevicePath, caller: Caller
) -> None:
    """Report that a device works again; where the device itself reports a fault, it decides."""
    await caller.execute(ClearFault(branch, device), branch)


def _shown(
    name: str, one: Machine, last_seen: datetime | None, now: datetime, midnight: datetime
) -> MachineNow:
    known = one.model_dump(include=set(MachineNow.model_fields))
    down = int(one.down_seconds(now, midnight))
    return MachineNow(
        device=name,
        state=one.state,
        works=one.works,
        speaks=one.speaks,
        last_seen=last_seen,
        down_seconds=down,
        **known,
    )

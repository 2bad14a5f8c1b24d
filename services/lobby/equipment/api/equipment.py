"""The devices of a hall: what they do, how they are, faults by hand (P2, D7, E1)."""

import asyncio
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel

from services.lobby import store
from services.lobby.arrivals.api.devices import Transactions
from services.lobby.branch.api import STAFF, BranchPath
from services.lobby.devices.domain.machines import Machine, midnight_of
from services.lobby.equipment.handlers.faults import (
    Placing,
    Seen,
    clear_fault,
    place_device,
    remove_device,
    report_fault,
)
from shared import clock
from shared.access import SignedIn
from shared.contracts.words import DeviceSort, Role
from shared.fields import Given
from shared.runtime import Runtime

router = APIRouter(prefix="/api/lobby/branches/{branch}/equipment", tags=["devices"])
DevicePath = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
SEE = (Role.TELLER, Role.LOBBY_MANAGER, Role.BRANCH_HEAD)


class NewPlace(Given):
    """What a device is, and the transactions that it does; those that are known stay if they are left out."""

    sort: DeviceSort
    transactions: Transactions = ()


class MachineNow(BaseModel):
    """A device as it stands. `state` is ``works``, ``shut`` (after an attempt at fraud) or what is wrong;
    `failed` since when it is out of order; `speaks` whether it tells how it is; `down_seconds` how long it
    was out of order today; `clock_off` by how many seconds its clock is wrong, null when it is right."""

    device: str
    sort: DeviceSort
    transactions: tuple[str, ...]
    state: str
    works: bool
    failed: datetime | None
    since: datetime
    checks: dict[str, bool]
    speaks: bool
    heard: datetime | None
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


@router.get("")
async def equipment(branch: BranchPath, runtime: Runtime, person: SignedIn) -> EquipmentNow:
    """Every device of the branch with its state."""
    person.must(branch, *STAFF)
    board, heard = await asyncio.gather(
        store.equipment(runtime.store, branch), store.heard(runtime.store, branch)
    )
    now = clock.now()
    if board is None:
        return EquipmentNow(branch=branch, now=now, resting=False, offered={}, devices=[])
    midnight = midnight_of(board.timezone, now)
    return EquipmentNow(
        branch=branch,
        now=now,
        resting=board.resting,
        offered=board.offered(),
        devices=[
            _shown(name, one, heard.get(name), now, midnight) for name, one in sorted(board.machines.items())
        ],
    )


@router.put("/{device}", status_code=204)
async def put(
    branch: BranchPath,
    device: DevicePath,
    new: NewPlace,
    request: Request,
    runtime: Runtime,
    person: SignedIn,
) -> None:
    """A device has its place in the hall, or does other transactions from now on. One that cannot speak, such
    as a water dispenser, needs no more than this."""
    person.must(branch, Role.OPS)
    transactions = new.transactions if "transactions" in new.model_fields_set else None
    placing = Placing(branch, device, new.sort, transactions)
    await runtime.command(request, person, branch, place_device, placing)


@router.delete("/{device}", status_code=204)
async def delete(
    branch: BranchPath, device: DevicePath, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """A device is taken away."""
    person.must(branch, Role.OPS)
    await runtime.command(request, person, branch, remove_device, Seen(branch, device, person.staff))


@router.post("/{device}/fault", status_code=204)
async def fault(
    branch: BranchPath, device: DevicePath, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """I see that a device is out of order."""
    person.must(branch, *SEE)
    await runtime.command(request, person, branch, report_fault, Seen(branch, device, person.actor))


@router.post("/{device}/fixed", status_code=204)
async def fixed(
    branch: BranchPath, device: DevicePath, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """I see that it works again; where the device itself reports a fault, it decides."""
    person.must(branch, *SEE)
    await runtime.command(request, person, branch, clear_fault, Seen(branch, device, person.actor))


def _shown(name: str, one: Machine, heard: datetime | None, now: datetime, midnight: datetime) -> MachineNow:
    known = one.model_dump(include=set(MachineNow.model_fields))
    down = int(one.down_seconds(now, midnight))
    return MachineNow(
        device=name,
        state=one.state,
        works=one.works,
        speaks=one.speaks,
        heard=heard,
        down_seconds=down,
        **known,
    )

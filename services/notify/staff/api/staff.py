"""The staff: enrolled and changed by operations, looked up by their colleagues."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field, SecretStr

from services.notify import store
from services.notify.staff.domain.staff import BranchUnknown, Enrolment, Staff
from services.notify.staff.handlers.staff import enrol_staff
from services.notify.staff.passwords import hash_password
from shared.access import SignedIn
from shared.contracts.words import Role
from shared.errors import NotFound
from shared.fields import Given, Readable
from shared.runtime import Runtime, ServiceRuntime

router = APIRouter(prefix="/api/notify/staff", tags=["staff"])
LOOKS, LOOK_EVERY = 30, 0.1
BranchName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")]


class StaffSettings(Given):
    """Somebody of the staff. Without a password the old one stays, without branches they stay where they are;
    with no roles the person has left."""

    staff: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")
    name: Readable = Field(max_length=64)
    password: SecretStr | None = Field(default=None, min_length=8, max_length=256)
    roles: tuple[Role, ...] = Field(max_length=8)
    branches: tuple[BranchName, ...] = Field(default=(), max_length=64)


class StaffNow(BaseModel):
    """Somebody of the staff, for their colleagues; `covered_by` does what they would at the branch that was
    asked for."""

    staff: str
    name: str
    roles: tuple[Role, ...]
    branches: tuple[str, ...]
    present: bool
    covered_by: str | None = None


def shown(staff: Staff, covered_by: str | None = None) -> StaffNow:
    known = staff.model_dump(include={"name", "roles", "branches", "present"})
    return StaffNow(staff=staff.id, covered_by=covered_by, **known)


@router.post("")
async def put_staff(
    settings: StaffSettings, request: Request, runtime: Runtime, person: SignedIn
) -> StaffNow:
    """Enrol somebody, or change what is known of them."""
    person.must_be(Role.OPS)
    await _must_be_open(settings, runtime)
    password = await hash_password(settings.password.get_secret_value()) if settings.password else None
    enrolment = Enrolment(
        staff=settings.staff,
        name=settings.name,
        roles=tuple(dict.fromkeys(settings.roles)),
        branches=tuple(dict.fromkeys(settings.branches)) if "branches" in settings.model_fields_set else None,
        password=password,
    )
    branch = settings.branches[0] if settings.branches else ""
    await runtime.command(request, person, branch, enrol_staff, enrolment)
    staff = await store.staff(runtime.store, settings.staff)
    if staff is None:
        raise NotFound
    return shown(staff)


async def _must_be_open(settings: StaffSettings, runtime: ServiceRuntime) -> None:
    """Raises `BranchUnknown` unless every branch that is new to the person has opened. A branch that has just
    done so is waited for: it is heard of over the bus."""
    before = await store.staff(runtime.store, settings.staff)
    wanted = set(settings.branches) - set(before.branches if before else ())
    reader = store.Reader(runtime.store)
    for _ in range(LOOKS):
        missing = wanted - {one.id for one in await reader.floors(sorted(wanted))}
        if not missing:
            return
        await asyncio.sleep(LOOK_EVERY)
    raise BranchUnknown(", ".join(sorted(missing))[:200])


@router.get("")
async def colleagues(
    runtime: Runtime, person: SignedIn, branch: Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
) -> list[StaffNow]:
    """Who works at a branch, by name; for those who work there, and for operations."""
    person.must(branch, *Role)
    covers = {one.absent: one.cover for _, one in await store.covers(runtime.store, [branch])}
    return [shown(one, covers.get(one.id)) for one in await store.colleagues(runtime.store, branch)]

"""HTTP of the staff: enrolled and changed by administrators, looked up by their colleagues."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field, SecretStr

from services.notify.floors.queries import floors
from services.notify.staff.commands import EnrolStaff
from services.notify.staff.domain.covers import may_cover
from services.notify.staff.domain.staff import BranchUnknown, Enrolment, Staff
from services.notify.staff.passwords import hash_password, must_be_good
from services.notify.staff.queries import ViewColleagues, powerful, staff_member
from services.notify.staff.queries import colleagues as colleagues_at
from services.notify.staff.queries import covers as covers_at
from shared import clock
from shared.access import Person, require_fresh
from shared.contracts.notify import WaiverReason
from shared.contracts.words import Role
from shared.errors import NotFound
from shared.fields import Given, Readable, YesNo
from shared.rights import may_somewhere, require, right_of
from shared.runtime import Caller, Runtime, ServiceRuntime

router = APIRouter(prefix="/api/notify/staff", tags=["staff"])
LOOKS, LOOK_EVERY = 30, 0.1
LISTED = 200
BranchName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")]


class StaffSettings(Given):
    """A member of staff as they are to be known. Without a password the old one stays; a `one_time` one is
    changed at the next sign-in, as all are unless the installation says otherwise. `ends_second_factor` takes
    it from who has lost it. Without branches they stay where they are; with no roles the person has left. An
    account manager who holds customers leaves only with a reason, `leaves_because`."""

    staff: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")
    name: Readable = Field(max_length=64)
    password: SecretStr | None = Field(default=None, min_length=8, max_length=256)
    one_time: YesNo = False
    ends_second_factor: YesNo = False
    roles: tuple[Role, ...] = Field(max_length=8)
    branches: tuple[BranchName, ...] = Field(default=(), max_length=64)
    leaves_because: WaiverReason | None = None


class StaffNow(BaseModel):
    """A member of staff, for their colleagues; `covered_by` does what they would at the branch that was asked
    for. `may_cover`: they could cover the floor now for somebody else."""

    staff: str
    name: str
    roles: tuple[Role, ...]
    branches: tuple[str, ...]
    present: bool
    may_cover: bool = False
    covered_by: str | None = None


class PersonNow(StaffNow):
    """A member of staff, for administrators. Of `proposed` roles each counts when another administrator than
    `proposed_by` gives it too; `one_time`: they have not chosen a password of their own yet."""

    proposed: tuple[Role, ...]
    proposed_by: str
    one_time: bool

    @classmethod
    def of(cls, staff: Staff) -> "PersonNow":
        """Return what administrators see of a member of staff."""
        more = staff.model_dump(include={"proposed", "proposed_by", "one_time"})
        return cls(**shown(staff).model_dump(), **more)


def shown(staff: Staff, covered_by: str | None = None) -> StaffNow:
    """Return what colleagues may see of a member of staff."""
    known = staff.model_dump(include={"name", "roles", "branches", "present"})
    can_cover = may_cover(staff.present, staff.roles)
    return StaffNow(staff=staff.id, may_cover=can_cover, covered_by=covered_by, **known)


@router.post("")
async def put_staff(
    settings: StaffSettings,
    person: Annotated[Person, may_somewhere(EnrolStaff)],
    runtime: Runtime,
    caller: Caller,
) -> PersonNow:
    """Enrol somebody, or change what is known of them; for those who have just signed in. New roles of power
    (administrator, operations, audit) are `proposed` until a second administrator gives them too."""
    require_fresh(person, clock.now())
    await _must_be_open(settings, runtime)
    password = None
    if settings.password is not None:
        must_be_good(settings.password.get_secret_value(), settings.staff)
        password = await hash_password(settings.password.get_secret_value())
    enrolment = Enrolment(
        staff=settings.staff,
        name=settings.name,
        roles=tuple(dict.fromkeys(settings.roles)),
        branches=tuple(dict.fromkeys(settings.branches)) if "branches" in settings.model_fields_set else None,
        password=password,
        one_time=settings.one_time or runtime.settings.one_time_secrets,
        ends_factor=settings.ends_second_factor,
        leaves_because=settings.leaves_because,
    )
    branch = settings.branches[0] if settings.branches else ""
    await caller.execute(EnrolStaff(enrolment), branch)
    staff = await staff_member(runtime.store, settings.staff)
    if staff is None:
        raise NotFound
    return PersonNow.of(staff)


async def _must_be_open(settings: StaffSettings, runtime: ServiceRuntime) -> None:
    """Raises `BranchUnknown` unless every branch that is new to the person has opened. A branch that has just
    done so is waited for: its event comes over the bus."""
    before = await staff_member(runtime.store, settings.staff)
    wanted = set(settings.branches) - set(before.branches if before else ())
    for _ in range(LOOKS):
        missing = wanted - {one.id for one in await floors(runtime.store, sorted(wanted))}
        if not missing:
            return
        await asyncio.sleep(LOOK_EVERY)
    raise BranchUnknown(", ".join(sorted(missing))[:200])


@router.get("/enrolled", dependencies=[may_somewhere(EnrolStaff)])
async def enrolled(
    runtime: Runtime, branch: Annotated[str | None, Query(pattern=r"^[A-Za-z0-9_-]{1,32}$")] = None
) -> list[PersonNow]:
    """The people of a branch, or without one those who have a role of power or are to have one, by id; 200 at
    most."""
    found = await (colleagues_at(runtime.store, branch) if branch else powerful(runtime.store, LISTED))
    return [PersonNow.of(one) for one in found[:LISTED]]


@router.get("")
async def colleagues(
    request: Request,
    runtime: Runtime,
    person: Annotated[Person, may_somewhere(ViewColleagues)],
    branch: Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{1,32}$")],
) -> list[StaffNow]:
    """The staff of a branch, by name; for those who work there, for administrators and for operations."""
    require(person, right_of(request, ViewColleagues), branch)
    covers = {one.absent: one.cover for _, one in await covers_at(runtime.store, [branch])}
    return [shown(one, covers.get(one.id)) for one in await colleagues_at(runtime.store, branch)]

"""Questions about the staff, and their look-ups."""

from collections.abc import Iterable

from services.notify.staff.domain.directories import Cover, Directory, Member
from services.notify.staff.domain.staff import POWERS, Staff
from services.notify.store import find
from shared.contracts.words import Role
from shared.rights import Query
from shared.store import Store, from_raw


class ViewColleagues(Query, name="view_colleagues"):
    """The staff of a branch, with who is at work and who covers whom."""


async def staff_member(store: Store, id: str) -> Staff | None:
    """Return a member of staff, or None."""
    return await find(store, Staff, id)


async def colleagues(store: Store, branch: str) -> list[Staff]:
    """Return the staff of a branch, by id."""
    directory = await find(store, Directory, branch)
    found = await store.load(Staff, [member.staff for member in directory.members] if directory else [])
    return sorted((one for one in found if isinstance(one, Staff)), key=lambda one: one.id)


async def having(store: Store, roles: Iterable[Role]) -> list[Member]:
    """Return everybody of the bank who has one of these roles, by id."""
    raws = await store.db[Staff.collection].find({"roles": {"$in": [role.value for role in roles]}}).to_list()
    found = sorted((from_raw(Staff, raw) for raw in raws), key=lambda one: one.id)
    return [Member(staff=one.id, roles=one.roles, present=one.present) for one in found]


async def powerful(store: Store, limit: int) -> list[Staff]:
    """Return everybody who has a role of power, or is proposed for one, by id."""
    powers = {"$in": [role.value for role in POWERS]}
    found: dict[str, Staff] = {}
    for field in ("roles", "proposed"):
        async for raw in store.db[Staff.collection].find({field: powers}).limit(limit):
            found[raw["_id"]] = from_raw(Staff, raw)
    return [found[id] for id in sorted(found)]


async def covers(store: Store, branches: Iterable[str]) -> list[tuple[str, Cover]]:
    """Return the covers at these branches, each with its branch."""
    found = await store.load(Directory, list(branches))
    return [(one.id, cover) for one in found if isinstance(one, Directory) for cover in one.covers]

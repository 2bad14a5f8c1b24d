"""Look-ups of branches' floors."""

from collections.abc import Iterable

from pymongo import ASCENDING

from services.notify.floors.domain import Floor
from shared.rights import Query
from shared.store import Store, from_raw


class ViewBranches(Query, name="view_branches"):
    """The names of all branches that have opened."""


async def opened_floors(store: Store) -> list[Floor]:
    """Return the floors of all branches that have opened, by the branches' ids."""
    raws = await store.db[Floor.collection].find({}).sort("_id", ASCENDING).to_list()
    found = (from_raw(Floor, raw) for raw in raws)
    return [one for one in found if one.name_zh]


async def floors(store: Store, branches: Iterable[str]) -> list[Floor]:
    """Return the last thing that happened at each of these branches; nothing for one that never opened."""
    found = await store.load(Floor, list(branches))
    return [one for one in found if isinstance(one, Floor)]

"""Look-ups of branches' floors."""

from collections.abc import Iterable

from services.notify.floors.domain import Floor
from shared.rights import Query
from shared.store import Store


class ViewBranches(Query, name="view_branches"):
    """The names of some branches."""


async def floors(store: Store, branches: Iterable[str]) -> list[Floor]:
    """Return the last thing that happened at each of these branches; nothing for one that never opened."""
    found = await store.load(Floor, list(branches))
    return [one for one in found if isinstance(one, Floor)]

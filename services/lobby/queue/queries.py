"""Questions to the queue of a branch."""

from services.lobby.queue.domain.visits import Visit
from shared.store import Store


async def find_visit(store: Store, id: str) -> Visit | None:
    """Return a visit."""
    return await store.find_one(Visit, id)

"""Questions about the signed-in person, and their look-ups."""

from services.notify.sessions.domain import Session
from services.notify.store import find
from shared.rights import Query
from shared.store import Store


class ViewSelf(Query, name="view_self"):
    """The person behind the token, as the store knows them."""


async def session_under(store: Store, id: str) -> Session | None:
    """Return the session under the hash `id`, or None."""
    return await find(store, Session, id)

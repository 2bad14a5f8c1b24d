"""Questions about the signed-in person, and their look-ups."""

from datetime import datetime

from services.notify.sessions.domain import Session
from services.notify.staff.domain.staff import Staff
from services.notify.store import find
from shared.rights import Query
from shared.store import Store


class ViewSelf(Query, name="view_self"):
    """The person behind the token, as the store knows them, and their sessions."""


async def session_under(store: Store, id: str) -> Session | None:
    """Return the session under the hash `id`, or None."""
    return await find(store, Session, id)


async def sessions_of(store: Store, staff: Staff, now: datetime) -> list[Session]:
    """Return the sessions of a person that stand, the one used last first."""
    found = await store.load(Session, list(staff.sessions))
    standing = [one for one in found if isinstance(one, Session) and one.stands(staff, now)]
    return sorted(standing, key=lambda one: one.used, reverse=True)

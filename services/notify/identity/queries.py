"""Look-ups of identities."""

from services.notify.identity.domain import Identity
from shared.store import Store


async def staff_of_subject(store: Store, subject: str) -> str | None:
    """Return the staff id of the person known by this account, or None."""
    raws = await store.db[Identity.collection].find({"subject": subject}, {"_id": 1}).limit(1).to_list()
    return str(raws[0]["_id"]) if raws else None

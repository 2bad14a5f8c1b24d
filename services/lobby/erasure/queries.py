"""Keyed hashes of a customer's cards in the hall (Q1)."""

import json

from services.lobby.arrivals.domain import Stay
from services.lobby.journal.domain import LogLine
from services.lobby.queue.domain.card_holders import CardHolder
from services.lobby.queue.domain.visits import Visit
from shared.contracts.base import SENSITIVE
from shared.contracts.lobby import CustomerArrived
from shared.store import OUTBOX, Raw, Store


async def drop_hashes(store: Store, customer: str) -> int:
    """Delete what is kept under the hashes of a customer's cards, and blank the hash and what is sensitive in
    their arrivals; a card that another customer holds by now stays theirs. Doing so again changes nothing."""
    gone = {"customer": customer, "revoked": True, "masked_name": ""}
    hashes = [raw["_id"] async for raw in store.db[CardHolder.collection].find(gone, {"_id": 1})]
    theirs = store.db[Visit.collection].find({"customer": customer}, {"branch": 1})
    visits = [raw async for raw in theirs]
    branches = {raw["branch"] for raw in visits}
    for branch in branches:
        for name in hashes:
            await store.db[Stay.collection].delete_one({"_id": f"{branch}/{name}"})
    for visit in visits:
        await _blank_arrival(store, visit)
    for name in hashes:
        await store.db[CardHolder.collection].delete_one({"_id": name, **gone})
    return len(hashes)


async def _blank_arrival(store: Store, visit: Raw) -> None:
    async for raw in store.db[OUTBOX].find({"correlation_id": visit["_id"]}):
        if raw["type"] == CustomerArrived.type_name():
            event = json.loads(raw["body"])
            event["data"] |= {"credential": None, **{name: [] for name in SENSITIVE}}
            body = json.dumps(event, ensure_ascii=False).encode()
            await store.db[OUTBOX].update_one({"_id": raw["_id"]}, {"$set": {"body": body}})
            bare = {"$unset": {f"facts.{name}": "" for name in SENSITIVE}}
            await store.db[LogLine.collection].update_one({"_id": raw["_id"]}, bare)

"""Forgetting a customer (Q1): once their file is erased, no name of theirs is kept, and none comes back.

Whatever carries a masked name also carries the customer's id, so that it is found, and so that an event from
before the erasure, heard after it, is read without the name.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

from shared.contracts.base import SENSITIVE, Event
from shared.domain import Decision, Document
from shared.store import OUTBOX, Store
from shared.unit_of_work import UnitOfWork

E = TypeVar("E", bound=Event)
NOBODY = "*"
BLANKED = ("masked_name", "credential")
"""Fields of published events that are blanked."""
AT_ONCE = 200
AGAIN = timedelta(seconds=20)
"""The time until a second look after an erasure: longer than a batch under way may still go by what was
known of a card before."""


class Erased(Document):
    """A customer who is to be forgotten; the id is the customer's."""

    collection: ClassVar[str] = "erased"

    at: datetime


async def without_erased(event: E, work: UnitOfWork) -> E:
    """The event as it may still be read: without the name, and what is sensitive, of a customer who was
    erased since."""
    customer = event.names()
    if customer is None or await work.find(Erased, customer) is None:
        return event
    known = type(event).model_fields
    return event.model_copy(update={"masked_name": "", **{name: () for name in SENSITIVE if name in known}})


Places = Mapping[type[Document], str]
"""The places of a service's masked names: the documents, and the prefix of ``customer`` and ``masked_name``
in them, such as ``facts.``."""


async def forget(
    customer: str,
    places: Places,
    unnamed: Callable[[Document], Document],
    work: UnitOfWork,
    *,
    for_good: bool = True,
) -> bool:
    """Note that a customer is to be forgotten, if `for_good`, and let `unnamed` take their name out of what
    is kept, a few documents at a time: whether there were any, and the caller looks again. One who is not to
    be forgotten for good is taken out of all at once."""
    if for_good and await work.find(Erased, customer) is None:
        work.apply(Decision().save(Erased(id=customer, at=work.now)))
    most = AT_ONCE if for_good else None  # a file that may be opened again is looked through once, whole
    found, _ = await asyncio.gather(
        work.query(naming, customer, places, most), work.query(blank_published, customer)
    )
    documents = await asyncio.gather(*(work.find(model, id) for model, id in found))
    for document in documents:
        if document is not None:
            work.apply(Decision().save(unnamed(document)))
    return bool(found)


async def naming(
    store: Store, customer: str, places: Places, most: int | None = AT_ONCE
) -> list[tuple[type[Any], str]]:
    """Find documents that name a customer, as pairs of class and id: so many at most, or all."""
    found: list[tuple[type[Any], str]] = []
    for model, at in places.items():
        name = f"{at}masked_name"
        theirs = store.db[model.collection].find({f"{at}customer": customer}, {name: 1})
        found += [(model, raw["_id"]) async for raw in theirs if _value(raw, name)]
    return found[:most]


async def blank_published(store: Store, customer: str) -> list[str]:
    """Blank the name of a customer, and the hashes of their cards, in the published events that are kept;
    return their correlation ids: the visits, tasks and files that they belong to. Doing so again changes
    nothing."""
    correlation_ids: list[str] = []
    async for raw in store.db[OUTBOX].find({"names": customer}):
        event = json.loads(raw["body"])
        if event.get("subject") == event["data"].get("credential"):
            event["subject"] = NOBODY
        event["data"] |= {name: NOBODY for name in BLANKED if event["data"].get(name)}
        event["data"] |= {name: [] for name in SENSITIVE if event["data"].get(name)}
        body = json.dumps(event, ensure_ascii=False).encode()
        await store.db[OUTBOX].update_one({"_id": raw["_id"]}, {"$set": {"body": body}})
        correlation_ids.append(raw["correlation_id"])
    return list(dict.fromkeys(correlation_ids))


def _value(raw: Mapping[str, Any], name: str) -> Any:
    part, _, rest = name.partition(".")
    value = raw.get(part)
    return _value(value or {}, rest) if rest else value

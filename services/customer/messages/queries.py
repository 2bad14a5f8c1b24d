"""Queries of messages, with the indexes that carry them."""

from pymongo import ASCENDING, DESCENDING

from services.customer.messages.domain.message import Message
from services.customer.messages.domain.templates import MessageTemplate, TemplateVersion
from shared.rights import Query
from shared.store import Index, Store, from_raw

LISTED = 100
MOST_TEMPLATES = 500

INDEXES = [
    Index(Message.collection, [("customer", ASCENDING), ("queued_at", DESCENDING)]),
    Index(
        Message.collection,
        [("reference", ASCENDING)],
        {"partialFilterExpression": {"reference": {"$gt": ""}}},
    ),
]


class ListMessages(Query, name="list_messages"):
    """The messages to a customer, with their states and without their texts."""


class ViewMessageText(Query, name="view_message_text"):
    """The text of a message, in the clear."""


class ListTemplates(Query, name="list_message_templates"):
    """The templates of messages."""


async def messages_to(store: Store, customer: str) -> list[Message]:
    """Return the messages to a customer, the latest first, 100 at most."""
    found = store.db[Message.collection].find({"customer": customer}).sort("queued_at", DESCENDING)
    return [from_raw(Message, raw) for raw in await found.limit(LISTED).to_list()]


async def message_ids_of(store: Store, customer: str) -> list[str]:
    """Return the ids of all messages to a customer."""
    found = store.db[Message.collection].find({"customer": customer}, {"_id": 1})
    return [raw["_id"] async for raw in found]


async def find_message(store: Store, id: str) -> Message | None:
    """Return the message, or None."""
    return await store.find(Message, id)


async def find_by_reference(store: Store, reference: str) -> Message | None:
    """Return the message that the gateway knows by this id, or None."""
    raws = await store.db[Message.collection].find({"reference": reference}).limit(1).to_list()
    return from_raw(Message, raws[0]) if raws else None


async def find_version(store: Store, id: str) -> TemplateVersion | None:
    """Return a published version, by ``<name>:<number>``, or None."""
    return await store.find(TemplateVersion, id)


async def latest_version(store: Store, name: str) -> TemplateVersion | None:
    """Return the latest published version of a template, or None."""
    template = await store.find(MessageTemplate, name)
    if template is None or not template.published:
        return None
    return await find_version(store, f"{name}:{template.published}")


async def all_templates(store: Store) -> list[tuple[MessageTemplate, TemplateVersion | None]]:
    """Return the templates by name, each with its latest published version."""
    found = store.db[MessageTemplate.collection].find({}).sort("_id", ASCENDING).limit(MOST_TEMPLATES)
    templates = [from_raw(MessageTemplate, raw) for raw in await found.to_list()]
    ids = [f"{one.id}:{one.published}" for one in templates if one.published]
    versions = {
        one.id: one for one in await store.load(TemplateVersion, ids) if isinstance(one, TemplateVersion)
    }
    return [(one, versions.get(f"{one.id}:{one.published}")) for one in templates]

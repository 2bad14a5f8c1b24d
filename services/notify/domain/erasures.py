"""What the feeds forget of a customer whose file was erased (Q1)."""

from collections.abc import Mapping

from services.notify.domain.entries import Entry, Text
from shared.contracts.notify import NotifyEvent
from shared.domain import Document

NOBODY = "*"
NAMES: Mapping[type[Document], str] = {Entry: "facts."}
"""Where the feeds keep a name, with the id of whose it is."""
OF_A_PERSON = ("masked_name", "segment")


class NamesDue(NotifyEvent):
    """A customer was erased a moment ago: what was under way then is looked for."""

    customer: str


def unnamed(entry: Document) -> Document:
    """The same without the customer's name (Q1)."""
    if not isinstance(entry, Entry):
        return entry
    name = str(entry.facts.get("masked_name", ""))
    facts = {key: value for key, value in entry.facts.items() if key not in OF_A_PERSON}
    zh, en = entry.text.zh, entry.text.en
    text = Text(zh=zh.replace(name, NOBODY), en=en.replace(name, NOBODY)) if name else entry.text
    return entry.but(text=text, facts=facts)

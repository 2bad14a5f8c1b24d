"""Erasure: entries without the name of a customer whose file was erased (Q1)."""

from collections.abc import Iterable, Mapping

from services.notify.feed.domain.entries import Entry, Text
from services.notify.feed.domain.sentences import EN, ZH, word_of
from shared.contracts.notify import NotifyEvent
from shared.domain import Document

NOBODY = "*"
NAMES: Mapping[type[Document], str] = {Entry: "facts."}
"""The documents that keep a name, with the field that the name and the customer's id stand in."""
OF_A_PERSON = ("masked_name", "segment")


class ErasureRepeatDue(NotifyEvent):
    """A customer was erased a moment ago: names that were under way then are looked for."""

    customer: str


def unnamed(entry: Document) -> Document:
    """Return the entry without the customer's name and segment (Q1)."""
    if not isinstance(entry, Entry):
        return entry
    facts = {key: value for key, value in entry.facts.items() if key not in OF_A_PERSON}
    known = [entry.facts[key] for key in OF_A_PERSON if entry.facts.get(key)]
    quoted = entry.quoted and _blank(entry.quoted, known)
    return entry.evolve(text=_blank(entry.text, known), quoted=quoted, facts=facts)


def _blank(text: Text, known: Iterable[object]) -> Text:
    """Return the text without what was `known` of the customer, in the words of either language."""
    zh, en = text.zh, text.en
    for one in known:
        zh, en = zh.replace(word_of(one, ZH), NOBODY), en.replace(word_of(one, EN), NOBODY)
    return Text(zh=zh, en=en)

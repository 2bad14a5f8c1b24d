"""Erasure: entries without the name of a customer whose file was erased (Q1)."""

from collections.abc import Iterable, Mapping

from services.notify.feed.domain.entries import Entry, Text
from shared.contracts.languages import in_text
from shared.contracts.notify import NotifyEvent
from shared.contracts.words import Segment
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


def _blank(text: Text, known: Iterable[str]) -> Text:
    """Return the text without what was `known` of the customer: a name, or a segment in either language."""
    zh, en = text.zh, text.en
    for one in known:
        zh, en = zh.replace(_said(one, "zh"), NOBODY), en.replace(_said(one, "en"), NOBODY)
    return Text(zh=zh, en=en)


def _said(known: str, language: str) -> str:
    segment = Segment.of(known)
    return in_text(segment, language) if segment else known

"""Facts: the part of an event that an entry may carry."""

from string import Formatter
from typing import Any

from services.notify.feed.domain.rules import RULES
from shared.contracts.base import Event

Facts = dict[str, Any]

KEPT = frozenset(
    (
        *("visit", "ticket_class", "to_counter", "waited_seconds", "served_seconds", "customer"),
        *("referral", "round", "answer_by", "asked"),
        *("deal", "step", "flag", "level"),
        *("record", "recorded_by", "accepts", "source", "entry", "written_by", "taken_by", "enquiry", "kind"),
        *("incident", "loiterer", "reported_by", "case", "take_over_by", "overdue"),
        *("checklist", "item", "notice", "leaflet", "overridden", "open_items", "cancelled"),
        *("task", "role", "due"),
    )
)
"""Facts that no sentence names: what the page needs beside the text, such as the visit to open."""


def names_in(template: str) -> frozenset[str]:
    """Return the facts that a sentence names, those of its parts in brackets included."""
    plain = template.replace("[", "").replace("]", "")
    return frozenset(name.partition("|")[0] for _, name, _, _ in Formatter().parse(plain) if name)


C1 = KEPT.union(
    *(names_in(text) for rules in RULES.values() for rule in rules for text in (rule.zh, rule.en))
)
"""Fields of events that may be shown and kept: ids, masked names, segments, words. The rest stays out."""


def facts_of(event: Event) -> Facts:
    """Return the C1 part of an event, without what is empty; times as ISO 8601."""
    content = event.model_dump(mode="json", include=set(C1))
    return {name: value for name, value in content.items() if value not in (None, "", [], ())}

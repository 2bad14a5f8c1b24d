"""Who must know what: the rulebook put to use."""

from dataclasses import dataclass

from services.notify.feed.domain.rule import Named, RoleOf, Rows, Rule
from services.notify.feed.domain.rulebook import BOOKS, enquiries
from services.notify.staff.domain.directories import Directory
from shared.contracts.base import Event
from shared.contracts.lobby import LobbyEvent

RULES: Rows = {event: rows for book in BOOKS for event, rows in book.ROWS.items()}
SILENT: frozenset[type[Event]] = frozenset(event for book in BOOKS for event in book.SILENT)
QUIET: frozenset[type[Event]] = frozenset(
    event for event, rows in RULES.items() if all(rule.quiet for rule in rows)
)
"""Events of which nobody else may get a hint, not even by a screen that is drawn anew (D12)."""
SHOWN: frozenset[type[Event]] = frozenset(
    event
    for event in (*RULES, *SILENT)
    if (issubclass(event, LobbyEvent) or event in enquiries.ROWS) and event not in QUIET
)
"""Events that change what a room of the page shows: who looks at the branch gets a hint."""


@dataclass(frozen=True)
class Recipient:
    """One person to be told, by the rule that names them. `asked`: whether an acknowledgement is wanted."""

    staff: str
    rule: Rule
    asked: bool


def recipients(event: Event, directory: Directory) -> list[Recipient]:
    """Who must know, each once, by the first row that names them."""
    told: dict[str, Recipient] = {}
    for rule in RULES.get(type(event), ()):
        if rule.when(event):
            for one in _audience(rule, event, directory):
                told.setdefault(one.staff, one)
    return list(told.values())


def _audience(rule: Rule, event: Event, directory: Directory) -> list[Recipient]:
    """Everybody of a role is told; asked are those who are there, or all if nobody is.

    Where an acknowledgement is wanted, or somebody else must act, somebody must get it: if nobody has the
    role, those above.
    """
    if isinstance(rule.to, Named):
        name = getattr(event, rule.to.field) or ""
        staff = name.removeprefix("staff:")
        return [Recipient(staff, rule, rule.ack is not None)] if staff else []
    role = getattr(event, rule.to.field) if isinstance(rule.to, RoleOf) else rule.to
    evolve = getattr(event, rule.never) if rule.never else ""
    found = directory.having_or_above(role, evolve=evolve) if rule.ack or evolve else directory.having(role)
    somebody = any(one.present for one in found)
    if rule.quiet and somebody:
        found = tuple(one for one in found if one.present)
    return [
        Recipient(one.staff, rule, rule.ack is not None and (one.present or not somebody)) for one in found
    ]

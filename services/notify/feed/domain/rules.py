"""The rulebook put to use: the people who must know of an event."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.notify.feed.domain.rule import BankWide, Named, RoleOf, Rows, Rule
from services.notify.feed.domain.rulebook import (
    BOOKS,
    complaints,
    deals,
    desk,
    enquiries,
    handovers,
    imports,
    latent,
    pipeline,
    plans,
    products,
    prospects,
    recommendations,
    territory,
)
from services.notify.staff.domain.directories import Directory, Member
from shared.contracts.base import Event
from shared.contracts.lobby import LobbyEvent
from shared.contracts.words import Role

RULES: Rows = {event: rows for book in BOOKS for event, rows in book.ROWS.items()}
SILENT: frozenset[type[Event]] = frozenset(event for book in BOOKS for event in book.SILENT)
QUIET: frozenset[type[Event]] = frozenset(
    event for event, rows in RULES.items() if all(rule.quiet for rule in rows)
)
"""Events that nobody else may get a hint of, not even by a page that is read anew (D12)."""
LISTED: frozenset[type[Event]] = frozenset(
    (
        *(*enquiries.ROWS, *complaints.ROWS, *complaints.SILENT, *imports.ROWS, *handovers.ROWS),
        *(*pipeline.ROWS, *pipeline.SILENT, *prospects.ROWS, *prospects.SILENT),
        *deals.ROWS,
        *(*products.ROWS, *products.OF_BRANCH),
        *(*recommendations.ROWS, *recommendations.SILENT, *desk.ROWS, *desk.SILENT),
        *(*plans.ROWS, *plans.SILENT, *territory.ROWS, *territory.SILENT),
        *latent.LISTED,
    )
)
"""Events of other services than `lobby` that change what a room lists."""
SHOWN: frozenset[type[Event]] = frozenset(
    event
    for event in (*RULES, *SILENT)
    if (issubclass(event, LobbyEvent) or event in LISTED) and event not in QUIET
)
"""Events that change what a room of the page shows: the pages of the branch get a hint."""
UNSHOWN: frozenset[type[Event]] = frozenset((*RULES, *SILENT)) - SHOWN
"""The other events of the rulebook."""


@dataclass(frozen=True)
class Recipient:
    """A person to be told, by the rule that names them. `asked`: whether an acknowledgement is wanted."""

    staff: str
    rule: Rule
    asked: bool


def bank_wide_roles(event: Event) -> tuple[Role, ...]:
    """Return the roles whose people must know of an event wherever they are enrolled."""
    audiences = (rule.to for rule in RULES.get(type(event), ()) if rule.when(event))
    return tuple(dict.fromkeys(one.role for one in audiences if isinstance(one, BankWide)))


def recipients(event: Event, directory: Directory, bank_wide: Sequence[Member] = ()) -> list[Recipient]:
    """Return the people who must know, each once, by the first row that names them: of the `directory` of the
    event's branch, and of those in the bank who have one of its `bank_wide_roles`."""
    found: dict[str, Recipient] = {}
    for rule in RULES.get(type(event), ()):
        if rule.when(event):
            for one in _audience(rule, event, directory, bank_wide):
                found.setdefault(one.staff, one)
    return list(found.values())


def _audience(rule: Rule, event: Event, directory: Directory, bank_wide: Sequence[Member]) -> list[Recipient]:
    """Return everybody of a role; asked are those who are there, or all if nobody is.

    An entry that must be acknowledged, or acted on by another person, must reach somebody: if nobody has the
    role, those above.
    """
    if isinstance(rule.to, Named):
        named = getattr(event, rule.to.field) or ()
        several = named if isinstance(named, tuple) else (named,)
        return [Recipient(one.removeprefix("staff:"), rule, rule.ack is not None) for one in several]
    if isinstance(rule.to, BankWide):
        return [Recipient(one.staff, rule, False) for one in bank_wide if rule.to.role in one.roles]
    role = getattr(event, rule.to.field) if isinstance(rule.to, RoleOf) else rule.to
    excepted = getattr(event, rule.never) if rule.never else ""
    if rule.ack or excepted:
        found = directory.having_or_above(role, without=excepted)
    else:
        found = directory.having(role)
    somebody = any(one.present for one in found)
    if rule.quiet and somebody:
        found = tuple(one for one in found if one.present)
    return [
        Recipient(one.staff, rule, rule.ack is not None and (one.present or not somebody)) for one in found
    ]

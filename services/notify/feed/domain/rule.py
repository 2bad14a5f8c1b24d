"""Rules: the rows of the rulebook."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from shared.contracts.base import Event
from shared.contracts.notify import Urgency
from shared.contracts.words import Role, TicketClass


@dataclass(frozen=True)
class Named:
    """Audience: the person, or each of the people, whom this field of the event names, at whatever branch
    they work."""

    field: str


@dataclass(frozen=True)
class RoleOf:
    """Audience: the people with the role that this field of the event names."""

    field: str


@dataclass(frozen=True)
class BankWide:
    """Audience: everybody with this role, wherever they are enrolled: people whose rights count everywhere.
    Those of a department that serves some branches are enrolled at each of them, and are told by their role
    there."""

    role: Role


@dataclass(frozen=True)
class Rule:
    """A row: `to` is told, with this urgency and these sentences, and acknowledges within `ack` if given.

    `kind` is the entry's kind, by which pages treat it. `quiet`: only those of a role who are at work are
    told (all of them, if nobody is), and no screen makes a sound or a show of it (D12). `never`: the field
    that names a person who cannot do what is asked; if nobody else has the role, those above are told.
    """

    to: Role | Named | RoleOf | BankWide
    urgency: Urgency
    kind: str
    zh: str
    en: str
    ack: timedelta | None = None
    when: Callable[[Event], bool] = lambda event: True
    quiet: bool = False
    never: str | None = None


def vip_comes(event: Event) -> bool:
    """Return whether the event is about a VIP: by the ticket's class, or the customer's segment."""
    segment = getattr(event, "segment", None)
    return getattr(event, "ticket_class", None) is TicketClass.VIP or bool(segment and segment.is_vip)


INFO, NOTICE, URGENT, ALARM = Urgency.INFO, Urgency.NOTICE, Urgency.URGENT, Urgency.ALARM
LOBBY, HEAD = Role.LOBBY_MANAGER, Role.BRANCH_HEAD
OPS, DESK = BankWide(Role.OPS), BankWide(Role.PRODUCT_DESK)
"""Operations runs every branch, and the need desk answers all of them."""
ADMINISTRATORS, AUDITORS = BankWide(Role.ADMINISTRATOR), BankWide(Role.AUDITOR)
MIN = timedelta(minutes=1)

Rows = Mapping[type[Event], tuple[Rule, ...]]
"""The rows of some events, by event, the strongest first."""

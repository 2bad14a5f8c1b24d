"""Events and staff as notify's tests need them."""

from datetime import UTC, datetime
from typing import Any

from services.notify.feed.domain.rules import recipients
from services.notify.staff.domain.directories import Directory, Member
from shared.contracts import customer, lobby
from shared.contracts.base import Event
from shared.contracts.notify import Urgency
from shared.contracts.words import Channel, ComplaintTopic, Role, TicketClass
from tests.contract.make_golden import example

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def sample(model: type[Event], *, full: bool) -> Event:
    """An event of this kind, with every field or only with those that it must have."""
    fields = model.model_fields.items()
    return model.model_validate(
        {name: example(field.annotation, name) for name, field in fields if full or field.is_required()}
    )


def issued(ticket_class: TicketClass = TicketClass.ORDINARY, **more: Any) -> lobby.TicketIssued:
    return lobby.TicketIssued(
        branch="B001",
        visit="v1",
        ticket=f"{ticket_class}001",
        ticket_class=ticket_class,
        channel=Channel.COUNTER,
        place=1,
        need="deposit",
        **more,
    )


def staffed(**roles: Role) -> Directory:
    members = (Member(staff=staff, roles=(role,), present=True) for staff, role in roles.items())
    return Directory(id="B001", members=tuple(members))


FULL = staffed(
    lobby=Role.LOBBY_MANAGER, head=Role.BRANCH_HEAD, region=Role.REGION_HEAD, teller=Role.TELLER,
    manager=Role.ACCOUNT_MANAGER,
)  # fmt: skip


def case(owner: str | None) -> customer.CaseOpened:
    return customer.CaseOpened(
        branch="B001", case="k1", topic=ComplaintTopic.FEES, raised_by="device:K1", case_owner=owner,
        take_over_by=NOW, answer_by=NOW,
    )  # fmt: skip


def told(event: Event, directory: Directory = FULL) -> dict[str, tuple[Urgency, bool]]:
    return {one.staff: (one.rule.urgency, one.asked) for one in recipients(event, directory)}

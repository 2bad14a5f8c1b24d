"""The table of who must know what."""

from datetime import UTC, datetime
from enum import Enum
from typing import Any, get_args, get_origin

import pytest
from pydantic.fields import FieldInfo

from services.notify.app import EVENT_HANDLERS
from services.notify.feed.domain.rule import Named, Rule, Urgency
from services.notify.feed.domain.rules import RULES, SILENT, recipients
from services.notify.feed.domain.words import C1, EN, ZH, facts_of, say
from services.notify.staff.domain.directories import Directory, Member
from shared.contracts import customer, lobby, referral, types_of
from shared.contracts.base import Event
from shared.contracts.customer import CustomerErased
from shared.contracts.notify import TokensRevoked
from shared.contracts.words import Channel, ComplaintTopic, Role, Segment, TicketClass

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ROWS = [(model, rule) for model, rules in RULES.items() for rule in rules]


def sample(model: type[Event], *, full: bool) -> Event:
    """An event of this kind, with every field or only with those that it must have."""
    fields = {
        name: _value(field) for name, field in model.model_fields.items() if full or field.is_required()
    }
    return model.model_construct(**{**_defaults(model), **fields, "branch": "B001"})


def _defaults(model: type[Event]) -> dict[str, Any]:
    return {name: field.default for name, field in model.model_fields.items() if not field.is_required()}


def _value(field: FieldInfo) -> Any:
    kinds = [kind for kind in (get_args(field.annotation) or [field.annotation]) if kind is not type(None)]
    kind = kinds[0]
    if get_origin(field.annotation) is tuple:
        return (next(iter(kind)),) if issubclass(kind, Enum) else ("word",)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    return {int: 2, float: 1.5, bool: True, datetime: NOW}.get(kind, "word")


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


def told(event: Event, directory: Directory = FULL) -> dict[str, tuple[Urgency, bool]]:
    return {one.staff: (one.rule.urgency, one.asked) for one in recipients(event, directory)}


def test_everything_that_is_heard_has_a_rule_or_is_silent_on_purpose() -> None:
    assert set(EVENT_HANDLERS) == set(RULES) | SILENT | {
        CustomerErased,
        TokensRevoked,
    }  # of which nobody is told
    assert not set(RULES) & SILENT


def test_everything_that_the_hall_tells_is_heard() -> None:
    spared = {
        lobby.CustomerArrived,  # TicketIssued follows
        *(lobby.NumberBlockGranted, lobby.DeviceEventRefused),  # the machine alone minds
    }
    assert set(types_of({"lobby", "referral"})) - spared <= set(EVENT_HANDLERS)


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize(("model", "rule"), ROWS)
def test_every_rule_speaks_both_languages_of_its_facts(model: type[Event], rule: Rule, full: bool) -> None:
    facts = facts_of(sample(model, full=full))
    for template, language in ((rule.zh, ZH), (rule.en, EN)):
        text = say(template, facts, language)
        assert text
        assert "{" not in text
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in say(rule.en, facts, EN))


@pytest.mark.parametrize(("model", "rule"), ROWS)
def test_a_rule_that_names_a_person_names_a_field_of_the_event(model: type[Event], rule: Rule) -> None:
    assert not isinstance(rule.to, Named) or rule.to.field in model.model_fields


@pytest.mark.parametrize("rules", RULES.values())
def test_the_rows_of_an_event_begin_with_the_most_urgent(rules: tuple[Rule, ...]) -> None:
    order = [list(Urgency).index(rule.urgency) for rule in rules]
    assert order == sorted(order, reverse=True)


@pytest.mark.parametrize("model", RULES)
def test_an_entry_carries_nothing_beyond_c1(model: type[Event]) -> None:
    assert set(facts_of(sample(model, full=True))) <= C1


def test_the_lobby_manager_learns_of_every_arrival() -> None:
    assert told(issued()) == {"lobby": (Urgency.INFO, False)}


def test_a_vip_is_welcomed_by_the_lobby_manager_and_announced_to_their_account_manager() -> None:
    vip = issued(TicketClass.VIP, segment=Segment.VIP, account_manager="far.away")
    assert told(vip) == {"lobby": (Urgency.URGENT, True), "far.away": (Urgency.URGENT, False)}


def test_only_a_vip_is_seen_off() -> None:
    def done(ticket_class: TicketClass) -> lobby.ServiceCompleted:
        return lobby.ServiceCompleted(
            branch="B001", visit="v1", ticket="1", ticket_class=ticket_class, counter="3", served_seconds=60
        )

    assert told(done(TicketClass.ORDINARY)) == {}
    assert told(done(TicketClass.VIP)) == {"lobby": (Urgency.NOTICE, False)}


def test_only_a_vip_is_announced_when_recognised() -> None:
    def recognised(segment: Segment) -> customer.CustomerRecognised:
        return customer.CustomerRecognised(
            branch="B001",
            visit="v1",
            customer="C1",
            masked_name="王**",
            segment=segment,
            account_manager="am",
        )

    assert told(recognised(Segment.MASS)) == {}
    assert set(told(recognised(Segment.PRIVATE))) == {"lobby", "am"}


def case(owner: str | None) -> customer.CaseOpened:
    return customer.CaseOpened(
        branch="B001", case="k1", topic=ComplaintTopic.FEES, raised_by="device:K1", case_owner=owner,
        take_over_by=NOW, answer_by=NOW,
    )  # fmt: skip


def test_a_complaint_alarms_owner_head_and_lobby_and_nobody_twice() -> None:
    alarm = (Urgency.ALARM, True)
    assert told(case("manager")) == {"manager": alarm, "head": alarm, "lobby": alarm}
    assert [one.staff for one in recipients(case("head"), FULL)] == ["head", "lobby"]
    assert told(case(None)) == {"head": alarm, "lobby": alarm}


def test_when_there_is_no_lobby_manager_those_above_are_asked() -> None:
    vip = issued(TicketClass.VIP)
    assert told(vip, staffed(head=Role.BRANCH_HEAD)) == {"head": (Urgency.URGENT, True)}
    assert told(vip, staffed(region=Role.REGION_HEAD)) == {"region": (Urgency.URGENT, True)}
    assert told(issued(), staffed(head=Role.BRANCH_HEAD)) == {}


def test_everybody_of_a_role_is_told_and_those_who_are_there_are_asked() -> None:
    runtime = Member(staff="here", roles=(Role.LOBBY_MANAGER,), present=True)
    away = Member(staff="away", roles=(Role.LOBBY_MANAGER,), present=False)
    vip = issued(TicketClass.VIP)
    both = told(vip, Directory(id="B001", members=(runtime, away)))
    assert both == {"here": (Urgency.URGENT, True), "away": (Urgency.URGENT, False)}
    assert told(vip, Directory(id="B001", members=(away,))) == {"away": (Urgency.URGENT, True)}


def test_the_finder_hears_that_a_referral_was_taken() -> None:
    accepted = referral.ReferralAccepted(
        branch="B001", referral="r1", visit="v1", account_manager="manager", found_by="staff:teller"
    )
    assert told(accepted) == {"teller": (Urgency.INFO, False)}


def test_who_was_given_a_referral_by_the_head_is_told_urgently() -> None:
    given = referral.ReferralAccepted(
        branch="B001", referral="r1", visit="v1", account_manager="manager", found_by="teller",
        assigned_by="head",
    )  # fmt: skip
    assert told(given)["manager"] == (Urgency.URGENT, False)


def test_a_late_answer_is_not_called_a_complaint_that_nobody_took_over() -> None:
    late = customer.CaseEscalated(
        branch="B001", case="k1", level=2, case_owner="region", take_over_by=None, overdue="answer"
    )
    assert all("late" in one.rule.en for one in recipients(late, FULL))


@pytest.mark.parametrize(
    ("by", "told"),
    [("manager", {"head"}), ("head", {"region"}), ("region", {"head"})],
)
def test_who_wrote_an_answer_is_not_asked_to_approve_it(by: str, told: set[str]) -> None:
    roles = {"manager": Role.LOBBY_MANAGER, "head": Role.BRANCH_HEAD, "region": Role.REGION_HEAD}
    directory = staffed(**roles)
    answered = sample(customer.EnquiryAnswered, full=True).model_copy(update={"enquiry_owner": by})
    assert {one.staff for one in recipients(answered, directory)} == told
    two = staffed(**roles, other=Role.BRANCH_HEAD)
    assert {one.staff for one in recipients(answered, two)} == {"head", "other"} - {by}

"""The table of who must know what."""

import inspect
import pkgutil
import re

import pytest

from services.notify.app import EVENT_HANDLERS
from services.notify.feed.domain import rulebook
from services.notify.feed.domain.facts import C1, facts_of, names_in
from services.notify.feed.domain.rule import Named, Rule, Urgency
from services.notify.feed.domain.rulebook import BOOKS
from services.notify.feed.domain.rules import RULES, SILENT, recipients
from services.notify.feed.domain.sentences import say, values_of
from services.notify.feed.handlers import inform, refresh_floor_and_inform
from services.notify.staff.domain.directories import Directory, Member
from shared.contracts import customer, lobby, referral, types_of
from shared.contracts.base import Event
from shared.contracts.customer import CustomerErased, CustomerLocked, PortfolioHeld
from shared.contracts.notify import TokensRevoked
from shared.contracts.words import Role, Segment, TicketClass
from tests.unit.notify.building import FULL, case, issued, sample, staffed, told

ROWS = [(model, rule) for model, rules in RULES.items() for rule in rules]


def test_everything_that_is_consumed_has_a_rule_or_is_silent_on_purpose() -> None:
    assert set(EVENT_HANDLERS) == set(RULES) | SILENT | {
        CustomerErased,
        CustomerLocked,
        PortfolioHeld,
        TokensRevoked,
    }  # of which nobody is told
    assert not set(RULES) & SILENT


def test_an_event_stands_in_one_file_of_the_rulebook() -> None:
    """A second entry would take the place of the first."""
    named = [event for book in BOOKS for event in (*book.ROWS, *book.SILENT)]
    assert {event.__name__ for event in named if named.count(event) > 1} == set()


@pytest.mark.parametrize(
    "event", sorted({*RULES, *SILENT}, key=lambda event: event.type_name()), ids=lambda event: event.__name__
)
def test_what_notify_does_with_an_event_is_one_line_of_the_rulebook(event: type[Event]) -> None:
    line = re.compile(rf"(?<![\w.])(?:\w+\.)?{event.__name__}(?=[:,)])")
    found = [line.findall(inspect.getsource(book).split("ROWS: Rows", 1)[1]) for book in BOOKS]
    assert sum(map(len, found)) == 1
    assert EVENT_HANDLERS[event] in ([refresh_floor_and_inform], [inform])


def test_every_file_of_the_rulebook_is_in_it() -> None:
    files = {one.name for one in pkgutil.iter_modules(rulebook.__path__)}
    assert {book.__name__.rpartition(".")[2] for book in BOOKS} == files


def test_a_fact_that_a_sentence_names_may_be_kept_without_being_listed_elsewhere() -> None:
    assert names_in("{ticket}号[（{counter}号柜台）]") == {"ticket", "counter"}
    for _, rule in ROWS:
        assert names_in(rule.zh) | names_in(rule.en) <= C1


def test_everything_that_the_hall_publishes_is_consumed() -> None:
    spared = {
        lobby.CustomerArrived,  # TicketIssued follows
        *(lobby.NumberBlockGranted, lobby.DeviceEventRefused),  # the machine alone minds
    }
    assert set(types_of({"lobby", "referral"})) - spared <= set(EVENT_HANDLERS)


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize(("model", "rule"), ROWS)
def test_every_rule_speaks_both_languages_of_its_facts(model: type[Event], rule: Rule, full: bool) -> None:
    event = sample(model, full=full)
    values = values_of(event, facts_of(event))
    for template, language in ((rule.zh, "zh"), (rule.en, "en")):
        text = say(template, values, language)
        assert text
        assert "{" not in text
    assert not any(
        "\u4e00" <= letter <= "\u9fff" for letter in say(rule.en, values_of(event, facts_of(event)), "en")
    )


@pytest.mark.parametrize(("model", "rule"), ROWS)
def test_a_rule_that_names_a_person_names_a_field_of_the_event(model: type[Event], rule: Rule) -> None:
    assert not isinstance(rule.to, Named) or rule.to.field in model.model_fields


@pytest.mark.parametrize("rules", RULES.values())
def test_the_rows_of_an_event_begin_with_the_most_urgent(rules: tuple[Rule, ...]) -> None:
    order = [list(Urgency).index(rule.urgency) for rule in rules]
    assert order == sorted(order, reverse=True)


@pytest.mark.parametrize("model", RULES)
def test_an_entry_carries_nothing_beyond_c1(model: type[Event]) -> None:
    facts = set(facts_of(sample(model, full=True)))
    assert facts <= C1
    assert not facts & {"name", "phone", "address", "words", "identity", "card", "contact", "secret"}


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
    present = Member(staff="here", roles=(Role.LOBBY_MANAGER,), present=True)
    away = Member(staff="away", roles=(Role.LOBBY_MANAGER,), present=False)
    vip = issued(TicketClass.VIP)
    both = told(vip, Directory(id="B001", members=(present, away)))
    assert both == {"here": (Urgency.URGENT, True), "away": (Urgency.URGENT, False)}
    assert told(vip, Directory(id="B001", members=(away,))) == {"away": (Urgency.URGENT, True)}


def test_the_finder_learns_that_a_referral_was_taken() -> None:
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

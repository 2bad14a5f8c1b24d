"""The timeline: each event that concerns a customer is one line, with its cause (W3)."""

from datetime import timedelta

import pytest

from services.customer.app import EVENT_HANDLERS
from services.customer.cases.commands import OpenCase, TakeOverCase
from services.customer.cases.domain.case import Case, NewComplaint
from services.customer.files.commands import EraseCustomer
from services.customer.files.handlers import recognise_customer
from services.customer.timeline.domain import TimelineLine, place_of
from services.customer.timeline.handlers import add_line, erase_timeline
from services.customer.timeline.queries import erase_lines
from services.customer.timeline.table import LINES, WITHOUT_LINE
from shared.contracts.base import MODELS, Event, types_of
from shared.contracts.customer import (
    CaseOpened,
    CustomerErased,
    CustomerRecognised,
    EnquiryOpened,
    RelationKind,
    RelationRecorded,
    RelationSource,
)
from shared.contracts.lobby import ComplaintRaised, QuestionRecorded, ServiceCompleted
from shared.contracts.referral import ReferralClosed, ReferralOutcome
from shared.contracts.words import ComplaintTopic, QuestionTopic, TicketClass
from tests.unit.acting import MORNING, World
from tests.unit.customer.building import CARD, arrived, bank, new_file

OWNERS = ("customer", "lobby", "referral")
SERVED = ServiceCompleted(
    branch="B2", visit="V1", ticket="A001", ticket_class=TicketClass.ORDINARY, counter="3", served_seconds=240
)


async def hear(world: World, event: Event, id: str = "event-1", **cause: str) -> None:
    """Let the service react to an event as its table says."""
    await world.act(EVENT_HANDLERS[type(event)], event, id=id, **cause)


def lines(world: World) -> list[TimelineLine]:
    """The lines of all customers, the earliest first."""
    found = [one for (model, _), one in world.documents.items() if model is TimelineLine]
    return sorted((one for one in found if isinstance(one, TimelineLine)), key=lambda line: line.place)


def named_in(event: type[Event]) -> bool:
    return bool({"customer", "introduced", "survivor"} & event.model_fields.keys())


def test_every_event_that_names_a_customer_has_a_line_or_a_reason_to_have_none() -> None:
    concerned = {event for event in types_of(OWNERS) if named_in(event)}
    assert concerned - {*LINES, *WITHOUT_LINE} == set(), "add them to services/customer/timeline/table.py"
    assert not LINES.keys() & WITHOUT_LINE.keys()
    assert concerned >= WITHOUT_LINE.keys()


@pytest.mark.parametrize("event", LINES, ids=lambda event: event.__name__)
def test_a_line_says_fields_that_its_event_has(event: type[Event]) -> None:
    rule = LINES[event]
    assert {*rule.facts, *rule.customers} <= event.model_fields.keys()
    assert rule.customers or "visit" in event.model_fields
    assert not {"masked_name", "words", "name", "phone"} & {*rule.facts}


async def test_an_event_is_one_line_with_its_actor_and_its_cause():
    world = await bank()
    opened = CaseOpened(
        branch="B2",
        case="K1",
        topic=ComplaintTopic.FEES,
        raised_by="staff:lm.1",
        case_owner="lm.1",
        take_over_by=MORNING,
        answer_by=MORNING,
        customer="C1",
    )
    for _ in range(2):
        await hear(world, opened, actor="staff:lm.1", causation_id="command-1", correlation_id="V1")
    (line,) = lines(world)
    assert (line.customer, line.branch, line.kind, line.group) == ("C1", "B2", "case_opened", "case")
    assert (line.event, line.cause, line.actor) == ("event-1", "command-1", "staff:lm.1")
    assert (line.correlation, line.at) == ("V1", MORNING)
    assert line.facts["topic"] == "fees"


async def test_what_the_hall_says_of_a_visit_is_the_line_of_whoever_was_recognised_in_it():
    world = await bank(new_file(credentials=(CARD,)))
    await world.act(recognise_customer, arrived(CARD))
    await hear(world, SERVED)
    (line,) = lines(world)
    assert (line.customer, line.kind, line.facts["served_seconds"]) == ("C1", "service_completed", 240)


async def test_a_visit_of_nobody_known_has_no_line():
    world = await bank()
    await world.act(recognise_customer, arrived(None))
    await hear(world, SERVED)
    await hear(
        world, CustomerRecognised(branch="B2", visit="V2", customer="C9", masked_name="", segment="mass")
    )
    assert lines(world) == []


async def test_a_relation_is_a_line_for_both():
    world = await bank(new_file(), new_file("C2", credentials=()))
    recorded = RelationRecorded(
        branch="B1",
        customer="C1",
        other="C2",
        relation="R1",
        kind=RelationKind.SPOUSE,
        source=RelationSource.CUSTOMER,
        recorded_by="am.1",
    )
    await hear(world, recorded)
    assert [line.customer for line in lines(world)] == ["C1", "C2"]


async def test_a_complaint_at_a_machine_is_a_case_of_whoever_was_recognised():
    world = await bank(new_file(credentials=(CARD,)))
    await world.act(recognise_customer, arrived(CARD))
    raised = ComplaintRaised(branch="B2", complaint="K1", topic=ComplaintTopic.WAITING, visit="V1")
    await hear(world, raised)
    assert world.get(Case, "K1").customer == "C1"
    await world.do(TakeOverCase("K1", "lm.1"))
    assert {one.customer for one in world.events() if "case" in type(one).model_fields} == {"C1"}


async def test_a_case_that_staff_open_for_a_visit_carries_its_customer():
    world = await bank(new_file(credentials=(CARD,)))
    await world.act(recognise_customer, arrived(CARD))
    await world.do(OpenCase("K1", NewComplaint("B2", ComplaintTopic.FEES, "staff:lm.1", visit="V1")))
    assert [one.customer for one in world.events(CaseOpened)] == ["C1"]


async def test_a_question_in_a_visit_carries_its_customer():
    world = await bank(new_file(credentials=(CARD,)))
    await world.act(recognise_customer, arrived(CARD))
    question = QuestionRecorded(
        branch="B2", record="M1", topic=QuestionTopic.FEES, recorded_by="lm.1", visit="V1"
    )
    await hear(world, question)
    assert [one.customer for one in world.events(EnquiryOpened)] == ["C1"]


async def test_an_erased_customer_has_no_line_and_gets_none():
    world = await bank()
    gone: list[str] = []
    world.looks[erase_lines] = lambda customer: gone.append(customer) or 1
    await hear(world, CLOSED)
    assert len(lines(world)) == 1
    await world.do(EraseCustomer("C1"))
    await world.act(erase_timeline, CustomerErased(branch="B1", customer="C1"))
    assert gone == ["C1"]
    assert world.timers["timeline:C1"].due > world.now
    await hear(world, CLOSED, id="event-2")
    assert len(lines(world)) == 1


CLOSED = ReferralClosed(
    branch="B1",
    referral="R1",
    visit="V1",
    need="wealth",
    found_by="lm.1",
    account_manager="am.1",
    outcome=ReferralOutcome.WON,
    closed_by="am.1",
    customer="C1",
)


def test_places_sort_as_times_do_whatever_their_zone():
    ids = ["b", "a"]
    times = [MORNING, MORNING + timedelta(milliseconds=1), MORNING + timedelta(days=400)]
    placed = [place_of(time, id) for time in times for id in ids]
    assert sorted(placed) == [place_of(time, id) for time in times for id in sorted(ids)]
    assert place_of(MORNING.astimezone(None), "a") == place_of(MORNING, "a")


def test_an_event_that_has_a_line_is_subscribed_to_for_it_and_no_other() -> None:
    assert {*LINES} == {event for event, handlers in EVENT_HANDLERS.items() if add_line in handlers}
    assert {event.type_name() for event in LINES} <= MODELS.keys()

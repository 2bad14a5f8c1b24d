"""A customer who was erased is named nowhere, and nothing that is heard late brings the name back (Q1)."""

from datetime import timedelta
from typing import Any

import pytest

from services.customer.audit.queries import glasses_about
from services.customer.enquiries.domain.statement import Statement
from services.customer.enquiries.queries import enquiries_of_customer
from services.customer.erasure.handlers import erase_traces
from services.customer.erasure.queries import drop_credentials
from services.customer.leads.domain import Lead
from services.lobby import app as lobby
from services.lobby.branch.domain.branches import Branch
from services.lobby.branch.domain.halls import Hall
from services.lobby.erasure.queries import drop_hashes
from services.lobby.journal.domain import LogLine
from services.lobby.queue.domain.card_holders import CardHolder
from services.lobby.queue.domain.visits import Visit
from services.lobby.tasks.domain.task import Task
from services.notify import app as notify
from services.notify.feed.domain.entries import Entry
from services.notify.staff.domain.directories import Directory, Member
from services.notify.staff.domain.feeds import Feed
from shared.contracts import types_of
from shared.contracts.customer import (
    CredentialLinked,
    CredentialRevoked,
    CustomerErased,
    CustomerRecognised,
)
from shared.contracts.lobby import TaskRaised, TicketIssued, VipReceived
from shared.contracts.words import Channel, Role, Segment, TicketClass
from shared.erasure import Erased, blank_published, naming
from tests.unit.acting import World

NAME = "欧***"
ERASED = CustomerErased(branch="B1", customer="C1")
LINKED = CredentialLinked(
    branch="B1", credential="card:01", customer="C1", masked_name=NAME, segment=Segment.VIP
)
ISSUED = TicketIssued(
    branch="B1",
    visit="V1",
    ticket="V001",
    ticket_class=TicketClass.VIP,
    channel=Channel.VIP_WINDOW,
    place=1,
    need="wealth",
    customer="C1",
    masked_name=NAME,
    segment=Segment.VIP,
)
RECEIVED = VipReceived(
    branch="B1", visit="V1", ticket="V001", place="lounge", customer="C1", masked_name=NAME
)
RECOGNISED = CustomerRecognised(
    branch="B1", visit="V1", customer="C1", masked_name=NAME, segment=Segment.VIP, needs=("wealth",)
)


def forgetting(world: World) -> World:
    """A world whose store finds what names somebody."""

    def look(customer: str, places: dict[Any, str], most: int | None) -> list[tuple[Any, str]]:
        found = []
        for (model, id), document in world.documents.items():
            facts = getattr(document, "facts", None) or document.model_dump()
            if model in places and facts.get("customer") == customer and facts.get("masked_name"):
                found.append((model, id))
        return found

    world.looks = {
        naming: look,
        blank_published: lambda customer: ["C1", "V1"],
        enquiries_of_customer: lambda customer: ["M1"],
        glasses_about: lambda customer: [],
        drop_credentials: lambda customer: 0,
        drop_hashes: lambda customer: 0,
    }
    return world


def visit(**known: Any) -> Visit:
    return Visit(
        id="V1",
        branch="B1",
        day="2026-03-02",
        ticket="V001",
        ticket_class=TicketClass.VIP,
        channel=Channel.VIP_WINDOW,
        place=1,
        need="wealth",
        arrived=World("lobby").now,
        **known,
    )


def hall() -> World:
    branch = Branch(id="B1", name_zh="测试支行", name_en="Test Branch", counters={"1": ("A", "G", "V")})
    known = {"customer": "C1", "masked_name": NAME, "segment": Segment.VIP}
    world = World("lobby", branch, visit(**known))
    world.documents[Hall, "B1"] = Hall.of(branch, world.now, None).evolve(version=1)
    return forgetting(world)


async def hear(world: World, event_handlers: Any, *events: Any) -> None:
    for event in events:
        await world.act(event_handlers[type(event)], event, correlation_id="V1")


def kept(world: World) -> str:
    return " ".join(repr(one) for one in world.documents.values())


async def test_the_hall_forgets_a_name_wherever_it_stands() -> None:
    world = hall()
    await hear(world, lobby.EVENT_HANDLERS, LINKED, ISSUED, RECEIVED)
    assert {type(one) for one in world.documents.values() if NAME in repr(one)} == {
        CardHolder,
        Visit,
        Task,
        LogLine,
    }
    await hear(world, lobby.EVENT_HANDLERS, ERASED)
    assert NAME not in kept(world)
    gone = world.get(Visit, "V1")
    assert (gone.customer, gone.ticket, gone.segment) == ("C1", "V001", None)


async def test_what_the_hall_hears_late_does_not_bring_the_name_back() -> None:
    world = hall()
    await hear(world, lobby.EVENT_HANDLERS, ERASED)
    await hear(world, lobby.EVENT_HANDLERS, LINKED, ISSUED, RECEIVED, RECOGNISED)
    assert NAME not in kept(world)
    assert world.get(Visit, "V1").needs == ()


async def test_an_arrival_under_way_is_looked_for_once_more() -> None:
    world = hall()
    await hear(world, lobby.EVENT_HANDLERS, ERASED)
    world.documents[Visit, "V2"] = visit(customer="C1", masked_name=NAME).evolve(id="V2", version=1)
    await world.wait(timedelta(minutes=1), lobby.TIMER_HANDLERS)
    assert NAME not in kept(world)
    assert not [one for one in world.timers if one.startswith("names:")]


def feeds() -> World:
    members = (Member(staff="lm", roles=(Role.LOBBY_MANAGER,), present=True),)
    return forgetting(World("notify", Directory(id="B1", members=members), Feed(id="lm")))


async def test_the_feeds_forget_a_name_in_facts_and_in_words() -> None:
    world = feeds()
    await hear(world, notify.EVENT_HANDLERS, ISSUED, RECEIVED, RECOGNISED)
    told = [one for one in world.documents.values() if isinstance(one, Entry)]
    assert len(told) >= 2
    assert all(NAME in one.text.zh for one in told)
    await hear(world, notify.EVENT_HANDLERS, ERASED)
    assert NAME not in kept(world)
    (first, *_) = (one for one in world.documents.values() if isinstance(one, Entry))
    assert (first.facts["customer"], first.facts["ticket"]) == ("C1", "V001")


async def test_the_feeds_forget_the_segment_in_words_also_where_it_is_quoted() -> None:
    world = feeds()
    await hear(world, notify.EVENT_HANDLERS, RECOGNISED.model_copy(update={"segment": Segment.PRIVATE}))
    told = [one for one in world.documents.values() if isinstance(one, Entry)]
    assert all("私行客户" in one.text.zh and "private banking" in one.text.en for one in told)
    passed_up = told[0].evolve(id="zhao.min:9", quoted=told[0].text)
    world.documents[Entry, passed_up.id] = passed_up
    await hear(world, notify.EVENT_HANDLERS, ERASED)
    assert told
    assert not any(word in kept(world) for word in (NAME, "私行客户", "private banking", "Segment.PRIVATE"))


async def test_an_entry_that_is_written_late_names_nobody() -> None:
    world = feeds()
    await hear(world, notify.EVENT_HANDLERS, ERASED, ISSUED, RECEIVED, RECOGNISED)
    assert [one for one in world.documents.values() if isinstance(one, Entry)]
    assert NAME not in kept(world)


async def test_what_an_erased_customer_left_to_be_reached_by_is_gone() -> None:
    lead = Lead(id="V1", branch="B1", need="wealth", taken_by="lm", name=b"n", phone=b"p", address=b"a")
    said = Statement(id="M1", branch="B1", taken_by="lm", words=b"words", name=b"n", phone=b"p")
    world = forgetting(World("customer", lead, said))
    await world.act(erase_traces, ERASED)
    left = world.get(Lead, "V1")
    assert (left.name, left.phone, left.address, left.need) == (None, None, None, "wealth")
    assert (world.get(Statement, "M1").phone, world.get(Statement, "M1").words) == (None, b"words")


async def test_hearing_of_an_erasure_twice_is_harmless() -> None:
    world = hall()
    await hear(
        world,
        lobby.EVENT_HANDLERS,
        ERASED,
        CredentialRevoked(branch="B1", credential="card:01", customer="C1"),
        ERASED,
    )
    assert world.get(Erased, "C1").version == 1


@pytest.mark.parametrize(
    "event", types_of(["lobby", "customer", "referral", "notify"]), ids=lambda one: one.name()
)
def test_an_event_that_tells_a_masked_name_says_whose_it_is(event: Any) -> None:
    assert "masked_name" not in event.model_fields or "customer" in event.model_fields


def test_a_task_says_whose_name_it_tells() -> None:
    assert {"customer", "masked_name"} <= set(TaskRaised.model_fields) & set(Task.model_fields)

"""The lobby log writes itself, and takes entries by hand (D11)."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from fastapi import Request

from services.lobby.branch.domain.branches import Branch
from services.lobby.commands import RIGHTS
from services.lobby.journal.api import readable, shown
from services.lobby.journal.commands import WriteLogEntry
from services.lobby.journal.domain import LOGGED, UNLOGGED, LogLine, place_of
from services.lobby.journal.handlers import write_log_entry, write_log_line
from services.lobby.subscriptions import EVENT_HANDLERS
from shared.access import Person
from shared.contracts import lobby
from shared.contracts.customer import CaseOpened
from shared.contracts.lobby import (
    CustomerArrived,
    LobbyEvent,
    LogEntryWritten,
    LogGroup,
    TicketCalled,
    TicketIssued,
)
from shared.contracts.lobby.words import LogEntryKind
from shared.contracts.words import (
    Care,
    Channel,
    ComplaintTopic,
    IncidentKind,
    Place,
    Role,
    Segment,
    TicketClass,
)
from shared.privacy import seal_words
from shared.runtime import Asking, ServiceRuntime
from tests.unit.acting import MORNING, World

BRANCH = Branch(id="B1", name_zh="测试支行", name_en="Test Branch")
CALLED = TicketCalled(
    branch="B1",
    visit="V1",
    ticket="A001",
    ticket_class=TicketClass.ORDINARY,
    counter="2",
    waited_seconds=240,
    score=4.0,
    reason="highest_score",
)
INCIDENT = lobby.IncidentRaised(
    branch="B1", incident="i1", kind=IncidentKind.OFFENDER, place=Place.COUNTERS, raised_by="staff:li"
)
MASTER = b"m" * 32


def caller(role: Role, covers: frozenset[tuple[str, Role]] = frozenset()) -> Asking:
    """A person who works at B1 and B2, as a route is given them."""
    person = Person("li.na", frozenset({role}), ("B1", "B2"), covers)
    request = SimpleNamespace(app=SimpleNamespace(state=SimpleNamespace(rights=RIGHTS)))
    runtime = SimpleNamespace(settings=SimpleNamespace(key=lambda _: MASTER, keys=lambda _: MASTER))
    return Asking(person, cast("Request", request), cast("ServiceRuntime", runtime))


def lines(world: World) -> list[LogLine]:
    found = [one for one in world.documents.values() if isinstance(one, LogLine)]
    return sorted(found, key=lambda line: line.place)


async def test_an_event_becomes_one_line_with_what_it_said():
    world = World("lobby", BRANCH)
    await world.act(write_log_line, CALLED, id="event-1", actor="staff:li.na")
    (line,) = lines(world)
    assert (line.id, line.day, line.at, line.kind) == ("event-1", "2026-03-02", MORNING, "ticket_called")
    assert (line.actor, line.visit, line.group) == ("staff:li.na", "V1", "visits")
    assert line.facts["waited_seconds"] == 240
    assert "runner_up" not in line.facts


async def test_a_line_belongs_to_the_branchs_own_day_of_the_event_and_not_of_the_writing():
    world = World("lobby", BRANCH)
    late = datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)  # one second before midnight in Shanghai
    world.now = datetime(2026, 3, 2, 16, 5, tzinfo=UTC)
    await world.act(write_log_line, CALLED, time=late)
    assert lines(world)[0].day == "2026-03-02"


async def test_lines_of_one_moment_stand_in_the_order_of_their_events():
    world = World("lobby", BRANCH)
    for id in ("01998d1e-2", "01998d1e-1", "01998d1e-3"):
        await world.act(write_log_line, CALLED, id=id)
    assert [line.id[-1] for line in lines(world)] == ["1", "2", "3"]
    assert place_of(MORNING, "z") < place_of(world.now.replace(second=1), "a")


async def test_who_the_customer_is_stays_as_masked_as_the_event_told_it():
    world = World("lobby", BRANCH)
    issued = TicketIssued(
        branch="B1",
        visit="V1",
        ticket="V001",
        ticket_class=TicketClass.VIP,
        channel=Channel.VIP_WINDOW,
        place=1,
        need="wealth",
        care=(Care.ELDERLY,),
        masked_name="陈**",
        segment=Segment.VIP,
    )
    await world.act(write_log_line, issued)
    facts = lines(world)[0].facts
    assert (facts["masked_name"], facts["care"]) == ("陈**", ["elderly"])


async def test_a_complaint_of_another_service_has_its_line_too():
    world = World("lobby", BRANCH)
    opened = CaseOpened(
        branch="B1",
        case="K1",
        topic=ComplaintTopic.WAITING,
        raised_by="staff:li.na",
        case_owner="wang.fang",
        take_over_by=MORNING,
        answer_by=MORNING,
    )
    await world.act(write_log_line, opened)
    (line,) = lines(world)
    assert (line.group, line.facts["topic"]) == ("customer", "waiting")


async def test_a_branch_without_a_hall_has_no_log():
    world = World("lobby")
    await world.act(write_log_line, CALLED)
    assert lines(world) == []


def test_every_event_of_the_hall_is_logged_unless_another_says_more():
    assert CustomerArrived in UNLOGGED
    assert set(LOGGED) <= set(EVENT_HANDLERS)
    assert all(EVENT_HANDLERS[event][-1] is write_log_line for event in LOGGED)
    assert not UNLOGGED & set(LOGGED)


async def test_an_entry_by_hand_stands_among_the_events_and_its_words_are_not_told():
    world = World("lobby", BRANCH)
    await world.act(write_log_line, CALLED)
    world.now += timedelta(minutes=1)
    new = WriteLogEntry("E1", "B1", LogEntryKind.MARKET_NEWS, "wang.fang", b"sealed")
    await world.do(new)
    assert [line.kind for line in lines(world)] == ["ticket_called", "market_news"]
    assert lines(world)[1].words == b"sealed"
    (told,) = world.events(LogEntryWritten)
    assert told == LogEntryWritten(branch="B1", entry="E1", kind="market_news", written_by="wang.fang")


async def test_the_same_entry_is_written_once():
    world = World("lobby", BRANCH)
    new = WriteLogEntry("E1", "B1", LogEntryKind.REMARK, "wang.fang", b"sealed")
    await world.act_together([(write_log_entry, new), (write_log_entry, new)])
    assert len(lines(world)) == 1
    assert len(world.events(LogEntryWritten)) == 1


def test_every_event_of_the_hall_declares_the_group_of_its_line():
    of_the_hall = [event for event in LOGGED if issubclass(event, LobbyEvent)]
    assert all(isinstance(event.group, LogGroup) for event in of_the_hall)
    quiet = {event for event in of_the_hall if event.group.is_quiet}
    assert quiet == {lobby.IncidentRaised, lobby.IncidentAttended, lobby.PoliceCalled, lobby.IncidentClosed}


async def test_moving_the_file_of_a_contract_does_not_make_incidents_public(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(lobby.IncidentRaised, "__module__", "shared.contracts.lobby.visits")
    world = World("lobby", BRANCH)
    await world.act(write_log_line, INCIDENT)
    assert readable(lines(world), caller(Role.AUDITOR)) == []
    assert readable(lines(world), caller(Role.LOBBY_MANAGER)) == lines(world)


async def test_who_covers_the_manager_reads_the_words_and_the_incidents():
    world = World("lobby", BRANCH)
    await world.act(write_log_line, INCIDENT)
    world.now += timedelta(minutes=1)
    words = seal_words(MASTER, "log/B1/E1", "客户很多") or b""
    await world.do(WriteLogEntry("E1", "B1", LogEntryKind.REMARK, "wang.fang", words))
    covering = caller(Role.TELLER, covers=frozenset({("B1", Role.LOBBY_MANAGER)}))
    seen = [shown(line, covering) for line in readable(lines(world), covering)]
    assert [(line.kind, line.words) for line in seen] == [("incident_raised", None), ("remark", "客户很多")]


async def test_who_covers_elsewhere_or_oversees_reads_neither():
    world = World("lobby", BRANCH)
    await world.act(write_log_line, INCIDENT)
    world.now += timedelta(minutes=1)
    words = seal_words(MASTER, "log/B1/E1", "客户很多") or b""
    await world.do(WriteLogEntry("E1", "B1", LogEntryKind.REMARK, "wang.fang", words))
    elsewhere = caller(Role.TELLER, covers=frozenset({("B2", Role.LOBBY_MANAGER)}))
    for person in (elsewhere, caller(Role.REGION_HEAD), caller(Role.AUDITOR)):
        seen = [shown(line, person) for line in readable(lines(world), person)]
        assert [(line.kind, line.words) for line in seen] == [("remark", None)]

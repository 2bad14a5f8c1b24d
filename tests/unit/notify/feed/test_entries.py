"""Feeds: numbered without gaps, told once, acknowledged or escalated."""

from datetime import timedelta

import pytest

from services.notify.app import EVENT_HANDLERS, TIMER_HANDLERS
from services.notify.feed.commands import AcknowledgeEntry
from services.notify.feed.domain.entries import Entry
from services.notify.floors.domain import Floor
from services.notify.staff.domain.directories import Directory, Member
from services.notify.staff.domain.feeds import Feed
from shared.contracts import lobby
from shared.contracts.notify import NotificationAcknowledged, NotificationEscalated
from shared.contracts.words import Role, TicketClass
from shared.errors import NotAllowed
from tests.unit.acting import World
from tests.unit.notify.building import case, issued

ROLES = {"li.na": Role.LOBBY_MANAGER, "zhao.min": Role.BRANCH_HEAD, "qian.duo": Role.REGION_HEAD}


def branch() -> World:
    members = tuple(Member(staff=staff, roles=(role,), present=True) for staff, role in ROLES.items())
    directory = Directory(id="B001", members=members)
    return World("notify", directory, *(Feed(id=staff) for staff in (*ROLES, "wang.wei")))


def entries(world: World, staff: str) -> list[Entry]:
    found = [one for one in world.documents.values() if isinstance(one, Entry) and one.staff == staff]
    return sorted(found, key=lambda one: one.n)


async def receive(world: World, *events: object) -> None:
    await world.act_together([(EVENT_HANDLERS[type(event)], event) for event in events], correlation_id="v1")  # type: ignore[index]


async def test_entries_are_numbered_without_gaps_within_and_across_batches() -> None:
    world = branch()
    for _ in range(3):
        answers = await world.act_together(
            [(EVENT_HANDLERS[lobby.TicketIssued], issued()) for _ in range(40)]
        )
        assert answers == [None] * 40
    found = entries(world, "li.na")
    assert [one.n for one in found] == list(range(1, 121))
    assert [one.id for one in found] == [f"li.na:{n}" for n in range(1, 121)]
    assert world.get(Feed, "li.na").last == 120


async def test_one_event_to_several_people_is_one_entry_each() -> None:
    world = branch()
    await receive(world, case("zhao.min"))
    told = [entries(world, staff) for staff in ("zhao.min", "li.na")]
    assert [len(one) for one in told] == [1, 1]
    assert {one[0].event for one in told} == {"cause-1"}
    assert {one[0].about for one in told} == {"k1"}
    assert entries(world, "qian.duo") == []


async def test_an_entry_keeps_the_correlation_id_and_the_cause_of_its_event() -> None:
    world = branch()
    await world.act(
        EVENT_HANDLERS[lobby.TicketIssued],
        issued(),
        id="e7",
        causation_id="device-event",
        correlation_id="v1",
    )
    (entry,) = entries(world, "li.na")
    assert (entry.event, entry.cause, entry.correlation_id, entry.at) == (
        "e7",
        "device-event",
        "v1",
        world.now,
    )


async def test_somebody_who_is_not_of_the_staff_gets_no_feed() -> None:
    world = branch()
    await receive(world, issued(TicketClass.VIP, account_manager="nobody"))
    assert (Feed, "nobody") not in world.documents
    assert len(entries(world, "li.na")) == 1


async def test_an_account_manager_of_another_branch_is_told() -> None:
    world = branch()
    await receive(world, issued(TicketClass.VIP, account_manager="wang.wei"))
    assert [one.kind for one in entries(world, "wang.wei")] == ["vip_arrived"]


async def test_whatever_happens_in_the_hall_wakes_its_floor() -> None:
    world = branch()
    await receive(world, issued(), lobby.CounterOpened(branch="B001", counter="1", staff="x", serves=()))
    floor = world.get(Floor, "B001")
    assert [one.event for one in floor.recent] == ["ticket_issued", "counter_opened"]
    assert [one.visit for one in floor.recent] == [issued().visit, None]
    assert (floor.count, floor.version) == (2, 2)


async def test_an_acknowledged_entry_is_left_alone() -> None:
    world = branch()
    await receive(world, issued(TicketClass.VIP))
    await world.do(AcknowledgeEntry("li.na:1", "li.na"))
    await world.wait(timedelta(minutes=30), TIMER_HANDLERS)
    assert world.events(NotificationEscalated) == []
    assert entries(world, "zhao.min") == []


async def test_acknowledging_again_changes_and_tells_nothing() -> None:
    world = branch()
    await receive(world, issued(TicketClass.VIP))
    await world.do(AcknowledgeEntry("li.na:1", "li.na"))
    first = world.get(Entry, "li.na:1")
    world.now += timedelta(minutes=1)
    await world.do(AcknowledgeEntry("li.na:1", "li.na"))
    assert world.get(Entry, "li.na:1") == first
    assert len(world.events(NotificationAcknowledged)) == 1


async def test_only_ones_own_entries_can_be_acknowledged() -> None:
    world = branch()
    await receive(world, issued(TicketClass.VIP))
    with pytest.raises(NotAllowed):
        await world.do(AcknowledgeEntry("li.na:1", "zhao.min"))


async def test_what_nobody_took_note_of_goes_up_one_level_at_a_time() -> None:
    world = branch()
    await receive(world, issued(TicketClass.VIP))
    await world.wait(timedelta(minutes=2, seconds=59), TIMER_HANDLERS)
    assert entries(world, "zhao.min") == []
    await world.wait(timedelta(seconds=1), TIMER_HANDLERS)
    (first,) = entries(world, "zhao.min")
    assert (first.kind, first.facts["missed"], first.needs_ack) == ("unacknowledged", ["li.na"], True)
    assert first.text.en.startswith("Not acknowledged by li.na: “VIP")
    assert world.get(Entry, "li.na:1").escalated_to == ("zhao.min",)
    await world.wait(timedelta(minutes=3), TIMER_HANDLERS)
    assert [one.facts["missed"] for one in entries(world, "qian.duo")] == [["zhao.min"]]
    await world.wait(timedelta(hours=1), TIMER_HANDLERS)
    told = [(one.entry, one.escalated_to) for one in world.events(NotificationEscalated)]  # type: ignore[attr-defined]
    assert told == [("li.na:1", ("zhao.min",)), ("zhao.min:1", ("qian.duo",))]


async def test_what_goes_up_quotes_the_first_text_and_nests_no_quotation() -> None:
    world = branch()
    await receive(world, issued(TicketClass.VIP))
    first = world.get(Entry, "li.na:1").text
    await world.wait(timedelta(minutes=6), TIMER_HANDLERS)
    for above, missed in (("zhao.min", "li.na"), ("qian.duo", "zhao.min")):
        (entry,) = entries(world, above)
        assert entry.text.zh == f"{missed}未确认：“{first.zh}”"
        assert entry.text.en == f"Not acknowledged by {missed}: “{first.en}”"


async def test_a_superior_is_told_once_of_several_who_took_no_note() -> None:
    world = branch()
    directory = world.get(Directory, "B001")
    second = Member(staff="wang.wei", roles=(Role.LOBBY_MANAGER,), present=True)
    world.documents[Directory, "B001"] = directory.with_member(second)
    await receive(world, issued(TicketClass.VIP))
    await world.wait(timedelta(minutes=3), TIMER_HANDLERS)
    (entry,) = entries(world, "zhao.min")
    assert entry.facts["missed"] == ["li.na", "wang.wei"]


async def test_a_branch_head_who_misses_an_alarm_is_not_their_own_superior() -> None:
    world = branch()
    await receive(world, case("zhao.min"))
    await world.do(AcknowledgeEntry("li.na:1", "li.na"))
    await world.wait(timedelta(minutes=5), TIMER_HANDLERS)
    assert [one.kind for one in entries(world, "zhao.min")] == ["case_opened"]
    assert [one.kind for one in entries(world, "qian.duo")] == ["unacknowledged"]

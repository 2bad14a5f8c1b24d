"""Checklists before opening, during the day and after closing (P1 to P7, D3, D7, E1, E2)."""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.lobby.day.commands import BeginChecklist, ChangeTemplate, MarkItems
from services.lobby.day.domain.checklists import (
    Checklist,
    Marks,
    ReportsOtherwise,
    UnknownItem,
    begin,
    checklist_id,
    mark,
)
from services.lobby.day.domain.days import (
    BranchDay,
    DayIsOver,
    DayOverride,
    DayState,
    ItemsOpen,
    close_day,
    open_day,
    reopen,
)
from services.lobby.day.domain.self_reports import SelfReports
from services.lobby.day.domain.standard_checklists import CLOSING, OPENING, STANDARD
from services.lobby.day.domain.templates import (
    EditionChanged,
    Editions,
    Item,
    ItemsTwice,
    Template,
    change,
    spread,
)
from services.lobby.devices.domain.devices import Device, hash_secret
from services.lobby.devices.domain.equipment import Equipment
from services.lobby.equipment.commands import PlaceDevice, ReportStatus
from services.lobby.equipment.domain import SelfReport
from services.lobby.materials.commands import HandLeaflet, HangNotice, StockLeaflets
from services.lobby.materials.domain import Leaflet, NoticeBoard, Rack
from services.lobby.subscriptions import EVENT_HANDLERS
from services.lobby.tasks.commands import CompleteTask
from shared.contracts import lobby
from shared.contracts.devices import XfsStatus
from shared.contracts.lobby import ChecklistKind, FixtureFault, Marking, OverrideReason
from shared.contracts.words import DeviceKind
from tests.unit.acting import MORNING, World
from tests.unit.lobby.day.building import DAY, branch

KIND = ChecklistKind.OPENING


def marking(
    *items: str, found: Marking = Marking.OK, by: str = "li", fault: FixtureFault | None = None
) -> MarkItems:
    return MarkItems("B1", KIND, Marks(items, found, by, fault))


def faulty(item: str, fault: FixtureFault = FixtureFault.BROKEN) -> MarkItems:
    return marking(item, found=Marking.FAULTY, fault=fault)


def checklist(world: World, kind: ChecklistKind = KIND, number: int = 1) -> Checklist:
    return world.get(Checklist, checklist_id("B1", DAY, kind, number))


def state(world: World, item: str, reports: SelfReports | None = None) -> Marking:
    found = checklist(world)
    return found.state(next(one for one in found.items if one.id == item), reports or SelfReports(DAY))


async def test_the_first_tick_begins_the_preparations():
    world = await branch()
    await world.do(marking("fire"))
    assert [event.name() for event in world.events()] == [
        "checklist_begun",
        "preparations_began",
        "checklist_marked",
    ]
    assert {one.correlationid for one in world.published} == {f"B1:{DAY}"}
    assert state(world, "fire") is Marking.OK


async def test_the_standard_list_has_items_for_every_duty_and_every_counter():
    world = await branch()
    await world.do(BeginChecklist("B1", KIND, "li"))
    items = checklist(world).items
    assert {item.duty for item in items} == {f"P{n}" for n in range(1, 8)}
    assert {item.id for item in items if item.counter} == {"pens:1", "pens:2", "forms:1", "forms:2"}
    assert {item.duty for item in CLOSING} == {"E1", "E2", "E3", "E4"}


@pytest.mark.parametrize("kind", ChecklistKind)
def test_every_item_of_the_standard_lists_has_both_languages_and_an_id_of_its_own(kind: ChecklistKind):
    items = STANDARD[kind]
    assert len({item.id for item in items}) == len(items)
    for item in items:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in item.zh)
        assert item.en.isascii()


async def test_a_group_is_ticked_at_once_and_who_and_when_is_kept():
    world = await branch()
    await world.do(marking("pens:1", "forms:1", "pens:2", by="wu"))
    marks = checklist(world).marks
    assert set(marks) == {"pens:1", "forms:1", "pens:2"}
    assert {(one.by, one.at) for one in marks.values()} == {("wu", MORNING)}
    (told,) = world.events(lobby.ChecklistMarked)
    assert told.items == ("pens:1", "forms:1", "pens:2")


async def test_what_was_ticked_stays_with_who_saw_it_first():
    world = await branch()
    await world.do(marking("fire", by="li"))
    await world.do(marking("fire", "cups", by="wu"))
    marks = checklist(world).marks
    assert (marks["fire"].by, marks["cups"].by) == ("li", "wu")
    assert [event.items for event in world.events(lobby.ChecklistMarked)] == [("fire",), ("cups",)]


async def test_a_fault_is_told_with_its_duty_and_its_correction_too():
    world = await branch()
    await world.do(faulty("forms:2", FixtureFault.EMPTY))
    (told,) = world.events(lobby.FixtureFaulted)
    assert (told.duty, told.place, told.counter, told.fault) == ("P1", "counter", "2", FixtureFault.EMPTY)
    assert state(world, "forms:2") is Marking.FAULTY
    await world.do(marking("forms:2"))
    (corrected,) = world.events(lobby.FixtureCorrected)
    assert corrected.item == "forms:2"
    assert state(world, "forms:2") is Marking.OK


async def test_what_was_repaired_is_in_order_on_the_list_that_found_it_faulty():
    world = await branch()
    await world.do(faulty("forms:2", FixtureFault.EMPTY))
    (told,) = world.events(lobby.FixtureFaulted)
    await world.act(EVENT_HANDLERS[lobby.FixtureFaulted], told)
    (task,) = world.events(lobby.TaskRaised)
    await world.do(CompleteTask(task.task, "wu"))
    (done,) = world.events(lobby.TaskDone)
    await world.act(EVENT_HANDLERS[lobby.TaskDone], done)
    assert state(world, "forms:2") is Marking.OK
    assert checklist(world).marks["forms:2"].by == "wu"
    (corrected,) = world.events(lobby.FixtureCorrected)
    await world.act(EVENT_HANDLERS[lobby.FixtureCorrected], corrected)
    assert len(world.events(lobby.TaskDone)) == 1


async def test_another_fault_of_the_same_thing_is_told_anew_and_the_same_one_is_not():
    world = await branch()
    for fault in (FixtureFault.DIRTY, FixtureFault.DIRTY, FixtureFault.BROKEN):
        await world.do(faulty("seats", fault))
    assert [event.fault for event in world.events(lobby.FixtureFaulted)] == ["dirty", "broken"]


async def test_a_tick_is_taken_back():
    world = await branch()
    await world.do(marking("fire"))
    await world.do(marking("fire", "cups", found=Marking.OPEN))
    assert state(world, "fire") is Marking.OPEN
    assert world.events(lobby.ChecklistMarked)[-1].items == ("fire",)


async def test_an_item_that_is_not_on_the_list_is_refused():
    world = await branch()
    with pytest.raises(UnknownItem):
        await world.do(marking("fire", "roof"))


async def test_an_expired_notice_keeps_the_board_from_being_in_order_whatever_is_ticked():
    world = await branch()
    await world.do(HangNotice("B1", "n1", "利率", DAY, "li"))
    await world.do(marking("cups"))
    board = world.get(NoticeBoard, "B1")
    assert state(world, "notices", SelfReports(DAY, board)) is Marking.OK
    late = SelfReports("2026-03-03", board)
    assert state(world, "notices", late) is Marking.FAULTY
    found = checklist(world)
    with pytest.raises(ReportsOtherwise):
        mark(found, Marks(("notices",), Marking.OK, "li"), late, MORNING)
    (kept, _) = mark(found, Marks(("notices", "fire"), Marking.OK, "li"), late, MORNING).changes[0]
    assert set(kept.marks) == {"cups", "fire"}


async def test_leaflets_count_themselves_and_a_person_sees_more():
    world = await branch()
    leaflet = Leaflet(product="wealth", zh="理财", en="Wealth", stock=5, minimum=5)
    await world.do(StockLeaflets("B1", "l1", leaflet, "li"))
    await world.do(faulty("leaflets", FixtureFault.DIRTY))
    rack = world.get(Rack, "B1")
    assert state(world, "leaflets", SelfReports(DAY, None, rack)) is Marking.FAULTY
    await world.do(marking("leaflets"))
    assert state(world, "leaflets", SelfReports(DAY, None, rack)) is Marking.OK
    await world.do(HandLeaflet("B1", "l1", "li"))
    with pytest.raises(ReportsOtherwise):
        await world.do(marking("leaflets"))


async def test_a_device_reports_itself_and_one_that_is_silent_about_itself_is_looked_at():
    world = await branch()
    for name, kind in (("Q1", DeviceKind.QUEUE_MACHINE), ("D1", DeviceKind.DISPLAY)):
        known = Device(id=f"B1.{name}", branch="B1", name=name, secret_hash=hash_secret("s"))
        world.documents[Device, known.id] = known
        await world.do(PlaceDevice("B1", name, kind, ()))
    for status, expected in (
        (XfsStatus.HARDWARE_ERROR, Marking.FAULTY),
        (XfsStatus.ONLINE, Marking.OK),
    ):
        world.now += timedelta(minutes=1)
        await world.do(ReportStatus("e1", "B1", "Q1", SelfReport(status, {}, world.now)))
        await world.do(BeginChecklist("B1", KIND, "li"))
        reports = SelfReports(DAY, equipment=world.get(Equipment, "B1"))
        assert state(world, "queue_machine", reports) is expected
        if expected is Marking.FAULTY:
            with pytest.raises(ReportsOtherwise):
                await world.do(marking("queue_machine"))
    assert state(world, "displays", reports) is Marking.OPEN
    await world.do(marking("displays"))
    assert state(world, "displays", reports) is Marking.OK
    one = Item(id="q1", duty="P2", zh="叫号机", en="Queue machine", place="hall", device="Q1")
    assert reports.of(one) is True
    assert reports.of(one.model_copy(update={"device": "Q9"})) is None


async def test_a_list_is_complete_when_nothing_is_left_to_look_at():
    world = await branch()
    await world.do(BeginChecklist("B1", KIND, "li"))
    ids = [item.id for item in checklist(world).items]
    await world.do(faulty(ids[0]))
    await world.do(marking(*ids[1:-1]))
    assert world.events(lobby.ChecklistCompleted) == []
    await world.do(marking(ids[-1]))
    (told,) = world.events(lobby.ChecklistCompleted)
    assert told.faulty == 1
    assert checklist(world).missing(SelfReports(DAY)) == (ids[0],)


async def test_a_patrol_that_is_done_is_followed_by_another():
    world = await branch()
    patrol = BeginChecklist("B1", ChecklistKind.PATROL, "li")
    await world.do(patrol)
    await world.do(patrol)
    ids = tuple(item.id for item in checklist(world, ChecklistKind.PATROL).items)
    await world.do(MarkItems("B1", ChecklistKind.PATROL, Marks(ids, Marking.OK, "li")))
    await world.do(patrol)
    await world.do(MarkItems("B1", ChecklistKind.PATROL, Marks(ids[:1], Marking.OK, "li")))
    assert set(checklist(world, ChecklistKind.PATROL, 2).marks) == {ids[0]}
    assert len(world.events(lobby.ChecklistBegun)) == 2


async def test_a_running_list_keeps_the_edition_it_began_with():
    world = await branch()
    await world.do(marking("fire"))
    roof = Item(id="roof", duty="P6", zh="屋顶完好", en="Roof is whole", place="front", mandatory=True)
    await world.do(ChangeTemplate("B1", KIND, (roof,), "head"))
    assert (checklist(world).edition, len(checklist(world).items)) == (0, len(spread(OPENING, ("1", "2"))))
    world.now += timedelta(days=1)
    await world.do(marking("roof"))
    tomorrow = world.get(Checklist, checklist_id("B1", "2026-03-03", KIND))
    assert (tomorrow.edition, tomorrow.items) == (1, (roof,))
    (told,) = world.events(lobby.TemplateChanged)
    assert (told.edition, told.by) == (1, "head")


async def test_an_edition_is_never_changed():
    world = await branch()
    for n in (1, 2, 3):
        item = Item(id=f"i{n}", duty="P4", zh="座椅", en="Seats", place="hall")
        await world.do(ChangeTemplate("B1", KIND, (item,), "head"))
    kept = {id: doc for (model, id), doc in world.documents.items() if model is Template}
    assert {id: [one.id for one in doc.items] for id, doc in kept.items()} == {
        f"B1:opening:{n}": [f"i{n}"] for n in (1, 2, 3)
    }
    assert {doc.version for doc in kept.values()} == {1}
    assert world.get(Editions, "B1").of(KIND) == 3


async def test_an_edition_made_from_one_that_counts_no_more_is_refused():
    world = await branch()
    mine, theirs = (Item(id=id, duty="P4", zh="座椅", en="Seats", place="hall") for id in ("mine", "theirs"))
    await world.do(ChangeTemplate("B1", KIND, (theirs,), "head", 0))
    with pytest.raises(EditionChanged):
        await world.do(ChangeTemplate("B1", KIND, (mine,), "manager", 0))
    assert world.get(Editions, "B1").of(KIND) == 1
    await world.do(ChangeTemplate("B1", KIND, (theirs, mine), "manager", 1))
    assert world.get(Template, "B1:opening:2").items == (theirs, mine)


def test_two_items_of_one_id_are_refused():
    item = Item(id="i", duty="P4", zh="座椅", en="Seats", place="hall")
    with pytest.raises(ItemsTwice):
        change(Editions(id="B1"), KIND, (item, item), "head")


ITEMS = spread(OPENING, ("1",))
IDS = st.sampled_from([item.id for item in ITEMS])
GROUPS = st.lists(IDS, min_size=1, max_size=30, unique=True)
FAULTS = st.sampled_from(list(FixtureFault))


class DayWithChecklist(RuleBasedStateMachine):
    """Any order of ticks, faults, openings and closings of one day."""

    def __init__(self) -> None:
        super().__init__()
        _, self.list = begin("B1", DAY, KIND, 0, ITEMS, "li", MORNING)
        self.day = BranchDay(id=f"B1:{DAY}", branch="B1", day=DAY, timezone="Asia/Shanghai")
        self.last: dict[str, FixtureFault | None] = {}
        self.faults_told: dict[str, FixtureFault] = {}

    def _mark(self, group: list[str], marking: Marking, fault: FixtureFault | None = None) -> None:
        decision = mark(self.list, Marks(tuple(group), marking, "li", fault), SelfReports(DAY), MORNING)
        for document, events in decision.changes:
            assert isinstance(document, Checklist)
            self.list = document
            for event in events:
                if isinstance(event, lobby.FixtureFaulted):
                    self.faults_told[event.item] = event.fault
                if isinstance(event, lobby.FixtureCorrected):
                    del self.faults_told[event.item]

    @rule(group=GROUPS)
    def tick(self, group: list[str]) -> None:
        self._mark(group, Marking.OK)
        self.last |= dict.fromkeys(group, None)

    @rule()
    def tick_all(self) -> None:
        self.tick([item.id for item in ITEMS])

    @rule(group=GROUPS, fault=FAULTS)
    def find_faulty(self, group: list[str], fault: FixtureFault) -> None:
        self._mark(group, Marking.FAULTY, fault)
        self.last |= dict.fromkeys(group, fault)

    @rule(group=GROUPS)
    def take_back(self, group: list[str]) -> None:
        self._mark(group, Marking.OPEN)
        for id in group:
            self.last.pop(id, None)

    def _told(self, decision: object) -> list[object]:
        told = []
        for document, events in decision.changes:  # type: ignore[attr-defined]
            self.day = document
            told += events
        return told

    @precondition(lambda self: self.day.state is DayState.PREPARING)
    @rule(override=st.booleans())
    def open(self, override: bool) -> None:
        missing = self.list.missing(SelfReports(DAY))
        reason = DayOverride(OverrideReason.EMERGENCY) if override else None
        if missing and not override:
            with pytest.raises(ItemsOpen):
                open_day(self.day, missing, "li", reason, MORNING)
            return
        (told,) = self._told(open_day(self.day, missing, "li", reason, MORNING))
        assert isinstance(told, lobby.BranchDayOpened)
        assert (told.overridden, told.open_items) == (bool(missing), missing)
        assert (told.override is None) == (not missing)

    @precondition(lambda self: self.day.state in (DayState.OPEN, DayState.CLOSING))
    @rule(override=st.booleans())
    def close(self, override: bool) -> None:
        missing = self.list.missing(SelfReports(DAY))
        reason = DayOverride(OverrideReason.EMERGENCY) if override else None
        if missing and not override:
            with pytest.raises(ItemsOpen):
                close_day(self.day, missing, "li", None, 0, MORNING)
            return
        self._told(close_day(self.day, missing, "li", reason, 0, MORNING))
        assert self.day.state is DayState.CLOSED

    @precondition(lambda self: self.day.state is DayState.CLOSED and len(self.day.steps) < 30)
    @rule()
    def go_on(self) -> None:
        with pytest.raises(DayIsOver):
            open_day(self.day, (), "li", None, MORNING)
        self._told(reopen(self.day, "li", DayOverride(OverrideReason.MISTAKE), MORNING))

    @invariant()
    def every_item_is_as_it_was_last_found(self) -> None:
        for item in ITEMS:
            expected = Marking.OPEN
            if item.id in self.last:
                expected = Marking.FAULTY if self.last[item.id] else Marking.OK
            assert self.list.state(item, SelfReports(DAY)) is expected

    @invariant()
    def the_faults_told_are_those_that_are(self) -> None:
        assert self.faults_told == {id: fault for id, fault in self.last.items() if fault}

    @invariant()
    def it_is_complete_exactly_when_every_item_was_looked_at(self) -> None:
        assert (self.list.completed_at is not None) == (len(self.last) == len(ITEMS))

    @invariant()
    def the_items_are_those_it_began_with(self) -> None:
        assert self.list.items == ITEMS

    @invariant()
    def nobody_opened_or_closed_without_the_mandatory_items_or_a_reason(self) -> None:
        assert all(step.reason for step in self.day.steps if step.missing)


TestDayWithChecklist = DayWithChecklist.TestCase
TestDayWithChecklist.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)

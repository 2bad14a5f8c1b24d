"""Undoing: a mistake is taken back within minutes, and nothing is left of it (D2, D6, D8)."""

from datetime import timedelta
from typing import Any

import pytest

from services.lobby.branch.domain.branches import Branch, Rules, day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.branch.domain.transactions import Transaction
from services.lobby.day.domain.days import BranchDay, DayIsOver, DayState, day_id
from services.lobby.forecasts.domain.wait_history import WaitHistory
from services.lobby.queue.commands import (
    AdmitCustomer,
    CallNext,
    CancelVisit,
    CloseCounter,
    CompleteSelfService,
    CompleteVisit,
    MarkNoShow,
    OverrideTriage,
    ParkTicket,
    PauseCounter,
    QueueForNextNeed,
    RecallTicket,
    ResumeTicket,
    ReturnToQueue,
    SendBackTicket,
    TransferTicket,
)
from services.lobby.queue.domain.admission import Arrival
from services.lobby.queue.domain.card_holders import CardHolder
from services.lobby.queue.domain.learning import KEPT
from services.lobby.queue.domain.visits import Visit, VisitState
from services.lobby.settings.handlers import set_up_branch
from services.lobby.undo.commands import UndoLastChange
from services.lobby.undo.domain import NothingToUndo, NotYoursToUndo, TooLateToUndo
from shared.commands import Command
from shared.contracts import lobby
from shared.contracts.lobby.words import PauseReason
from shared.contracts.words import Care, Channel, TicketClass
from tests.unit.acting import World
from tests.unit.lobby.building import ALL, CARD, HOLDER, call, come, force_out, hall

MINUTE = timedelta(minutes=1)
LI, MANAGER = "staff:li", "staff:manager"


async def served(**branch: Any) -> World:
    """A hall where `v0` has waited ten minutes, and is at counter 1."""
    world = await hall(**branch)
    await come(world, "v0")
    world.now += 10 * MINUTE
    await call_at_1(world)
    return world


async def do(world: World, command: Command, by: str = LI) -> Any:
    """Run a command as a member of staff."""
    return await world.do(command, actor=by)


async def call_at_1(world: World) -> Visit:
    """The next is called to counter 1, by who is there."""
    found = await do(world, CallNext("B1", "1", "li"))
    assert isinstance(found, Visit)
    return found


async def undo(world: World, visit: str = "v0", by: str = "li", **wish: Any) -> Visit:
    found = await world.do(UndoLastChange(visit, by, **wish), actor=f"staff:{by}")
    assert isinstance(found, Visit)
    return found


def floor(world: World) -> Hall:
    return world.get(Hall, "B1")


async def test_who_was_called_by_mistake_is_again_where_they_were() -> None:
    world = await hall()
    for number in range(3):
        await come(world, f"v{number}")
        world.now += MINUTE
    before = floor(world).waiting
    await call(world, visit="v2")
    assert [one.overtaken for one in floor(world).waiting] == [1, 1]
    visit = await undo(world, "v2", by="system", as_manager=True)
    assert floor(world).waiting == before
    assert (visit.state, visit.counter, visit.called) == (VisitState.WAITING, None, None)
    assert floor(world).counters["1"].is_free
    (told,) = world.events(lobby.ChangeUndone)
    assert isinstance(told, lobby.ChangeUndone)
    assert (told.undone, told.by, told.state, told.counter) == (("ticket_called",), "system", "waiting", "1")


async def test_a_call_that_was_recalled_is_taken_back_whole() -> None:
    world = await served()
    await do(world, RecallTicket("v0"))
    visit = await undo(world)
    assert (visit.state, visit.recalls) == (VisitState.WAITING, 0)
    assert (await call_at_1(world)).id == "v0"


async def test_a_no_show_who_comes_after_all_is_at_the_counter_again() -> None:
    world = await served()
    called = world.get(Visit, "v0").called
    await do(world, MarkNoShow("v0"))
    world.now += MINUTE
    visit = await undo(world)
    assert (visit.state, visit.counter, visit.called, visit.ended) == (VisitState.CALLED, "1", called, None)
    assert floor(world).counters["1"].visit == "v0"
    await do(world, CompleteVisit("v0"))
    assert world.get(Visit, "v0").state is VisitState.SERVED


async def test_a_no_show_whose_counter_has_called_the_next_waits_with_the_wait_kept_and_is_next() -> None:
    world = await served()
    arrived = world.get(Visit, "v0").arrived
    for other in ("v1", "v2"):
        await come(world, other)
    await do(world, MarkNoShow("v0"))
    await call_at_1(world)
    visit = await undo(world)
    assert visit.state is VisitState.WAITING
    waiting = floor(world).find("v0")
    assert waiting
    assert waiting.since == arrived
    assert floor(world).counters["1"].visit == "v1"
    await do(world, CompleteVisit("v1"))
    assert (await call_at_1(world)).id == "v0"


async def test_a_completion_taken_back_is_told_once_and_counts_the_whole_time_at_the_counter() -> None:
    world = await served()
    world.now += 4 * MINUTE
    await do(world, CompleteVisit("v0"))
    world.now += MINUTE
    await undo(world)
    world.now += MINUTE
    await do(world, CompleteVisit("v0"))
    second = world.events(lobby.ServiceCompleted)[-1]
    assert isinstance(second, lobby.ServiceCompleted)
    assert second.served_seconds == 360


async def test_who_was_completed_by_mistake_is_next_and_the_time_at_the_counter_is_no_wait() -> None:
    world = await served()
    arrived = world.get(Visit, "v0").arrived
    await come(world, "v1")
    world.now += 3 * MINUTE
    await do(world, CompleteVisit("v0"))
    await call_at_1(world)
    await come(world, "v2")
    await undo(world)
    waiting = floor(world).find("v0")
    assert waiting
    assert waiting.since == arrived + 3 * MINUTE
    await do(world, CompleteVisit("v1"))
    assert (await call_at_1(world)).id == "v0"


@pytest.mark.parametrize("gone", ["closed", "paused", "taken out"])
async def test_a_counter_that_was_left_meanwhile_gets_nobody_back(gone: str) -> None:
    world = await served()
    await do(world, CompleteVisit("v0"))
    if gone == "closed":
        await world.do(CloseCounter("B1", "1", "li"))
    if gone == "paused":
        await world.do(PauseCounter("B1", "1", "li", PauseReason.BREAK))
    if gone == "taken out":
        await world.act(set_up_branch, world.get(Branch, "B1").evolve(counters={"2": ALL}))
    assert (await undo(world)).state is VisitState.WAITING
    assert (await call(world, "2", "wu")).id == "v0"


@pytest.mark.parametrize("command", [CompleteVisit("v0"), MarkNoShow("v0"), SendBackTicket("v0")])
async def test_who_is_served_while_their_counter_is_taken_out_is_there_again(command: Command) -> None:
    world = await served()
    await world.act(set_up_branch, world.get(Branch, "B1").evolve(counters={"2": ALL}))
    before = floor(world)
    await do(world, command)
    assert (await undo(world)).counter == "1"
    assert (floor(world).counters, floor(world).waiting) == (before.counters, before.waiting)
    await do(world, CompleteVisit("v0"))
    await world.do(CloseCounter("B1", "1", "li"))
    assert set(floor(world).counters) == {"2"}


async def test_sending_back_is_taken_back_and_may_be_done_again() -> None:
    world = await served()
    await do(world, SendBackTicket("v0"))
    visit = await undo(world)
    assert (visit.state, visit.counter, visit.sent_back) == (VisitState.CALLED, "1", 0)
    await do(world, SendBackTicket("v0"))
    assert world.get(Visit, "v0").sent_back == 1


@pytest.mark.parametrize("away", [False, True])
async def test_who_was_cancelled_by_mistake_waits_on_and_a_parked_one_is_still_away(away: bool) -> None:
    world = await hall()
    await come(world, "v0")
    if away:
        await do(world, ParkTicket("v0"))
    before = (floor(world).waiting, floor(world).parked)
    world.now += MINUTE
    await do(world, CancelVisit("v0", "left"))
    visit = await undo(world)
    assert (floor(world).waiting, floor(world).parked) == before
    assert (visit.state, visit.ended) == (VisitState.PARKED if away else VisitState.WAITING, None)


async def test_a_transfer_from_a_counter_is_taken_back_with_its_transaction() -> None:
    world = await served()
    await do(world, TransferTicket("v0", "2", "loan"))
    visit = await undo(world)
    assert (visit.state, visit.counter, visit.need) == (VisitState.CALLED, "1", "cash")
    assert floor(world).waiting == ()


async def test_a_transfer_of_one_who_waits_is_taken_back_with_place_and_transaction() -> None:
    world = await hall()
    for visit_id in ("v0", "v1"):
        await come(world, visit_id)
    before = floor(world).waiting
    await do(world, TransferTicket("v1", "2", "loan", position=1))
    await undo(world, "v1")
    assert floor(world).waiting == before
    assert world.get(Visit, "v1").need == "cash"


async def test_who_was_bound_to_a_counter_that_closed_meanwhile_waits_for_all() -> None:
    world = await hall()
    await come(world, "v0")
    await do(world, TransferTicket("v0", "2"))
    await do(world, CancelVisit("v0", "left"))
    await world.do(CloseCounter("B1", "2", "wu"))
    await undo(world)
    assert (await call_at_1(world)).id == "v0"


@pytest.mark.parametrize("away", [False, True])
async def test_who_was_bound_to_a_counter_that_was_taken_out_meanwhile_waits_for_all(away: bool) -> None:
    world = await served()
    await come(world, "v1")
    await do(world, TransferTicket("v1", "1"))
    if away:
        await do(world, ParkTicket("v1"))
    await do(world, CancelVisit("v1", "left"))
    await world.act(set_up_branch, world.get(Branch, "B1").evolve(counters={"2": ALL}))
    assert floor(world).counters["1"].visit == "v0"  # until they are served
    await undo(world, "v1")
    if away:
        await do(world, ResumeTicket("v1"))
    assert (await call(world, "2", "wu")).id == "v1"


async def test_another_matter_that_was_none_is_taken_back() -> None:
    world = await served()
    await do(world, QueueForNextNeed("v0", "loan"))
    visit = await undo(world)
    assert (visit.state, visit.counter, visit.need, visit.done) == (VisitState.CALLED, "1", "cash", ())


async def test_who_was_sent_to_a_machine_by_mistake_is_in_line_again() -> None:
    world = await hall()
    await come(world, "v0")
    before = floor(world).waiting
    wish = OverrideTriage("v0", "manager", "by_hand", Channel.SELF_SERVICE, Care.ELDERLY)
    await do(world, wish, MANAGER)
    visit = await undo(world, by="manager")
    assert (floor(world).waiting, floor(world).diverted) == (before, ())
    assert (visit.channel, visit.care, visit.ticket_class) == (Channel.COUNTER, (), TicketClass.ORDINARY)
    (told,) = world.events(lobby.ChangeUndone)
    assert isinstance(told, lobby.ChangeUndone)
    assert told.undone == ("triage_overridden", "customer_diverted")


@pytest.mark.parametrize("command", [ReturnToQueue("v0"), CompleteSelfService("v0")])
async def test_what_was_said_of_one_at_a_machine_is_taken_back(command: Command) -> None:
    cash = Transaction(zh="现金", en="Cash", self_service_up_to=20_000)
    world = await hall(transactions={"cash": cash}, rules=Rules(divert_from=0))
    assert (await come(world, "v0")).state is VisitState.DIVERTED
    await do(world, command)
    visit = await undo(world)
    assert (visit.state, visit.channel) == (VisitState.DIVERTED, Channel.SELF_SERVICE)
    assert (floor(world).diverted, floor(world).waiting) == (("v0",), ())


@pytest.mark.parametrize("first", [ParkTicket, ResumeTicket])
async def test_parking_and_its_end_are_taken_back(first: type[Command]) -> None:
    world = await hall()
    await come(world, "v0")
    await do(world, ParkTicket("v0"))
    states = {ParkTicket: VisitState.WAITING, ResumeTicket: VisitState.PARKED}
    if first is ResumeTicket:
        await do(world, ResumeTicket("v0"))
    assert (await undo(world)).state is states[first]


async def test_taking_back_twice_is_the_same_as_once() -> None:
    world = await served()
    await do(world, CompleteVisit("v0"))
    await undo(world)
    documents = dict(world.documents)
    await undo(world)
    assert world.documents == documents
    assert len(world.events(lobby.ChangeUndone)) == 1


async def test_two_people_take_back_the_same_at_once_and_it_is_taken_back_once() -> None:
    world = await served()
    await do(world, CompleteVisit("v0"))
    wishes = [UndoLastChange("v0", "li"), UndoLastChange("v0", "manager", as_manager=True)]
    one, other = await world.do_together(wishes)
    assert one == other
    assert world.get(Visit, "v0").state is VisitState.CALLED
    assert len(world.events(lobby.ChangeUndone)) == 1


async def test_what_is_named_is_taken_back_and_nothing_that_came_after_it() -> None:
    world = await served()
    act = world.get(Visit, "v0").last
    assert act
    await do(world, MarkNoShow("v0"))
    with pytest.raises(NothingToUndo):
        await undo(world, change=act.id)
    assert world.get(Visit, "v0").state is VisitState.NO_SHOW


async def test_after_five_minutes_of_the_branchs_pace_it_stays_as_it_is() -> None:
    world = await served()
    await do(world, CompleteVisit("v0"))
    world.now += 5 * MINUTE
    assert (await undo(world)).state is VisitState.CALLED
    await do(world, CompleteVisit("v0"))
    world.now += 5 * MINUTE + timedelta(seconds=1)
    with pytest.raises(TooLateToUndo):
        await undo(world)


async def test_a_colleague_does_not_take_it_back_and_the_lobby_manager_does() -> None:
    world = await served()
    await do(world, CompleteVisit("v0"))
    with pytest.raises(NotYoursToUndo):
        await undo(world, by="wu")
    assert (await undo(world, by="manager", as_manager=True)).state is VisitState.CALLED


async def test_what_nobody_did_is_not_taken_back() -> None:
    world = await hall()
    await come(world, "v0")
    with pytest.raises(NothingToUndo):
        await undo(world)


async def test_what_the_closing_ended_is_not_waiting_again() -> None:
    world = await served()
    await world.act(force_out, "B1")
    with pytest.raises(NothingToUndo):
        await undo(world)
    assert world.get(Visit, "v0").state is VisitState.SERVED


async def test_a_day_that_is_closed_takes_nothing_back() -> None:
    world = await served()
    await do(world, CompleteVisit("v0"))
    branch = world.get(Branch, "B1")
    today = day_of(branch.timezone, world.now)
    closed = BranchDay.of(branch, today).evolve(state=DayState.CLOSED)
    world.documents[BranchDay, day_id("B1", today)] = closed.evolve(version=1)
    with pytest.raises(DayIsOver):
        await undo(world)


async def test_over_midnight_nothing_is_taken_back() -> None:
    world = await hall()
    world.now = world.now.replace(hour=15, minute=58)  # 23:58 in Shanghai
    await come(world, "v0")
    await call_at_1(world)
    await do(world, CompleteVisit("v0"))
    world.now += 3 * MINUTE
    with pytest.raises(DayIsOver):
        await undo(world)


async def correct_zone(world: World, zone: str) -> None:
    await world.act(set_up_branch, world.get(Branch, "B1").evolve(timezone=zone))


async def test_what_is_done_after_the_time_zone_was_corrected_is_taken_back() -> None:
    world = await served(timezone="America/New_York")
    await correct_zone(world, "Asia/Shanghai")  # it is the next day there
    await do(world, CompleteVisit("v0"))
    assert (await undo(world)).state is VisitState.CALLED


async def test_over_the_midnight_of_the_corrected_time_zone_nothing_is_taken_back() -> None:
    world = await hall(timezone="Pacific/Kiritimati")
    world.now = world.now.replace(hour=22, minute=58)  # of the next day there already
    await come(world, "v0")
    await correct_zone(world, "Europe/Berlin")  # 23:58
    await call_at_1(world)
    await do(world, CompleteVisit("v0"))
    world.now += 3 * MINUTE
    with pytest.raises(DayIsOver):
        await undo(world)


async def test_what_was_learned_meanwhile_of_the_customer_stays() -> None:
    world = await served()
    await do(world, CompleteVisit("v0"))
    visit = world.get(Visit, "v0")
    world.documents[Visit, "v0"] = visit.evolve(needs=("fund",), prospect="loan")
    assert ((await undo(world)).needs, (await undo(world)).prospect) == (("fund",), "loan")


def known(world: World) -> dict[str, Any]:
    """The parts of the branch's wait history from which a lesson can be taken out."""
    return world.get(WaitHistory, "B1").model_dump(include=KEPT)


async def test_the_forecasts_forget_what_a_completion_taught() -> None:
    world = await served()
    known_then = known(world)
    world.now += MINUTE
    await do(world, CompleteVisit("v0"))
    assert known(world) != known_then
    await undo(world)
    assert known(world) == known_then


async def test_the_forecasts_forget_what_a_call_taught() -> None:
    world = await hall()
    for number in range(3):
        await come(world, f"v{number}")
        world.now += 2 * MINUTE
    await call_at_1(world)
    await do(world, CompleteVisit("v0"))
    before = known(world)
    await call_at_1(world)
    assert known(world) != before
    await undo(world, "v1")
    assert known(world) == before


async def test_a_lesson_in_between_stays_and_the_one_taken_back_is_nearly_gone() -> None:
    async def taught(mistake: bool) -> WaitHistory:
        world = await hall()
        for number in range(8):
            await come(world, f"v{number}")
            world.now += MINUTE
        for number in range(3):
            await call_at_1(world)
            world.now += MINUTE
            await do(world, CompleteVisit(f"v{number}"))
        if mistake:
            await call_at_1(world)
            world.now += timedelta(seconds=30)
            await do(world, CompleteVisit("v3"))
        else:
            world.now += timedelta(seconds=30)
        await call(world, "2", "wu", "v4" if mistake else None)
        if mistake:
            await undo(world, "v3")
        return world.get(WaitHistory, "B1")

    right, wrong = await taught(False), await taught(True)
    assert right.turn.value is not None
    assert wrong.turn.value == pytest.approx(right.turn.value, rel=0.02)


async def test_those_whose_visit_has_ended_are_known_for_as_long_as_that_can_be_taken_back() -> None:
    world = await served()
    await do(world, CompleteVisit("v0"))
    assert set(floor(world).ended) == {"v0"}
    await undo(world)
    assert not floor(world).ended
    await do(world, CompleteVisit("v0"))
    await come(world, "v1")
    await call_at_1(world)
    world.now += 6 * MINUTE
    await do(world, CompleteVisit("v1"))
    assert set(floor(world).ended) == {"v1"}


async def test_a_vip_is_a_vip_again() -> None:
    world = await hall()
    world.documents[CardHolder, CARD] = HOLDER
    await world.do(AdmitCustomer(Arrival("v0", "B1", "cash", world.now, credential=CARD)))
    await call_at_1(world)
    await do(world, CompleteVisit("v0"))
    visit = await undo(world)
    assert (visit.ticket, visit.ticket_class, visit.masked_name) == ("V001", TicketClass.VIP, "王**")

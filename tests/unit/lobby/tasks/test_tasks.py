"""Floor tasks: raised by what happens, done by somebody, ended once (D1, D3, D6, D7, D9, D10)."""

from datetime import timedelta
from typing import Any

import pytest

from services.lobby.branch.domain.branches import Branch
from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.domain.equipment import Equipment
from services.lobby.devices.domain.machines import Machine
from services.lobby.equipment.commands import ReportFault
from services.lobby.queue.commands import CancelVisit, CloseCounter, CompleteVisit, OpenCounter
from services.lobby.settings.handlers import set_up_branch
from services.lobby.subscriptions import EVENT_HANDLERS, TIMER_HANDLERS
from services.lobby.tasks.commands import ChangeTaskRules, CompleteTask, RequestTask, TakeTask, WithdrawTask
from services.lobby.tasks.domain.patrols import start_checks, uncared
from services.lobby.tasks.domain.task import (
    Task,
    TaskExpiryDue,
    TaskHasSomebody,
    TaskIsOver,
    TaskState,
    TooManyTasks,
    new_task,
)
from services.lobby.tasks.domain.task_boards import OPEN_AT_MOST, OnBoard, TaskBoard
from services.lobby.tasks.domain.task_rules import Limit, TaskSettings
from services.lobby.tasks.handlers import close_tasks
from shared.clock import Moment
from shared.contracts import lobby
from shared.contracts.base import Event
from shared.contracts.lobby import TaskGone, TaskKind, TaskOutcome
from shared.contracts.notify import StaffSignedOff
from shared.contracts.words import Care, ComplaintTopic, DeviceKind, Role, Segment
from shared.errors import NotFound
from tests.unit.lobby.tasks.building import (
    MIN,
    board,
    branch,
    call,
    come,
    deadlines,
    deliver,
    errand,
    tasks,
    wait,
)


async def test_a_vip_is_to_be_welcomed_and_if_the_windows_are_busy_has_tea_in_the_lounge() -> None:
    world = await branch()
    await come(world, "v1", segment=Segment.VIP)
    found = tasks(world)
    assert set(found) == {TaskKind.HOST, TaskKind.LOUNGE}
    host = found[TaskKind.HOST]
    assert (host.ticket, host.masked_name, host.role) == ("V001", "王**", Role.LOBBY_MANAGER)
    assert host.due == world.now + 3 * MIN
    assert host.device is None


@pytest.mark.parametrize(
    ("care", "segment", "kind"),
    [
        ((Care.ELDERLY,), None, TaskKind.HELP),
        ((Care.MOBILITY,), Segment.AFFLUENT, TaskKind.HELP),
        ((Care.PREGNANT,), None, TaskKind.GREET),
        ((), Segment.AFFLUENT, TaskKind.GREET),
    ],
)
async def test_who_needs_a_hand_is_helped_and_who_is_promising_greeted(
    care: tuple[Care, ...], segment: Segment | None, kind: TaskKind
) -> None:
    world = await branch()
    await come(world, "v1", *care, segment=segment)
    assert set(tasks(world)) == {kind}


async def test_an_ordinary_arrival_makes_no_task() -> None:
    world = await branch()
    await come(world, "v1", segment=Segment.MASS)
    assert tasks(world) == {}


async def test_a_vip_who_is_called_before_anybody_came_needs_no_welcome() -> None:
    world = await branch()
    await come(world, "v1", segment=Segment.VIP)
    await call(world)
    assert {one.state for one in tasks(world).values()} == {TaskState.WITHDRAWN}
    assert [one.reason for one in world.events(lobby.TaskWithdrawn)] == [TaskGone.CALLED, TaskGone.CALLED]
    assert board(world).open == ()
    assert deadlines(world) == ["hall_check:B1"]


async def test_what_somebody_has_taken_is_theirs_to_end() -> None:
    world = await branch()
    await come(world, "v1", segment=Segment.VIP)
    host = tasks(world)[TaskKind.HOST]
    await world.do(TakeTask(host.id, "li.na"))
    await call(world)
    assert world.get(Task, host.id).state is TaskState.TAKEN
    await world.do(CompleteTask(host.id, "li.na"))
    (done,) = world.events(lobby.TaskDone)
    assert (done.by, done.outcome, done.late_seconds, done.customer) == ("li.na", "done", 0, "vip")


async def test_a_customer_who_leaves_needs_no_help() -> None:
    world = await branch()
    await come(world, "v1", Care.ELDERLY)
    await world.do(CancelVisit("v1", "left"))
    await deliver(world)
    assert [one.reason for one in world.events(lobby.TaskWithdrawn)] == [TaskGone.LEFT]


async def test_a_vip_is_seen_off_and_what_they_want_besides_is_told() -> None:
    world = await branch()
    await come(world, "v1", segment=Segment.PRIVATE)
    await call(world)
    await world.do(CompleteVisit("v1"))
    await deliver(world)
    farewell = tasks(world, TaskState.OPEN)[TaskKind.FAREWELL]
    assert (farewell.masked_name, farewell.counter) == ("王**", "1")
    await world.do(CompleteTask(farewell.id, "li.na", need="fund"))
    (done,) = world.events(lobby.TaskDone)
    assert (done.need, done.customer, done.visit) == ("fund", "private", "v1")
    await world.do(CompleteTask(farewell.id, "li.na", need="fund"))
    (need,) = world.events(lobby.NeedRecorded)
    assert (need.need, need.customer, need.masked_name, need.recorded_by) == (
        "fund",
        "private",
        "王**",
        "li.na",
    )


async def test_a_complaint_at_a_machine_is_attended_to() -> None:
    world = await branch()
    raised = lobby.ComplaintRaised(branch="B1", complaint="k1", topic=ComplaintTopic.FEES, device="K1")
    await world.act(EVENT_HANDLERS[lobby.ComplaintRaised], raised)
    await world.act(EVENT_HANDLERS[lobby.ComplaintRaised], raised)
    assert [(one.kind, one.about) for one in board(world).open] == [(TaskKind.ATTEND, "k1")]


def device(event: type[Event], **more: Any) -> Any:
    said = {"branch": "B1", "device": "A1", "kind": "cash_machine", "status": "offline"}
    return event(**{**said, "kind": next(iter(DeviceKind)), **more})


async def test_a_device_that_failed_is_repaired_once_and_ends_its_repair_when_it_works_again() -> None:
    world = await branch()
    for _ in range(2):
        await world.act(EVENT_HANDLERS[lobby.DeviceFaulted], device(lobby.DeviceFaulted))
    (up,) = board(world).open
    task = world.get(Task, up.task)
    assert (task.kind, task.device, task.due - world.now) == (TaskKind.REPAIR, "A1", 30 * MIN)
    await world.act(EVENT_HANDLERS[lobby.DeviceRecovered], device(lobby.DeviceRecovered, down_seconds=60))
    assert [(one.by, one.outcome) for one in world.events(lobby.TaskDone)] == [("system", "recovered")]
    await world.act(EVENT_HANDLERS[lobby.DeviceFaulted], device(lobby.DeviceFaulted))
    gone = device(lobby.DeviceRecovered, down_seconds=60, removed=True)
    await world.act(EVENT_HANDLERS[lobby.DeviceRecovered], gone)
    assert [one.reason for one in world.events(lobby.TaskWithdrawn)] == [TaskGone.REMOVED]
    assert board(world).open == ()


async def test_what_a_colleague_said_to_be_out_of_order_works_when_its_repair_is_done() -> None:
    world = await branch()
    world.documents[Equipment, "B1"] = Equipment(
        id="B1", version=1, timezone="Asia/Shanghai", machines={"A1": Machine(since=world.now)}
    )
    await world.do(ReportFault("B1", "A1", "li.na"))
    await deliver(world)
    (up,) = board(world).open
    await world.do(CompleteTask(up.task, "li.na"))
    (done,) = world.events(lobby.TaskDone)
    await world.act(EVENT_HANDLERS[lobby.TaskDone], done)
    assert len(world.events(lobby.DeviceRecovered)) == 1
    await deliver(world)
    assert board(world).open == ()


def fixture(event: type[Event], counter: str | None = None) -> Any:
    said = {"branch": "B1", "checklist": "c1", "kind": "opening", "item": "pens", "duty": "P1", "by": "li.na"}
    fault = {"fault": "missing"} if event is lobby.FixtureFaulted else {}
    words = {"place": "counter", "item_zh": "签字笔", "item_en": "Pens", "counter": counter}
    return event(**said, **fault, **words)


async def test_what_is_faulty_is_repaired_once_and_what_is_in_order_again_needs_nobody() -> None:
    world = await branch()
    for counter in ("1", "2", "1"):
        await world.act(EVENT_HANDLERS[lobby.FixtureFaulted], fixture(lobby.FixtureFaulted, counter))
    assert [one.about for one in board(world).open] == ["pens@1", "pens@2"]
    await world.do(TakeTask(board(world).open[0].task, "li.na"))
    for counter in ("1", "2"):
        await world.act(EVENT_HANDLERS[lobby.FixtureCorrected], fixture(lobby.FixtureCorrected, counter))
    assert [(one.by, one.outcome) for one in world.events(lobby.TaskDone)] == [
        ("li.na", TaskOutcome.RECOVERED),
        ("system", TaskOutcome.RECOVERED),
    ]
    assert board(world).open == ()


async def test_the_last_vip_of_the_day_leaves_no_farewell_open_over_night() -> None:
    world = await branch()
    await come(world, "v1", segment=Segment.VIP)
    await call(world)
    world.published.clear()
    await wait(world, 24 * 60)  # midnight closes what nobody did
    await deliver(world)
    assert [one.visit for one in world.events(lobby.ServiceCompleted)] == ["v1"]
    farewell = tasks(world)[TaskKind.FAREWELL]
    assert farewell.state is TaskState.OPEN
    (closed,) = world.events(lobby.BranchDayClosed)
    await world.act(EVENT_HANDLERS[lobby.BranchDayClosed], closed)
    assert world.get(Task, farewell.id).state is TaskState.WITHDRAWN


async def test_only_one_takes_a_task_and_the_other_is_told_who_may_end_it() -> None:
    world = await branch()
    await errand(world)
    await world.do(TakeTask("t1", "li.na"))
    await world.do(TakeTask("t1", "li.na"))
    with pytest.raises(TaskHasSomebody):
        await world.do(TakeTask("t1", "wu"))
    with pytest.raises(TaskHasSomebody):
        await world.do(CompleteTask("t1", "wu"))
    await world.do(CompleteTask("t1", "zhao", as_head=True))
    assert len(world.events(lobby.TaskTaken)) == len(world.events(lobby.TaskDone)) == 1


async def test_saying_done_twice_is_done_once_and_what_is_over_is_over() -> None:
    world = await branch()
    await errand(world)
    for _ in range(2):
        await world.do(CompleteTask("t1", "li.na", TaskOutcome.DECLINED))
    assert len(world.events(lobby.TaskDone)) == 1
    for command in (TakeTask("t1", "wu"), CompleteTask("t1", "wu"), WithdrawTask("t1", "zhao")):
        with pytest.raises(TaskIsOver):
            await world.do(command)


async def test_what_is_done_late_says_how_late() -> None:
    world = await branch()
    await errand(world, within=10)
    await wait(world, 12)
    await world.do(CompleteTask("t1", "li.na"))
    (done,) = world.events(lobby.TaskDone)
    assert (done.took_seconds, done.late_seconds) == (720, 120)


async def test_what_must_be_done_goes_to_the_branch_head_and_may_be_taken_from_who_had_it() -> None:
    world = await branch()
    await errand(world, within=10)
    await world.do(TakeTask("t1", "li.na"))
    await wait(world, 24.9)
    assert world.events(lobby.TaskEscalated) == []
    await wait(world, 0.2)
    (told,) = world.events(lobby.TaskEscalated)
    assert (told.escalated_to, told.taken_by) == (Role.BRANCH_HEAD, "li.na")
    await world.do(TakeTask("t1", "zhao"))
    await wait(world, 600)
    assert len(world.events(lobby.TaskEscalated)) == 1
    await world.do(CompleteTask("t1", "zhao"))
    assert world.get(Task, "t1").state is TaskState.DONE


async def test_who_leaves_work_gives_back_what_they_had_in_hand() -> None:
    world = await branch()
    await errand(world, "t1", within=10)
    await errand(world, "t2")
    await world.do(TakeTask("t1", "li.na"))
    await world.do(TakeTask("t2", "wu"))
    left = StaffSignedOff(branch="B1", staff="li.na", roles=(Role.LOBBY_MANAGER,), cover="wang.wei")
    for _ in range(2):
        await world.act(EVENT_HANDLERS[StaffSignedOff], left)
    assert [(one.task, one.had_by) for one in world.events(lobby.TaskReturned)] == [("t1", "li.na")]
    assert (world.get(Task, "t1").state, world.get(Task, "t2").state) == (TaskState.OPEN, TaskState.TAKEN)
    await world.do(TakeTask("t1", "wang.wei"))
    await wait(world, 26)
    assert [one.taken_by for one in world.events(lobby.TaskEscalated)] == ["wang.wei"]
    await world.do(TakeTask("t1", "wang.wei"))
    await world.act(EVENT_HANDLERS[StaffSignedOff], left.model_copy(update={"staff": "wang.wei"}))
    assert world.get(Task, "t1").state is TaskState.ESCALATED


async def test_a_courtesy_that_came_too_late_is_missed() -> None:
    world = await branch()
    await come(world, "v1", segment=Segment.AFFLUENT)
    await wait(world, 7.9)
    assert world.events(lobby.TaskMissed) == []
    await wait(world, 0.2)
    assert [one.kind for one in world.events(lobby.TaskMissed)] == [TaskKind.GREET]
    assert board(world).figures == {TaskState.MISSED: 1}


async def test_an_errand_names_a_visit_of_its_own_branch() -> None:
    world = await branch()
    await come(world, "v1", segment=Segment.VIP)
    assert (await errand(world, visit="v1")).ticket == "V001"
    await world.act(set_up_branch, Branch(id="B2", name_zh="二", name_en="Two"))
    with pytest.raises(NotFound):
        await world.do(RequestTask("t2", "B2", TaskKind.ERRAND, Role.TELLER, "zhao", visit="v1"))


async def test_a_board_that_is_full_takes_no_more() -> None:
    world = await branch()
    up = tuple(OnBoard(task=f"t{n}", kind=TaskKind.ERRAND, about=f"t{n}") for n in range(OPEN_AT_MOST))
    world.documents[TaskBoard, "B1"] = TaskBoard(id="B1", version=1, open=up)
    with pytest.raises(TooManyTasks):
        await errand(world, "more")
    await come(world, "v1", segment=Segment.VIP)
    assert len(board(world).open) == OPEN_AT_MOST


async def test_who_waits_long_is_offered_water_by_one_task_for_all() -> None:
    world = await branch()
    for n in range(8):
        await come(world, f"v{n}")
    await wait(world, 14)
    assert world.events(lobby.TaskRaised) == []
    await wait(world, 3)
    (raised,) = world.events(lobby.TaskRaised)
    assert (raised.kind, raised.waiting, raised.longest[:2]) == (TaskKind.CARE, 8, ("A001", "A002"))
    assert len(raised.longest) == 6


async def test_who_had_water_is_not_asked_again_until_the_limit_has_passed_once_more() -> None:
    world = await branch()
    await come(world, "v1")
    await wait(world, 16)
    care = tasks(world, TaskState.OPEN)[TaskKind.CARE]
    await world.do(CompleteTask(care.id, "li.na", interest=("fund",)))
    (done,) = world.events(lobby.TaskDone)
    assert done.interest == ("fund",)
    await wait(world, 14)
    assert TaskKind.CARE not in tasks(world, TaskState.OPEN)
    await wait(world, 8)
    assert TaskKind.CARE in tasks(world, TaskState.OPEN)


async def test_care_that_nobody_gave_is_asked_for_again_but_not_at_every_look() -> None:
    world = await branch()
    await come(world, "v1")
    await wait(world, 59)
    care = [one for one in world.events(lobby.TaskRaised) if one.kind is TaskKind.CARE]
    assert len(care) == 3  # after 16, 36 and 56 minutes
    assert len([one for one in world.events(lobby.TaskMissed) if one.kind is TaskKind.CARE]) == 2


async def test_a_patrol_is_due_while_the_branch_works_and_none_when_nobody_is_there() -> None:
    world = await branch()
    await world.do(OpenCounter("B1", "1", "li"))
    await deliver(world)
    await wait(world, 31)
    assert set(tasks(world)) == {TaskKind.PATROL}
    await world.do(CloseCounter("B1", "1", "li"))
    world.published.clear()
    await wait(world, 120)
    assert world.events(lobby.TaskRaised) == []
    assert not deadlines(world)
    assert not board(world).watched


async def test_there_is_one_look_at_a_hall_however_many_come() -> None:
    world = await branch()
    for n in range(5):
        await come(world, f"v{n}")
    assert deadlines(world) == ["hall_check:B1"]


async def test_the_minutes_of_a_branch_apply_to_what_is_raised_from_now_on() -> None:
    world = await branch()
    before = await errand(world)
    new = TaskSettings(limits={TaskKind.ERRAND: Limit(within=1, grace=0)}, care_after=2)
    await world.do(ChangeTaskRules("B1", "zhao", new))
    await world.do(ChangeTaskRules("B1", "zhao", new))
    (told,) = world.events(lobby.SettingsChanged)
    assert (told.changed, told.by) == (("floor_tasks",), "zhao")
    assert (await errand(world, "t2")).due == world.now + MIN
    assert world.get(Task, before.id).due == world.now + 30 * MIN
    await come(world, "v1", segment=Segment.VIP)
    assert tasks(world)[TaskKind.HOST].due == world.now + 3 * MIN


async def test_at_the_end_of_the_day_no_task_is_open_and_what_was_due_is_missed() -> None:
    world = await branch()
    await errand(world, "late", within=1)
    await errand(world, "early", within=60)
    await come(world, "v1")
    await wait(world, 2)
    world.published.clear()
    await world.act(close_tasks, "B1")
    assert world.get(Task, "late").state is TaskState.MISSED
    assert world.get(Task, "early").state is TaskState.WITHDRAWN
    assert [one.reason for one in world.events(lobby.TaskWithdrawn)] == [TaskGone.DAY_OVER]
    assert (board(world).open, board(world).watched, deadlines(world)) == ((), False, [])
    await world.act(close_tasks, "B1")
    assert len(world.events()) == 2


async def test_a_deadline_that_comes_after_the_end_changes_nothing() -> None:
    world = await branch()
    await errand(world)
    await world.do(CompleteTask("t1", "li.na"))
    world.published.clear()
    await world.act(TIMER_HANDLERS[TaskExpiryDue], TaskExpiryDue(branch="B1", task="t1"))
    assert world.events() == []


async def test_a_new_day_begins_with_no_figures() -> None:
    world = await branch()
    await errand(world)
    await world.do(CompleteTask("t1", "li.na"))
    assert board(world).figures == {TaskState.DONE: 1}
    world.now += timedelta(days=1)
    await errand(world, "t2")
    assert board(world).figures == {}


async def test_every_time_of_a_task_and_of_a_hall_check_keeps_the_pace_of_the_place() -> None:
    world = await branch()
    await come(world, "v1")
    hall, now, settings = world.get(Hall, "B1"), world.now, TaskSettings()
    task = new_task("t1", "B1", "2026-03-02", TaskKind.HOST, settings, Moment(now, 10.0))
    assert (task.due - now, task.over_at - now) == (0.3 * MIN, 0.5 * MIN)
    decision = start_checks(TaskBoard(id="B1"), settings, Moment(now, 10.0))
    assert decision.timers[0].due - now == 0.2 * MIN
    for waited, cared_for in ((1.4, 0), (1.6, 1)):
        found = uncared(TaskBoard(id="B1"), hall, settings, Moment(now + waited * MIN, 10.0))
        assert len(found) == cared_for

"""Floor tasks under any events in any order: a task ends once, is missed only when it was due, and none is
open when the branch is closed."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.lobby.queue.commands import AdmitCustomer, CallNext, CompleteVisit, MarkNoShow, OpenCounter
from services.lobby.queue.domain.admission import Arrival
from services.lobby.subscriptions import EVENT_HANDLERS, TIMER_HANDLERS
from services.lobby.tasks.commands import CompleteTask, TakeTask, WithdrawTask
from services.lobby.tasks.domain.task import Task, TaskHasSomebody, TaskIsOver, TaskState
from services.lobby.tasks.domain.task_boards import TaskBoard
from services.lobby.tasks.domain.triggers import TRIGGERS
from services.lobby.tasks.handlers import close_tasks
from shared.commands import Command
from shared.contracts import lobby
from shared.contracts.notify import StaffSignedOff
from shared.contracts.words import Care, Role, Segment
from shared.errors import Refusal
from tests.unit.lobby.tasks.building import CARDS, branch, deadlines, errand

ENDS = (lobby.TaskDone, lobby.TaskMissed, lobby.TaskWithdrawn)
STAFF = st.sampled_from(["li.na", "wu", "zhao"])


class Floor(RuleBasedStateMachine):
    """A branch whose people do what they like, in any order; the bus is as late as it likes."""

    @initialize()
    def open(self) -> None:
        self.world = self.run(branch())
        self.run(self.world.do(OpenCounter("B1", "1", "li")))
        self.heard = self.number = 0
        self.closed = False

    def run(self, act: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run(act)

    def attempt(self, command: Command) -> None:
        """Try something: a refusal changes nothing."""
        before = dict(self.world.documents)
        try:
            self.run(self.world.do(command))
        except Refusal:
            assert self.world.documents == before

    def pick(self, number: int) -> Task | None:
        found = self.tasks
        return found[number % len(found)] if found else None

    @property
    def tasks(self) -> list[Task]:
        return [one for one in self.world.documents.values() if isinstance(one, Task)]

    @rule(care=st.sampled_from([(), (Care.ELDERLY,), (Care.URGENT,)]), segment=st.sampled_from(Segment))
    def admit_customer(self, care: tuple[Care, ...], segment: Segment) -> None:
        self.number += 1
        arrival = Arrival(f"v{self.number}", "B1", "cash", self.world.now, care, CARDS[segment])
        self.run(self.world.do(AdmitCustomer(arrival)))
        self.closed = False

    @rule()
    def call(self) -> None:
        self.attempt(CallNext("B1", "1", "li"))

    @rule(served=st.booleans(), number=st.integers(0, 20))
    def leave(self, served: bool, number: int) -> None:
        self.attempt(CompleteVisit(f"v{number}") if served else MarkNoShow(f"v{number}"))

    @rule(within=st.integers(1, 30))
    def ask(self, within: int) -> None:
        self.number += 1
        self.run(errand(self.world, f"e{self.number}", within=within))
        self.closed = False

    @rule(number=st.integers(0, 50), by=STAFF, how=st.sampled_from(["take", "finish", "head", "withdraw"]))
    def act(self, number: int, by: str, how: str) -> None:
        task = self.pick(number)
        if task is None:
            return
        command = {
            "take": TakeTask(task.id, by),
            "finish": CompleteTask(task.id, by),
            "head": CompleteTask(task.id, by, as_head=True),
            "withdraw": WithdrawTask(task.id, by),
        }[how]
        try:
            self.run(self.world.do(command))
        except TaskIsOver:
            assert task.state.is_end
        except TaskHasSomebody:
            assert task.taken_by not in (None, by)

    @rule(by=STAFF)
    def sign_off(self, by: str) -> None:
        left = StaffSignedOff(branch="B1", staff=by, roles=(Role.LOBBY_MANAGER,))
        self.run(self.world.act(EVENT_HANDLERS[StaffSignedOff], left))
        in_hand = [one for one in self.tasks if one.state is TaskState.TAKEN and one.taken_by == by]
        assert in_hand == []

    @rule(minutes=st.integers(1, 40))
    def wait(self, minutes: int) -> None:
        self.run(self.world.wait(timedelta(minutes=minutes), dict(TIMER_HANDLERS)))

    @rule()
    def hear(self) -> None:
        told = self.world.published[self.heard :]
        self.heard = len(self.world.published)
        for one in told:
            if type(one.data) in TRIGGERS:
                self.run(
                    self.world.act(
                        EVENT_HANDLERS[type(one.data)], one.data, id=one.id, correlation_id=one.correlationid
                    )
                )
                self.closed = False

    @rule()
    def close(self) -> None:
        self.run(self.world.act(close_tasks, "B1"))
        self.closed = True

    @invariant()
    def a_task_ends_exactly_once(self) -> None:
        ended = Counter(one.data.task for one in self.world.published if isinstance(one.data, ENDS))
        assert set(ended.values()) <= {1}
        assert set(ended) == {one.id for one in self.tasks if one.state.is_end}

    @invariant()
    def it_is_missed_or_escalated_only_after_it_was_due(self) -> None:
        for one in self.world.published:
            if isinstance(one.data, lobby.TaskMissed | lobby.TaskEscalated):
                assert one.time > one.data.due or one.time == self.world.get(Task, one.data.task).over_at

    @invariant()
    def the_board_has_what_is_open_and_nothing_else(self) -> None:
        board = self.world.documents.get((TaskBoard, "B1"))
        up = [one.task for one in board.open] if isinstance(board, TaskBoard) else []
        assert sorted(up) == sorted(one.id for one in self.tasks if not one.state.is_end)

    @invariant()
    def what_is_open_has_an_end_in_sight(self) -> None:
        for one in self.tasks:
            waits = one.timer in self.world.timers
            assert waits == (not one.state.is_end and one.escalated_at is None)

    @precondition(lambda self: self.closed)
    @invariant()
    def nothing_is_open_when_the_branch_is_closed(self) -> None:
        assert all(one.state.is_end for one in self.tasks)
        assert not deadlines(self.world)


Floor.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestAnyFloor = Floor.TestCase

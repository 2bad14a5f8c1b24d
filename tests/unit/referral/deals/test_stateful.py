"""A deal is always held by somebody, and nothing of it starts too early, whatever is done with it (A4)."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.referral.deals.commands import (
    BlockTask,
    CancelDeal,
    CloseDeal,
    FinishTask,
    LeaveOutTask,
    PutBackTask,
    ResumeTask,
    ReturnTask,
    TakeTask,
    UnblockTask,
)
from services.referral.deals.domain.deal import ACTIVE, SETTLED, Deal, DealTask, task_id
from services.referral.deals.domain.templates import Step
from services.referral.subscriptions import TIMER_HANDLERS
from shared.commands import Command
from shared.contracts.referral import (
    DealBlockReason,
    DealCancelReason,
    DealReturnReason,
    DealSkipReason,
    DealState,
    DealTaskDone,
    DealTaskOffered,
    DealTaskState,
    Department,
)
from shared.errors import Refusal
from tests.unit.acting import World
from tests.unit.referral.building import branch
from tests.unit.referral.deals.building import open_deal, publish

NAMES = [f"s{number}" for number in range(5)]
DEPARTMENTS = list(Department)


@st.composite
def templates(draw: st.DrawFn) -> list[Step]:
    """Steps that depend on some of those before them."""
    count = draw(st.integers(1, 5))
    return [
        Step(
            step=NAMES[place],
            zh="步骤",
            en="step",
            department=draw(st.sampled_from(DEPARTMENTS)),
            after=tuple(
                draw(st.lists(st.sampled_from(NAMES[:place]), max_size=2, unique=True)) if place else ()
            ),
            days=draw(st.integers(1, 3)),
        )
        for place in range(count)
    ]


class Deals(RuleBasedStateMachine):
    """A deal in the hands of its departments, who do what they like."""

    world: World
    steps: list[Step]

    @initialize(steps=templates())
    def open(self, steps: list[Step]) -> None:
        self.steps = steps
        self.world = asyncio.run(self._open())

    async def _open(self) -> World:
        world = await branch("am.1")
        await publish(world, "own", *self.steps)
        await open_deal(world, "D1", "own")
        return world

    def ask(self, command: Command) -> None:
        """Ask for a command, which may be refused."""
        with suppress(Refusal):
            asyncio.run(self.world.do(command))

    @rule(step=st.sampled_from(NAMES), by=st.sampled_from(["a", "b"]))
    def take(self, step: str, by: str) -> None:
        self.ask(TakeTask("D1", step, by))

    @rule(step=st.sampled_from(NAMES), by=st.sampled_from(["a", "b"]), head=st.booleans())
    def finish(self, step: str, by: str, head: bool) -> None:
        self.ask(FinishTask("D1", step, by, head))

    @rule(step=st.sampled_from(NAMES))
    def work_through(self, step: str) -> None:
        self.ask(TakeTask("D1", step, "a"))
        self.ask(FinishTask("D1", step, "a", True))

    @rule(step=st.sampled_from(NAMES), by=st.sampled_from(["a", "b"]), what=st.integers(0, 4))
    def trouble(self, step: str, by: str, what: int) -> None:
        commands: list[Any] = [
            BlockTask("D1", step, by, DealBlockReason.PAPERS, False),
            UnblockTask("D1", step, by, False),
            ReturnTask("D1", step, by, DealReturnReason.WRONG, False),
            PutBackTask("D1", step, by, True),
            ResumeTask("D1", step, "am.1"),
        ]
        self.ask(commands[what])

    @rule(step=st.sampled_from(NAMES))
    def leave_out(self, step: str) -> None:
        self.ask(LeaveOutTask("D1", step, "head.1", DealSkipReason.NOT_NEEDED))

    @rule(days=st.integers(1, 4))
    def wait(self, days: int) -> None:
        asyncio.run(self.world.wait(timedelta(days=days), dict(TIMER_HANDLERS)))

    @rule()
    def close(self) -> None:
        self.ask(CloseDeal("D1", "am.1"))

    @rule(really=st.integers(0, 9))
    def cancel(self, really: int) -> None:
        if not really:
            self.ask(CancelDeal("D1", "am.1", DealCancelReason.TERMS))

    def tasks(self) -> dict[str, DealTask]:
        return {one.step: self.world.get(DealTask, task_id("D1", one.step)) for one in self.steps}

    @invariant()
    def somebody_holds_an_open_deal(self) -> None:
        deal, tasks = self.world.get(Deal, "D1"), self.tasks()
        if deal.state is not DealState.OPEN:
            assert not deal.ball
            return
        held = [task for task in tasks.values() if task.held]
        assert {one.step for one in deal.ball} == ({task.step for task in held} or {None})
        for holder in deal.ball:
            assert holder.owner == "am.1" if holder.step is None else holder.department in Department
        assert held or all(task.state in SETTLED for task in tasks.values())

    @invariant()
    def nothing_starts_before_what_it_depends_on_is_settled(self) -> None:
        tasks = self.tasks()
        for task in tasks.values():
            if task.state in (*ACTIVE, DealTaskState.DONE):
                assert all(tasks[step].state in SETTLED for step in task.after)

    @invariant()
    def a_task_has_an_owner_while_it_is_worked_on_and_a_timer_while_it_is_held(self) -> None:
        for task in self.tasks().values():
            working = task.state in (DealTaskState.ACCEPTED, DealTaskState.BLOCKED)
            assert (task.owner is not None) == working or task.state in SETTLED
            assert task.held or task.timer not in self.world.timers
            assert not task.held or task.timer in self.world.timers or task.level == "region_head"

    @invariant()
    def what_is_done_was_offered_before(self) -> None:
        offered = [one.step for one in self.world.events(DealTaskOffered)]  # type: ignore[attr-defined]
        for done in self.world.events(DealTaskDone):
            assert done.step in offered  # type: ignore[attr-defined]

    @invariant()
    def the_steps_are_those_of_the_version(self) -> None:
        deal = self.world.get(Deal, "D1")
        assert {one.step for one in deal.steps} == {one.step for one in self.steps}


TestDeals = Deals.TestCase
TestDeals.settings = settings(
    max_examples=40,
    stateful_step_count=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a play of a whole world takes minutes
    suppress_health_check=list(HealthCheck),
)

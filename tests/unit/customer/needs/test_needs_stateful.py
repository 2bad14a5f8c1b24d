"""Any order of needs stated, taken further, given away and closed: each open one has an owner, a day and its
timer, and only who takes it further or gives it moves the day (A1)."""

import asyncio
from collections.abc import Coroutine
from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.customer.files.commands import ChangeAccountManager
from services.customer.files.domain.customer import Customer
from services.customer.needs.commands import (
    AssignNeed,
    DeclineNeed,
    FulfilNeed,
    GiveUpNeed,
    OfferForNeed,
    QualifyNeed,
    RecordNeed,
)
from services.customer.needs.domain import Need
from services.customer.needs.handlers import follow_manager
from services.customer.subscriptions import TIMER_HANDLERS
from shared.branch_places import BranchPlace
from shared.commands import Command
from shared.contracts.customer import CustomerRegistered, DeclinedWhy, NeedOverdue, UnservableWhy
from shared.errors import Refusal
from tests.unit.customer.building import bank

NEEDS = st.sampled_from(["N1", "N2", "N3"])
DAYS = st.none() | st.integers(-2, 400)
PLACE = BranchPlace(id="B1")


class Needs(RuleBasedStateMachine):
    """One customer, three needs, two account managers, and the days that pass."""

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.world = self.run(bank())
        self.moved: set[str] = set()
        self.before: dict[str, Need] = {}

    def run(self, act: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(act)

    def needs(self) -> list[Need]:
        return [one for one in self.world.documents.values() if isinstance(one, Need)]

    def day(self, days: int | None) -> str | None:
        return None if days is None else (PLACE.day_of(self.world.now) + timedelta(days=days)).isoformat()

    def attempt(self, command: Command, moves: str | None = None) -> None:
        """Carry out a command, which may be refused; a need that it moves is noted."""
        try:
            self.run(self.world.do(command))
        except Refusal:
            return
        if moves is not None:
            self.moved.add(moves)

    @rule(need=NEEDS)
    def state(self, need: str) -> None:
        self.attempt(RecordNeed("C1", need, f"word_{need.lower()}", "teller"))

    @rule(need=NEEDS, days=DAYS)
    def qualify(self, need: str, days: int | None) -> None:
        self.attempt(QualifyNeed(need, "am.1", self.day(days)), need)

    @rule(need=NEEDS, days=DAYS)
    def offer(self, need: str, days: int | None) -> None:
        self.attempt(OfferForNeed(need, "am.1", self.day(days), None), need)

    @rule(need=NEEDS, owner=st.sampled_from([None, "am.2", "teller"]), days=DAYS)
    def assign(self, need: str, owner: str | None, days: int | None) -> None:
        self.attempt(AssignNeed(need, "am.1", owner, self.day(days)), None if days is None else need)

    @rule(need=NEEDS, how=st.integers(0, 2))
    def close(self, need: str, how: int) -> None:
        ends = (
            FulfilNeed(need, "am.1"),
            DeclineNeed(need, "am.1", DeclinedWhy.OTHER),
            GiveUpNeed(need, "am.1", UnservableWhy.OTHER),
        )
        self.attempt(ends[how])

    @rule(manager=st.sampled_from(["am.1", "am.2", None]))
    def hand_over(self, manager: str | None) -> None:
        self.attempt(ChangeAccountManager("C1", manager))
        for event in self.world.events(CustomerRegistered)[-1:]:
            self.run(self.world.act(follow_manager, event))

    @rule(days=st.integers(1, 40))
    def pass_days(self, days: int) -> None:
        self.run(self.world.wait(timedelta(days=days), dict(TIMER_HANDLERS)))

    @invariant()
    def every_open_need_has_an_owner_a_day_and_its_timer(self) -> None:
        for one in self.needs():
            timer = self.world.timers.get(f"need_due:{one.id}")
            assert one.open or timer is None
            if one.open:
                assert one.owner
                assert one.overdue or (timer and timer.due == PLACE.end_of(date.fromisoformat(one.due)))

    @invariant()
    def a_day_is_moved_by_who_may_move_it_alone(self) -> None:
        for one in self.needs():
            known = self.before.get(one.id)
            assert known is None or known.due == one.due or one.id in self.moved, one.id
            self.before[one.id] = one
        self.moved.clear()

    @invariant()
    def the_file_has_the_open_needs_with_their_days(self) -> None:
        kept = {one.id: one.due for one in self.world.get(Customer, "C1").needs}
        assert kept == {one.id: one.due for one in self.needs() if one.open}

    @invariant()
    def a_day_that_passes_is_told_once(self) -> None:
        told = [(one.need_id, one.due) for one in self.world.events(NeedOverdue)]
        assert len(told) == len(set(told))

    def teardown(self) -> None:
        self.loop.close()


TestNeeds = Needs.TestCase
TestNeeds.settings = settings(max_examples=40, stateful_step_count=30)

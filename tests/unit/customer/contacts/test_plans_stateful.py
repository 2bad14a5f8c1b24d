"""Any order of contacts, attempts, excuses, hand-overs, rhythms and days: nobody of a portfolio is without a
dated next step, and only what may move a deadline moves one."""

import asyncio
from collections.abc import Coroutine
from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.customer.contacts.commands import ChangeRhythm, EndExcuse, ExcuseContact
from services.customer.contacts.domain.plan import ContactPlan
from services.customer.contacts.domain.portfolio import Portfolio
from services.customer.contacts.domain.rhythm import Rhythm
from services.customer.contacts.queries import plans_in_bucket, portfolios_of
from services.customer.files.commands import ChangeAccountManager
from services.customer.needs.commands import FulfilNeed, RecordNeed
from services.customer.subscriptions import EVENT_HANDLERS, TIMER_HANDLERS
from shared.contracts.customer import (
    ContactOutcome,
    ContactOverdue,
    ContactState,
    ExcuseReason,
    NeedFulfilled,
    NeedStated,
    StepKind,
)
from shared.contracts.words import Segment
from shared.errors import Refusal
from shared.working_days import working_days
from tests.unit.customer.building import moved
from tests.unit.customer.contacts.building import PLACE, contacted, hear, plan, portfolio

CUSTOMERS = st.sampled_from(["C1", "C2", "C3"])
MANAGERS = st.sampled_from(["am.1", "am.2", None])
CHINA = working_days("CN")


class Plans(RuleBasedStateMachine):
    """Three customers, two account managers, and the days that pass."""

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.world = self.run(portfolio("C1", "C2", "C3"))
        self.world.looks[plans_in_bucket] = lambda branch, bucket: [
            one.id for one in self.plans() if one.bucket == bucket
        ]
        self.world.looks[portfolios_of] = lambda branch: self.portfolios()
        self.moved: set[str] = set()
        self.before = {one.id: one for one in self.plans()}

    def run(self, act: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(act)

    def plans(self) -> list[ContactPlan]:
        return [one for one in self.world.documents.values() if isinstance(one, ContactPlan)]

    def portfolios(self) -> list[Portfolio]:
        return [one for one in self.world.documents.values() if isinstance(one, Portfolio)]

    def tell_needs(self) -> None:
        for kind in (NeedStated, NeedFulfilled):
            for event in self.world.events(kind):
                self.run(self.world.act(EVENT_HANDLERS[kind], event))

    @rule(customer=CUSTOMERS, minutes=st.integers(0, 40000))
    def reach(self, customer: str, minutes: int) -> None:
        at = self.world.now - timedelta(minutes=minutes)
        later = plan(self.world, customer).last_at is None or at > plan(self.world, customer).last_at
        self.run(self.world.do(contacted(customer=customer, at=at)))
        if later:
            self.moved.add(customer)

    @rule(customer=CUSTOMERS)
    def fail(self, customer: str) -> None:
        self.run(self.world.do(contacted(ContactOutcome.NOT_REACHED, customer=customer)))

    @rule(customer=CUSTOMERS, days=st.integers(0, 90))
    def move(self, customer: str, days: int) -> None:
        until = (PLACE.day_of(self.world.now) + timedelta(days=days)).isoformat()
        self.run(self.world.do(contacted(ContactOutcome.MOVED, customer=customer, until=until)))

    @rule(customer=CUSTOMERS, days=st.integers(0, 200))
    def excuse(self, customer: str, days: int) -> None:
        until = (PLACE.day_of(self.world.now) + timedelta(days=days)).isoformat()
        self.run(self.world.do(ExcuseContact(customer, "am.1", ExcuseReason.AWAY, until)))
        self.moved.add(customer)

    @rule(customer=CUSTOMERS)
    def end_excuse(self, customer: str) -> None:
        if plan(self.world, customer).state is ContactState.EXCUSED:
            self.run(self.world.do(EndExcuse(customer)))
            self.moved.add(customer)

    @rule(customer=CUSTOMERS, manager=MANAGERS)
    def hand_over(self, customer: str, manager: str | None) -> None:
        self.run(self.world.do(ChangeAccountManager(customer, manager)))
        self.run(hear(self.world))

    @rule(customer=CUSTOMERS, segment=st.sampled_from(Segment))
    def change_segment(self, customer: str, segment: Segment) -> None:
        if plan(self.world, customer).segment is not segment:
            self.moved.add(customer)
        self.run(self.world.do(moved(customer, segment)))
        self.run(hear(self.world))

    @rule(every=st.lists(st.integers(1, 400), min_size=4, max_size=4), grace=st.integers(0, 9))
    def change_rhythm(self, every: list[int], grace: int) -> None:
        rhythms = [
            Rhythm(segments=(segment,), every=days, grace=grace)
            for segment, days in zip(Segment, every, strict=True)
        ]
        self.run(self.world.do(ChangeRhythm("B1", rhythms, 16, 14, "head")))
        self.run(self.world.wait(timedelta(0), TIMER_HANDLERS))
        self.moved.update(one.id for one in self.plans())

    @rule(customer=CUSTOMERS, number=st.integers(1, 5))
    def state_need(self, customer: str, number: int) -> None:
        self.run(self.world.do(RecordNeed(customer, f"N{customer}{number}", f"need_{number}", "teller")))
        self.tell_needs()

    @rule(customer=CUSTOMERS, number=st.integers(1, 5))
    def fulfil_need(self, customer: str, number: int) -> None:
        try:
            self.run(self.world.do(FulfilNeed(f"N{customer}{number}", "am.1")))
        except Refusal:
            return
        self.tell_needs()

    @rule(days=st.integers(1, 60))
    def pass_days(self, days: int) -> None:
        self.run(self.world.wait(timedelta(days=days), TIMER_HANDLERS))

    @invariant()
    def everybody_of_a_portfolio_has_a_dated_next_step(self) -> None:
        for one in self.plans():
            assert date.fromisoformat(one.next_step.due)
            assert one.listed_from == one.next_step.due
            assert CHINA.is_working_day(date.fromisoformat(one.due))

    @invariant()
    def only_what_may_move_a_deadline_has_moved_one(self) -> None:
        for one in self.plans():
            if one.id not in self.moved:
                assert one.due == self.before[one.id].due
        self.moved.clear()
        self.before = {one.id: one for one in self.plans()}

    @invariant()
    def no_day_passes_in_silence(self) -> None:
        today = PLACE.day_of(self.world.now).isoformat()
        for one in self.plans():
            if one.account_manager is None:
                assert f"contact_turns:{one.id}" not in self.world.timers
                continue
            excused = one.excuse is not None and today <= one.excuse.until
            overdue = not excused and one.late_from <= today
            assert (one.state is ContactState.OVERDUE) == overdue
            assert one.turns > today
            promised = one.step(StepKind.PROMISED)
            if promised is not None and promised.due < today:
                assert promised.missed

    @invariant()
    def a_portfolio_counts_its_customers(self) -> None:
        for manager in ("am.1", "am.2"):
            listed = sum(one.account_manager == manager for one in self.plans())
            counted = sum(one.size for one in self.portfolios() if one.account_manager == manager)
            assert counted == listed

    def teardown(self) -> None:
        for event in self.world.events(ContactOverdue):
            assert event.account_manager in ("am.1", "am.2")
        self.loop.close()


Plans.TestCase.settings = settings(max_examples=25, stateful_step_count=25)
TestPlans = Plans.TestCase

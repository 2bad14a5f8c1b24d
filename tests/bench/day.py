"""A branch day, simulated: who comes is drawn from a seed, who is next is decided by the real domain.

400 customers from nine to five, most of them from half past nine to eleven and from two to three; of ten,
some eight ordinary, one from the green channel, one VIP; service times log-normal by class; six counters
with breaks. No clock and no I/O: the same seed is the same day.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from math import log
from random import Random

from services.lobby.branch.domain.branches import Branch, Rules
from services.lobby.branch.domain.halls import Hall, NobodyWaits, Waiting
from services.lobby.forecasts.domain.forecasts import Forecast, forecast_on_arrival, learn_from_call
from services.lobby.forecasts.domain.methods import WaitRange, ends
from services.lobby.forecasts.domain.wait_history import WaitHistory
from services.lobby.queue.domain.priority import Choice, highest_priority, waiting_for
from shared.clock import Moment
from shared.contracts.words import ForecastMethod, TicketClass

A, G, V = TicketClass.ORDINARY, TicketClass.CARE, TicketClass.VIP
OPENS = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # nine o'clock in Shanghai
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
RUSH = ((0.0, 0.5, 0.6), (0.5, 2.0, 1.7), (2.0, 5.0, 0.75), (5.0, 6.0, 1.5), (6.0, 8.0, 0.7))
"""From hour, to hour, arrivals against the mean."""
SHARES = {A: 0.78, G: 0.12, V: 0.10}
SERVICE = {A: (4.5, 0.6), G: (5.0, 0.5), V: (7.5, 0.5)}
"""Median minutes, and the spread of the logarithm."""
COUNTERS = {"1": (V, G, A), "2": (V, G, A), "3": (G, A), "4": (G, A), "5": (G, A), "6": (A,)}
BREAKS = {"1": 3.0, "2": 3.6, "3": 2.8, "4": 3.4, "5": 4.0, "6": 4.6}
"""The begin of each counter's lunch, in hours after opening; it lasts 45 minutes."""
LUNCH = 45 * MINUTE
Policy = Callable[[Sequence[Waiting], Rules, datetime], Choice]


@dataclass(frozen=True)
class Customer:
    """A customer who will come at this time, and keep a counter for so long."""

    id: str
    ticket_class: TicketClass
    comes: datetime
    keeps: timedelta


@dataclass
class Stay:
    """The stay of a customer; `told` when they came, with what each method would have told them; `waited` in
    the end."""

    ticket_class: TicketClass
    told: Forecast | None
    ranges: dict[ForecastMethod, WaitRange]
    waited: timedelta = timedelta(0)
    overtaken: int = 0
    """Times that one who came later was called first, at a counter that could have served them."""


@dataclass
class Day:
    """A day's stays, and how often one was called while another, who came earlier, was beyond their limit."""

    stays: dict[str, Stay] = field(default_factory=dict)
    breaches: int = 0


def by_points(line: Sequence[Waiting], rules: Rules, now: datetime) -> Choice:
    """Foyer's own: accumulating priority with a bound."""
    return highest_priority(line, rules, Moment(now))


def by_class(line: Sequence[Waiting], rules: Rules, now: datetime) -> Choice:
    """Strict priority: VIP before green channel before ordinary, whatever they have waited."""
    if not line:
        raise NobodyWaits
    order = (V, G, A)
    return Choice(min(line, key=lambda one: (order.index(one.ticket_class), one.since)), 0.0, None, "class")


def by_arrival(line: Sequence[Waiting], rules: Rules, now: datetime) -> Choice:
    """First come, first served."""
    if not line:
        raise NobodyWaits
    return Choice(min(line, key=lambda one: one.since), 0.0, None, "arrival")


POLICIES: dict[str, Policy] = {
    "accumulating": by_points,
    "strict priority": by_class,
    "first come": by_arrival,
}


def crowd(seed: int, opens: datetime, customers: int = 400) -> list[Customer]:
    """Make the customers who come on the day of this seed, in the order of their coming."""
    chance = Random(seed)
    weights = [(end - begin) * rate for begin, end, rate in RUSH]
    found = []
    for number in range(customers):
        begin, end, _ = chance.choices(RUSH, weights)[0]
        ticket_class = chance.choices(list(SHARES), list(SHARES.values()))[0]
        median, spread = SERVICE[ticket_class]
        keeps = min(chance.lognormvariate(log(median), spread), 60.0)
        comes = opens + chance.uniform(begin, end) * HOUR
        found.append(Customer(f"{opens:%j}-{number}", ticket_class, comes, keeps * MINUTE))
    return sorted(found, key=lambda one: one.comes)


class Branchwork:
    """One day at the branch under one policy; `outlook` is what it remembers of the days before."""

    def __init__(self, policy: Policy, opens: datetime, history: WaitHistory) -> None:
        branch = Branch(id="B001", name_zh="网点", name_en="Branch", counters=COUNTERS)
        self.hall = Hall.of(branch, opens, None)
        self.history = history
        self.day = Day()
        self._policy = policy
        self._agenda: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._order = count()
        self._leaving: set[str] = set()
        for name in COUNTERS:
            self._at(opens, lambda now, name=name: self._open(name, now))
            self._at(opens + BREAKS[name] * HOUR, lambda now, name=name: self._leave(name, now))
            self._at(opens + BREAKS[name] * HOUR + LUNCH, lambda now, name=name: self._open(name, now))

    def play(self, customers: Sequence[Customer]) -> Day:
        """Until the last customer is served."""
        for one in customers:
            self._at(one.comes, lambda now, one=one: self._arrive(one, now))
        self._keeps = {one.id: one.keeps for one in customers}
        while self._agenda:
            now, _, act = heapq.heappop(self._agenda)
            act(now)
        return self.day

    def _at(self, when: datetime, act: Callable[[datetime], None]) -> None:
        heapq.heappush(self._agenda, (when, next(self._order), act))

    def _arrive(self, one: Customer, now: datetime) -> None:
        hall, ticket = self.hall.take_number(one.ticket_class, now)
        runtime = Waiting(visit=one.id, ticket=ticket, ticket_class=one.ticket_class, since=now)
        self.hall = hall.enter(runtime)
        told = forecast_on_arrival(runtime, self.hall, self.history, Moment(now))
        known = self.history.of(one.ticket_class)
        expected = told.estimates.items() if told else ()
        ranges = {method: ends(known.record(method), it, told.gap) for method, it in expected if told}
        self.day.stays[one.id] = Stay(one.ticket_class, told, ranges)
        for name, counter in self.hall.counters.items():
            if counter.staff and counter.visit is None:
                self._call(name, now)

    def _call(self, name: str, now: datetime) -> None:
        line = waiting_for(self.hall, name)
        if not line:
            return
        choice = self._policy(line, self.hall.rules, now)
        earlier = [one for one in line if one.since < choice.chosen.since]
        for one in earlier:
            self.day.stays[one.visit].overtaken += 1
        limits = self.hall.rules.limit
        self.day.breaches += any(now - one.since > limits(one.ticket_class) for one in earlier)
        self.hall, chosen = self.hall.take(name, choice.chosen.visit)
        stay = self.day.stays[chosen.visit]
        stay.waited = now - chosen.since
        self.history = learn_from_call(self.history, stay.told, chosen, self.hall, now)
        self._at(now + self._keeps[chosen.visit], lambda then: self._release(name, now, then))

    def _release(self, name: str, called: datetime, now: datetime) -> None:
        self.history = self.history.after_turn((now - called).total_seconds())
        self.hall = self.hall.release(name)
        if name in self._leaving:
            self._leave(name, now)
        else:
            self._call(name, now)

    def _open(self, name: str, now: datetime) -> None:
        self._leaving.discard(name)
        counter = self.hall.counter(name)
        self.hall = self.hall.with_counter(name, counter.model_copy(update={"staff": f"teller{name}"}))
        if counter.visit is None:
            self._call(name, now)

    def _leave(self, name: str, now: datetime) -> None:
        """To lunch, when the customer at the counter is served."""
        counter = self.hall.counter(name)
        if counter.visit is not None:
            self._leaving.add(name)
            return
        self._leaving.discard(name)
        self.hall = self.hall.with_counter(name, counter.model_copy(update={"staff": None}))


def days(policy: Policy, seed: int, number: int, customers: int = 400) -> list[Day]:
    """So many days one after the other, with what was remembered of the days before."""
    history = WaitHistory(id="B001")
    played = []
    for past in range(number):
        opens = OPENS + past * timedelta(days=1)
        work = Branchwork(policy, opens, history)
        played.append(work.play(crowd(seed * 1000 + past, opens, customers)))
        history = work.history
    return played

"""The hall of a branch as it stands now: who waits, which number comes next, who is at which counter.

It holds no history, so what it costs does not grow with the days.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict

from services.lobby.domain.branches import Branch, Rules, day_of
from shared.contracts.words import TicketClass
from shared.domain import Document
from shared.errors import Refusal


class CounterClosed(Refusal):
    code, status = "counter_closed", 409
    en, zh = "The counter is not open; open it first.", "柜台未开放，请先开放柜台。"


class CounterTaken(Refusal):
    code, status = "counter_taken", 409
    en, zh = "Somebody else is at this counter.", "该柜台已有他人。"


class CounterBusy(Refusal):
    code, status = "counter_busy", 409
    en, zh = "Complete the customer at this counter first.", "请先办结当前客户。"


class NobodyWaits(Refusal):
    code, status = "nobody_waits", 409
    en, zh = "Nobody is waiting for this counter.", "当前无人等候。"


class TicketAlreadyCalled(Refusal):
    code, status = "ticket_already_called", 409
    en, zh = "This ticket is not waiting: it was called already.", "该号不在等候中，已被呼叫。"


class UnknownCounter(Refusal):
    code, status = "unknown_counter", 404
    en, zh = "The branch has no such counter.", "本网点没有该柜台。"


class Waiting(BaseModel):
    """Somebody who waits."""

    model_config = ConfigDict(frozen=True)

    visit: str
    ticket: str
    ticket_class: TicketClass
    since: datetime


class Counter(BaseModel):
    """A counter: who is there, and whom they serve."""

    model_config = ConfigDict(frozen=True)

    serves: tuple[TicketClass, ...]
    staff: str | None = None
    visit: str | None = None
    ticket: str | None = None


class Choice(NamedTuple):
    """Who is next, and why."""

    chosen: Waiting
    score: float
    runner_up: Waiting | None
    reason: str


class Hall(Document):
    """The state of a branch's hall; its id is the branch's."""

    collection: ClassVar[str] = "halls"

    timezone: str
    rules: Rules
    day: str
    numbers: dict[str, int] = {}
    waiting: tuple[Waiting, ...] = ()
    counters: dict[str, Counter] = {}

    @classmethod
    def of(cls, branch: Branch, now: datetime, before: "Hall | None") -> "Hall":
        """The hall of `branch` with its settings of now, and with what was in it `before`."""
        known = before.counters if before else {}
        counters = {
            name: known.get(name, Counter(serves=serves)).model_copy(update={"serves": serves})
            for name, serves in branch.counters.items()
        }
        # A counter that is taken out of the settings stays until the customer there is served.
        counters |= {name: one for name, one in known.items() if one.visit and name not in counters}
        settings = {"timezone": branch.timezone, "rules": branch.rules, "counters": counters}
        if before:
            return before.but(**settings)
        return cls(id=branch.id, day=day_of(branch.timezone, now), **settings)

    def take_number(self, ticket_class: TicketClass, now: datetime) -> tuple["Hall", str]:
        """The next number of a class, such as ``A001``. A new day of the branch begins at 1, and a clock
        that is behind does not bring the old one back."""
        day = max(self.day, day_of(self.timezone, now))
        numbers = dict(self.numbers) if day == self.day else {}
        number = numbers.get(ticket_class, 0) + 1
        numbers[ticket_class] = number
        return self.but(day=day, numbers=numbers), f"{ticket_class}{number:03d}"

    def enter(self, waiting: Waiting) -> "Hall":
        return self.but(waiting=(*self.waiting, waiting))

    def place_of(self, visit: str) -> int:
        """The place of a visit among those of its class, from 1; 0 if it does not wait."""
        of_class: dict[TicketClass, int] = {}
        for one in self.waiting:
            of_class[one.ticket_class] = of_class.get(one.ticket_class, 0) + 1
            if one.visit == visit:
                return of_class[one.ticket_class]
        return 0

    def counter(self, name: str) -> Counter:
        try:
            return self.counters[name]
        except KeyError:
            raise UnknownCounter(name) from None

    def with_counter(self, name: str, counter: Counter) -> "Hall":
        return self.but(counters={**self.counters, name: counter})

    def take(self, name: str, visit: str) -> tuple["Hall", Waiting]:
        """Take one who waits to a counter; `TicketAlreadyCalled` if they do not wait."""
        found = next((one for one in self.waiting if one.visit == visit), None)
        if found is None:
            raise TicketAlreadyCalled
        counter = self.counter(name).model_copy(update={"visit": visit, "ticket": found.ticket})
        waiting = tuple(one for one in self.waiting if one.visit != visit)
        return self.but(waiting=waiting).with_counter(name, counter), found

    def release(self, name: str) -> "Hall":
        """The counter is free for the next."""
        return self.with_counter(name, self.counter(name).model_copy(update={"visit": None, "ticket": None}))


def most_deserving(waiting: Iterable[Waiting], rules: Rules, pace: float, now: datetime) -> Choice:
    """Accumulating priority (Stanford, Taylor, Ziedins 2014): score = rate of the class x minutes waited.

    Plus a bound: among those who have waited beyond the limit of their class the one who came first is
    next, whatever the scores. Raises `NobodyWaits`.
    """

    def score(one: Waiting) -> float:
        waited = max(now - one.since, timedelta(0))
        return rules.rates[one.ticket_class] * waited.total_seconds() / 60 * pace

    def is_over(one: Waiting) -> bool:
        return (now - one.since) * pace > rules.limit(one.ticket_class)

    line = list(waiting)
    if not line:
        raise NobodyWaits
    over = [one for one in line if is_over(one)]
    # A stable order: who came first goes first among equals.
    ranked = sorted(line, key=lambda one: (-score(one), one.since))
    if over:
        chosen = min(over, key=lambda one: one.since)
        reason = "waited_beyond_limit"
    else:
        chosen = ranked[0]
        reason = "highest_score"
    runner_up = next((one for one in ranked if one is not chosen), None)
    return Choice(chosen, round(score(chosen), 3), runner_up, reason)

"""What is seen of the line when a wait is told: who is ahead, and how fast it moves (D2, D8)."""

from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta
from typing import NamedTuple

from services.lobby.domain.halls import Counter, Hall
from services.lobby.domain.outlooks import Outlook
from shared.contracts.words import TicketClass

USUAL_TURN = timedelta(minutes=5)
ROUNDING = 1e-3


class Sight(NamedTuple):
    """`ahead`: who will be called before, each by the share of their counters that serve this customer too;
    `counters`: how many serve the class now, and whether one is `free`; `gap`: the mean time between their
    completions; `waited`: for how long already. Times in seconds."""

    ahead: float
    counters: int
    free: bool
    gap: float
    waited: float = 0.0


class Lookout:
    """The line of a hall at one moment, from which everybody's place can be seen."""

    def __init__(self, hall: Hall, outlook: Outlook, pace: float, now: datetime) -> None:
        self._rates = hall.rules.rates
        self._now = now
        self._turn = outlook.turn.value or USUAL_TURN.total_seconds() / pace
        self._open = [one for one in hall.counters.values() if is_serving(one)]
        self._ages: dict[TicketClass, list[float]] = {}
        """How long each has waited, negative, the longest first."""
        for one in hall.waiting:
            self._ages.setdefault(one.ticket_class, []).append((one.since - now).total_seconds())
        for line in self._ages.values():
            line.sort()
        self._shares: dict[TicketClass, dict[TicketClass, float]] = {}

    def sight(self, ticket_class: TicketClass, since: datetime | None = None) -> Sight | None:
        """What somebody of this class sees who comes now, or waits since then; None if nobody serves them."""
        serving = [one for one in self._open if ticket_class in one.serves]
        if not serving:
            return None
        gap = self._turn / len(serving)
        waited = max(0.0, (self._now - since).total_seconds()) if since else 0.0
        itself = since is not None  # who waits already is in the line, and not ahead of themselves

        def ahead(completions: int) -> float:
            return self._ahead(ticket_class, waited, completions * gap) - itself

        # Their turn is the first completion by which as many were called as were still ahead then.
        called = bisect_left(range(len(self) + 1), True, key=lambda called: ahead(called + 1) <= called)
        before = min(float(called), ahead(called))
        free = sum(one.visit is None for one in serving) > ahead(0)
        return Sight(before, len(serving), free, gap, waited)

    def __len__(self) -> int:
        return sum(len(line) for line in self._ages.values())

    def _ahead(self, ticket_class: TicketClass, waited: float, after: float) -> float:
        """Who of the line has as many points or more, `after` seconds from now; each by their share."""
        points = self._rates[ticket_class] * (waited + after)
        found = 0.0
        for other, share in self._share(ticket_class).items():
            rate = self._rates[other]
            age = points / rate - after if rate else (0.0 if points == 0 else float("inf"))
            found += share * bisect_right(self._ages[other], -age + ROUNDING)
        return found

    def _share(self, ticket_class: TicketClass) -> dict[TicketClass, float]:
        """For each class in the line: which share of its counters serves `ticket_class` too."""
        if ticket_class not in self._shares:
            shares = {}
            for other in self._ages:
                theirs = [one for one in self._open if other in one.serves]
                both = sum(ticket_class in one.serves for one in theirs)
                if both:
                    shares[other] = both / len(theirs)
            self._shares[ticket_class] = shares
        return self._shares[ticket_class]


def is_serving(counter: Counter) -> bool:
    """Whether somebody is there who calls."""
    return counter.staff is not None


def serving(hall: Hall, ticket_class: TicketClass) -> int:
    """How many counters serve a class now."""
    return sum(is_serving(one) and ticket_class in one.serves for one in hall.counters.values())

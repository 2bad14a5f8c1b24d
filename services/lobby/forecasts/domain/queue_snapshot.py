"""A snapshot of the queue when a wait is forecast: customers ahead, and how fast it moves (D2, D8)."""

from bisect import bisect_left, bisect_right
from datetime import timedelta
from typing import NamedTuple

from services.lobby.branch.domain.halls import Hall, Waiting
from services.lobby.forecasts.domain.clues import Group, QueueView
from services.lobby.forecasts.domain.wait_history import WaitHistory
from shared.clock import Moment
from shared.contracts.words import TicketClass

USUAL_TURN = timedelta(minutes=5)
ROUNDING = 1e-3
Counters = frozenset[str]
Kind = tuple[TicketClass, str, str | None]


class QueuePosition(NamedTuple):
    """`ahead`: who will be called before, each by the share of their counters that serve this customer too;
    `counters`: how many serve them now; `free`: whether one of these is idle and wanted by nobody else;
    `gap`: the mean time between completions there; `waited`: for how long already. Times in seconds. `view`
    is there for who has just come."""

    ahead: float
    counters: int
    free: bool
    gap: float
    waited: float = 0.0
    need: str = ""
    view: QueueView | None = None


class QueueSnapshot:
    """The queue of a hall at one moment, from which every position can be read.

    Customers of the same counters with the same rate stand in one line, longest wait first; so a place is
    found by a few searches, however many wait.
    """

    def __init__(self, hall: Hall, history: WaitHistory, moment: Moment) -> None:
        self._hall, self._history, self._moment = hall, history, moment
        self._turn = history.turn.value or moment.lasting(USUAL_TURN).total_seconds()
        self._open = [name for name, one in hall.counters.items() if one.staff is not None and not one.paused]
        self._known: dict[Kind, Counters] = {}
        self._kinds: dict[Kind, list[float]] = {}
        for one in hall.waiting:
            if self.counters_of(one):
                self._kinds.setdefault(one.kind, []).append(-self._age(one))
        self._lines: dict[tuple[TicketClass, Counters], list[float]] = {}
        for kind, ages in self._kinds.items():
            self._lines.setdefault((kind[0], self._known[kind]), []).extend(ages)
        for line in self._lines.values():
            line.sort()

    def counters_of(self, one: Waiting) -> Counters:
        """The counters that call now, and could call this one."""
        if one.kind not in self._known:
            self._known[one.kind] = frozenset(name for name in self._open if self._hall.can_serve(name, one))
        return self._known[one.kind]

    def position_of(self, one: Waiting) -> QueuePosition | None:
        """Return the position of a waiting customer; None if nobody serves them."""
        serving = self.counters_of(one)
        if not serving:
            return None
        gap = self._turn / len(serving)
        rate, age = self._hall.rules.rates[one.ticket_class], self._age(one)
        lines = [
            (self._hall.rules.rates[kind], line, len(counters & serving) / len(counters))
            for (kind, counters), line in self._lines.items()
            if counters & serving
        ]

        def ahead(completions: int) -> float:
            """Return how many have as many points or more by then, without the customer."""
            after = completions * gap
            points = rate * (age + after)
            return sum(share * _older(line, points, theirs, after) for theirs, line, share in lines) - 1

        # Their turn is the first completion by which as many were called as are still ahead then.
        people = sum(len(line) for _, line, _ in lines)
        called = bisect_left(range(people), True, key=lambda called: ahead(called + 1) <= called)
        before = max(0.0, min(float(called), ahead(called)))
        waited = max(0.0, (self._moment.now - one.since).total_seconds())
        return QueuePosition(round(before, 3), len(serving), self._is_free(one), gap, waited, one.need)

    def position_on_arrival(self, one: Waiting, before_closing: float | None = None) -> QueuePosition | None:
        """Return the position of a customer who has just come, with all that may matter beside
        it."""
        seen = self.position_of(one)
        if seen is None:
            return None
        serving = self.counters_of(one)
        idle = [name for name in serving if self._hall.counters[name].visit is None]
        since = (self._history.freed.get(name) for name in idle)
        view = QueueView(
            near=self._others(one, [kind for kind in self._kinds if self._known[kind] & serving]),
            need=self._others(one, [kind for kind in self._kinds if kind[1] == one.need]),
            own=self._others(one, [kind for kind in self._kinds if kind[:2] == one.kind[:2]]),
            ahead=seen.ahead,
            busy=len(serving) - len(idle),
            free=len(idle),
            idle=[max(0.0, (self._moment.now - it).total_seconds()) for it in since if it is not None],
            before_closing=before_closing,
        )
        return seen._replace(view=view)

    def _others(self, one: Waiting, kinds: list[Kind]) -> Group:
        """Return the others who wait beside `one`, who has come last."""
        people = sum(len(self._kinds[kind]) for kind in kinds) - 1
        return Group(people, max(-self._kinds[kind][0] for kind in kinds)) if people > 0 else Group()

    def _is_free(self, one: Waiting) -> bool:
        """Return whether a counter is idle that serves them, and nobody else waits whom it serves: one that
        does not call them is not at work, whatever it says."""
        idle = {name for name in self.counters_of(one) if self._hall.counters[name].visit is None}
        wanted = (self._known[kind] for kind, ages in self._kinds.items() if len(ages) > (kind == one.kind))
        return bool(idle.difference(*wanted)) if idle else False

    def _age(self, one: Waiting) -> float:
        """For how many seconds the wait counts, credit included."""
        return (self._moment.now - one.since).total_seconds() + one.credit * 60 / self._moment.pace


def _older(line: list[float], points: float, rate: float, after: float) -> int:
    """Return how many of a line, which holds ages as negative numbers, have `points` or more, `after` seconds
    on."""
    if not rate:
        return len(line) if points <= 0 else 0
    return bisect_right(line, after - points / rate + ROUNDING)


def serving(hall: Hall, one: Waiting) -> int:
    """Return how many counters serve a customer now."""
    counters = hall.counters.items()
    return sum(it.staff is not None and not it.paused and hall.can_serve(name, one) for name, it in counters)

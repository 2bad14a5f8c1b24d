"""Real days of a bank's call centre, played through the real rules: what was each customer told when they
came?

The data are those of the "Anonymous Bank" (Guedj and Mandelbaum, Technion), which are not part of Foyer.
Who was called, when, where and for how long is what happened; the domain is asked as its handlers ask it.

A counter is a server of the day, a need a type of service; its counters are those which gave it two in a
hundred or more of their calls on this day and the fourteen before, as a bank would have set it. Priority 2
is a VIP, whose rate of two points a minute stands for the bank's credit of 90 s; who was served at once has
no priority in the data, so it is drawn by the share of those who queued.
"""

import csv
import gzip
import heapq
from collections import Counter as Count
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from services.lobby.branch.domain.branches import Branch, Rules
from services.lobby.branch.domain.halls import Counter, Hall
from services.lobby.branch.domain.transactions import Transaction
from services.lobby.forecasts.domain.forecasts import Forecast
from services.lobby.forecasts.domain.wait_history import WaitHistory
from services.lobby.queue.domain.admission import Arrival, open_visit
from services.lobby.queue.domain.counters import choose, close_counter, open_counter
from services.lobby.queue.domain.learning import after_call, after_leaving, after_turn
from services.lobby.queue.domain.tickets import cancel
from services.lobby.queue.domain.triage import Advice
from services.lobby.queue.domain.visits import Visit, call_to_counter, complete
from shared.clock import Moment
from shared.contracts.lobby.words import AdviceReason
from shared.contracts.words import Channel, TicketClass
from shared.domain import Decision

A, G, V = TicketClass.ORDINARY, TicketClass.CARE, TicketClass.VIP
KINDS = ("PS", "NW", "PE", "TT", "NE", "IN")
GROUPS = {"NE": "NE", "IN": "IN"}
"""Types which mostly have servers of their own; the others are one group."""
NIGHT, MIDNIGHT = 3600, 86400


@dataclass
class Call:
    """One call that came to the line or to a server; times in seconds of its day. `exit`: when it left the
    line, None without one; `start` and `end` of the service, None if it gave up."""

    id: str
    day: str
    kind: str
    vip: bool
    came: int
    exit: int | None
    start: int | None
    end: int
    server: str

    @property
    def gone(self) -> int:
        """The time at which the wait ended."""
        return self.start if self.start is not None else max(self.came, self.exit or self.came)


@dataclass
class Stay:
    """The outcome of a call; `told` when it came, and what simple methods would have said then."""

    call: Call
    told: Forecast | None
    simple: dict[str, float]

    @property
    def waited(self) -> int:
        return self.call.gone - self.call.came


def read(folder: Path) -> dict[str, list[Call]]:
    """The calls by day, in the order of their coming, from the files ``calls*.csv.gz`` of a folder."""
    rows = [row for path in sorted(folder.glob("calls*.csv.gz")) for row in _rows(path)]
    vips: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row in rows:
        if row["q_exit"]:
            vips[row["day"][:7], row["class"]].append(row["priority"] == "2")
    days: dict[str, list[Call]] = defaultdict(list)
    for row in rows:
        of_kind = vips[row["day"][:7], row["class"]]
        share = sum(of_kind) / len(of_kind) if of_kind else 0.0
        if (call := _call(row, share)) is not None:
            days[call.day].append(call)
    return {day: sorted(calls, key=lambda one: one.came) for day, calls in sorted(days.items())}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt") as file:
        for row in csv.DictReader(file):
            if row["outcome"] in ("served", "abandoned_queue") and row["class"] in KINDS:
                yield row


def _call(row: dict[str, str], vips: float) -> Call | None:
    """One row; None without any time. Services begin a second later than they are written down, and what ends
    before it begins ended after midnight."""
    came = _seconds(row["arrival"])
    exit = _after(_seconds(row["q_exit"]), came - NIGHT) if row["q_exit"] else None
    start, end = None, 0
    if row["start"] and row["outcome"] == "served":
        start = _after(_seconds(row["start"]), came - NIGHT)
        end = _after(_seconds(row["end"]), start)
        start = came if exit is None else max(came, min(exit, start + 1))
        end = max(start, end + 1)
    if exit is None and start is None:
        return None
    vip = row["priority"] == "2"
    if exit is None and row["priority"] == "0":
        vip = Random(row["day"] + row["id"]).random() < vips
    server = row["server"].replace("NO_SERVERAMA", "NAAMA") if start is not None else ""
    return Call(row["id"], row["day"], row["class"], vip, came, exit, start, end, server)


def _seconds(time: str) -> int:
    hours, minutes, seconds = time.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)


def _after(time: int, earliest: int) -> int:
    return time + MIDNIGHT * (time < earliest)


def skills(days: dict[str, list[Call]], day: str) -> dict[str, set[str]]:
    """The servers that do a kind of call, from this day and the fourteen before."""
    first = (date.fromisoformat(day) - timedelta(days=14)).isoformat()
    done: dict[str, Count[str]] = defaultdict(Count)
    for past, calls in days.items():
        if first <= past <= day:
            for call in calls:
                if call.server:
                    done[call.server][call.kind] += 1
    return {
        kind: {name for name, by in done.items() if by[kind] and by[kind] >= 0.02 * by.total()}
        for kind in KINDS
    }


@dataclass
class Simple:
    """The knowledge of the simple methods, over all days: sums and numbers of waits and services, and the
    last wait."""

    waits: dict[tuple[str, bool], list[float]] = field(
        default_factory=lambda: defaultdict(lambda: [0.0, 0.0])
    )
    turns: dict[str, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0]))
    last: dict[tuple[str, bool], float] = field(default_factory=dict)

    def tell(self, call: Call, line: Iterable[Call], counters: int, idle: int) -> dict[str, float]:
        """Queue length, 0 while more counters are idle than people wait; last to enter service, head of line,
        the mean, and the first two mixed."""
        group = group_of(call)
        same = [one for one in line if group_of(one) == group]
        ahead = [one for one in same if one.vip or not call.vip or call.came - one.came > 90]
        waits, waited = self.waits[call.kind, call.vip], self.turns[group]
        mean = waits[0] / waits[1] if waits[1] else 0.0
        turn = waited[0] / waited[1] if waited[1] else 0.0
        queue = (len(ahead) + 1) * turn / max(1, counters) if idle <= len(same) else 0.0
        last = self.last.get((call.kind, call.vip), mean)
        head = max((call.came - one.came for one in same if one.vip == call.vip), default=0)
        mixed = (queue + last) / 2
        return {
            "queue length": queue,
            "last served": last,
            "head of line": head,
            "mean": mean,
            "blend": mixed,
        }

    def called(self, call: Call) -> None:
        waits, waited = self.waits[call.kind, call.vip], float(call.gone - call.came)
        waits[0], waits[1] = waits[0] + waited, waits[1] + 1
        self.last[call.kind, call.vip] = waited

    def served(self, call: Call, seconds: float) -> None:
        turns = self.turns[group_of(call)]
        turns[0], turns[1] = turns[0] * 0.9995 + seconds, turns[1] * 0.9995 + 1


def group_of(call: Call) -> str:
    return GROUPS.get(call.kind, "main")


class Replay:
    """One day, with what was remembered of the days before."""

    def __init__(
        self, calls: Sequence[Call], able: dict[str, set[str]], history: WaitHistory, simple: Simple
    ) -> None:
        self.history, self.simple = history, simple
        self._calls = {one.id: one for one in calls}
        self._midnight = datetime.fromisoformat(calls[0].day).replace(tzinfo=UTC)
        servers = sorted({one.server for one in calls if one.server})
        self._pool = {kind: [name for name in servers if name in able[kind]] for kind in KINDS}
        needs = {
            kind: Transaction(zh=kind, en=kind, counters=tuple(pool or ["none"]))
            for kind, pool in self._pool.items()
        }
        self._hall = Hall.of(
            Branch(
                id="B",
                name_zh="B",
                name_en="B",
                timezone="UTC",
                counters=dict.fromkeys(servers, (V, G, A)),
                transactions=needs,
                rules=Rules(rates={A: 1.0, G: 2.0, V: 2.0}),
            ),
            self._midnight,
            None,
        )
        self._visits: dict[str, Visit] = {}
        self._stays: dict[str, Stay] = {}
        self._line: dict[str, Call] = {}
        self._idle: dict[str, int] = {}
        self._spare = count(1)
        self._agenda: list[tuple[int, int, int, Callable[..., None], tuple[Any, ...]]] = []
        self._order = count()

    def play(self) -> list[Stay]:
        """Until the last call has ended. At one moment services end before others come, and are called."""
        for one in self._calls.values():
            self._at(one.came, 3, self._come, one)
            waited = one.gone > one.came
            self._at(one.gone, 4, self._call, one) if one.start is not None else self._at(
                one.gone, 1 if waited else 4, self._leave, one
            )
        for name in {one.server for one in self._calls.values() if one.server}:
            theirs = [one for one in self._calls.values() if one.server == name]
            self._at(max(0, min(one.gone for one in theirs) - 60), 2, self._open, name)
            self._at(max(one.end for one in theirs) + 1, 5, self._shut, name)
        while self._agenda:
            now, _, _, act, args = heapq.heappop(self._agenda)
            act(now, *args)
        return list(self._stays.values())

    def _at(self, when: int, rank: int, act: Callable[..., None], *args: Any) -> None:
        heapq.heappush(self._agenda, (when, rank, next(self._order), act, args))

    def _time(self, now: int) -> datetime:
        return self._midnight + timedelta(seconds=now)

    def _keep(self, decision: Decision) -> None:
        for document, _ in decision.changes:
            if isinstance(document, Hall):
                self._hall = document
            elif isinstance(document, Visit):
                self._visits[document.id] = document

    def _open(self, now: int, name: str) -> None:
        self._keep(open_counter(self._hall, name, name, self._time(now)))
        self._idle[name] = now

    def _shut(self, now: int, name: str) -> None:
        self._end(now, name)
        self._keep(close_counter(self._hall, name, name))

    def _come(self, now: int, call: Call) -> None:
        arrival = Arrival(call.id, "B", call.kind, self._time(now))
        advice = Advice(
            Channel.COUNTER,
            V if call.vip else A,
            AdviceReason.VIP_CARD if call.vip else AdviceReason.COUNTER_ONLY,
        )
        decision, visit = open_visit(arrival, self._hall, None, advice, self.history, Moment(self._time(now)))
        pool = [self._hall.counters[name] for name in self._pool[call.kind]]
        on, idle = sum(it.staff is not None for it in pool), sum(it.is_free for it in pool)
        simple = self.simple.tell(call, self._line.values(), on, idle)
        self._stays[call.id] = Stay(call, visit.forecast, simple)
        self._keep(decision)
        self._line[call.id] = call

    def _leave(self, now: int, call: Call) -> None:
        visit, at = self._visits[call.id], self._time(now)
        self.history = after_leaving(self.history, visit, self._hall, at)
        self._keep(cancel(visit, self._hall, "left", at))
        del self._line[call.id]

    def _call(self, now: int, call: Call) -> None:
        name, at = call.server or self._some_counter(call), self._time(now)
        self._end(now, name)
        if self._hall.counters[name].staff is None:
            self._open(now, name)
        choice = choose(self._hall, name, name, call.id, Moment(at))
        visit = self._visits[call.id]
        self.history = after_call(self.history, visit, choice, self._hall, at)
        self._keep(call_to_counter(visit, self._hall, name, choice, at))
        del self._line[call.id]
        self.simple.called(call)
        self._at(call.end, 0, self._end, name, call.id)

    def _some_counter(self, call: Call) -> str:
        """For a call whose server was not written down: one that is idle, or one beside the others."""
        idle = [name for name in self._pool[call.kind] if self._hall.counters[name].is_free]
        if idle:
            return min(idle, key=lambda name: self._idle.get(name, 0))
        name = f"spare{next(self._spare)}"
        self._hall = self._hall.with_counter(name, Counter(serves=(V, G, A), staff=name))
        return name

    def _end(self, now: int, name: str, id: str | None = None) -> None:
        visit_id = self._hall.counters[name].visit
        if visit_id is None or id not in (None, visit_id):
            return
        visit, at = self._visits[visit_id], self._time(now)
        self.history = after_turn(self.history, visit, at)
        self._keep(complete(visit, self._hall, at))
        self._idle[name] = now
        self.simple.served(self._calls[visit_id], (at - (visit.called or at)).total_seconds())
        if name.startswith("spare"):
            self._keep(close_counter(self._hall, name, name))

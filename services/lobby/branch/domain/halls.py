"""The hall of a branch as it stands now: waiting customers, next numbers, counters.

It holds no history, so what it costs does not grow with the days.
"""

from datetime import datetime
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Self

import msgspec
from pydantic import BaseModel, ConfigDict, PlainSerializer, PlainValidator

from services.lobby.branch.domain.branches import Branch, Rules, day_of
from shared.contracts.words import TicketClass
from shared.domain import Document
from shared.errors import Refusal


class CounterNotOpen(Refusal):
    code, status = "counter_closed", 409
    en, zh = "The counter is not open; open it first.", "柜台未开放，请先开放柜台。"


class CounterTaken(Refusal):
    code, status = "counter_taken", 409
    en, zh = "Somebody else is at this counter.", "该柜台已有他人。"


class CounterBusy(Refusal):
    code, status = "counter_busy", 409
    en, zh = "Complete the customer at this counter first.", "请先办结当前客户。"


class CounterIsPaused(Refusal):
    code, status = "counter_paused", 409
    en, zh = "The counter is paused; resume it first.", "柜台已暂停，请先恢复。"


class NobodyWaits(Refusal):
    code, status = "nobody_waits", 409
    en, zh = "Nobody is waiting for this counter.", "当前无人等候。"


class TicketAlreadyCalled(Refusal):
    code, status = "ticket_already_called", 409
    en, zh = "This ticket is not waiting: it was called already.", "该号不在等候中，已被呼叫。"


class StillServing(Refusal):
    code, status = "still_serving", 409
    en, zh = "Customers are still being served; complete them first.", "仍有客户在办理业务，请先办结。"


class NotWaiting(Refusal):
    code, status = "not_waiting", 409
    en, zh = "This ticket is not waiting.", "该号不在等候中。"


class UnknownCounter(Refusal):
    code, status = "unknown_counter", 404
    en, zh = "The branch has no such counter.", "本网点没有该柜台。"


class Waiting(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An entry of the queue: a customer who waits, or is away for a while. `since` is when the wait began,
    moved on by the time that does not count; `credit` is minutes that count beside it, for a place further
    ahead or behind. `counter` is the only one wanted, if any; `overtaken` counts the calls of others who came
    later."""

    visit: str
    ticket: str
    ticket_class: TicketClass
    since: datetime
    need: str = ""
    counter: str | None = None
    credit: float = 0.0
    overtaken: int = 0
    parked_at: datetime | None = None

    @property
    def kind(self) -> tuple[TicketClass, str, str | None]:
        """The properties that decide which counters can serve them."""
        return self.ticket_class, self.need, self.counter

    def evolve(self, **changes: Any) -> Self:
        """The same with some fields changed."""
        return msgspec.structs.replace(self, **changes)


_PACKED = msgspec.msgpack.Decoder(tuple[Waiting, ...])


def _unpack(kept: Any) -> Any:
    return _PACKED.decode(kept) if isinstance(kept, bytes) else tuple(kept)


WaitingList = Annotated[
    tuple[Waiting, ...], PlainValidator(_unpack), PlainSerializer(msgspec.msgpack.encode, return_type=bytes)
]
"""The waiting customers, kept in one piece: all of it is read and written at every arrival and every call,
and no store has to look into it."""


class Counter(BaseModel):
    """A counter: who is there, `since` when, and whom they serve. `paused` is the reason why nobody is called
    for a while, since `paused_at` (deliberate idle is not idle). One that is `gone` was taken out of the
    settings while somebody was served there: it calls nobody else."""

    model_config = ConfigDict(frozen=True)

    serves: tuple[TicketClass, ...]
    staff: str | None = None
    since: datetime | None = None
    visit: str | None = None
    ticket: str | None = None
    paused: str | None = None
    paused_at: datetime | None = None
    gone: bool = False

    @property
    def is_staffed(self) -> bool:
        """Return whether somebody sits there, to serve others now or after a pause."""
        return self.staff is not None and not self.gone

    @property
    def calls(self) -> bool:
        """Return whether it calls the next as soon as it is free."""
        return self.is_staffed and self.paused is None

    @property
    def is_free(self) -> bool:
        """Return whether somebody could be called there now."""
        return self.calls and self.visit is None

    @property
    def takes_back(self) -> bool:
        """Return whether a customer who was sent away by mistake could be there again: at one that is gone,
        too, while its teller sits there."""
        return self.staff is not None and self.paused is None and self.visit is None


class Hall(Document):
    """The state of a branch's hall; its id is the branch's."""

    collection: ClassVar[str] = "halls"

    timezone: str
    rules: Rules
    day: str
    numbers: dict[str, int] = {}
    waiting: WaitingList = ()
    parked: WaitingList = ()
    diverted: tuple[str, ...] = ()
    ended: dict[str, datetime] = {}
    """Visits that ended minutes ago, and until when that can be undone."""
    counters: dict[str, Counter] = {}
    skills: dict[str, tuple[str, ...]] = {}
    """The counters that alone can do a transaction, by its word; one that is not listed is done at all."""

    @classmethod
    def of(cls, branch: Branch, now: datetime, before: "Hall | None") -> "Hall":
        """The hall of `branch` with its settings of now, and with what was in it `before`. Its numbers go on,
        whatever day a new time zone makes it: those who wait hold theirs."""
        known = before.counters if before else {}
        counters = {
            name: known.get(name, Counter(serves=serves)).model_copy(update={"serves": serves, "gone": False})
            for name, serves in branch.counters.items()
        }
        # A counter that is taken out of the settings stays until the customer there is served.
        counters |= {
            name: one.model_copy(update={"gone": True})
            for name, one in known.items()
            if one.visit and name not in counters
        }
        skills = {need: it.counters for need, it in branch.transactions.items() if it.counters}
        settings = {
            "timezone": branch.timezone,
            "rules": branch.rules,
            "counters": counters,
            "skills": skills,
        }
        today = day_of(branch.timezone, now)
        if before is None:
            return cls(id=branch.id, day=today, **settings)
        if branch.timezone != before.timezone:
            before = before.on(day_of(before.timezone, now))
            before = before.evolve(day=max(before.day, today))
        return before.evolve(**settings).without_lost_preferences()

    def on(self, day: str) -> "Hall":
        """The hall on a day of the branch: a later one begins at number 1, an earlier one stays away."""
        return self.evolve(day=day, numbers={}) if day > self.day else self

    def take_number(self, series: str, now: datetime) -> tuple["Hall", str]:
        """Return the next number of a series, such as ``A001`` (a class, or that of diverted customers)."""
        hall = self.on(day_of(self.timezone, now))
        number = hall.numbers.get(series, 0) + 1
        return hall.evolve(numbers={**hall.numbers, series: number}), f"{series}{number:03d}"

    def enter(self, *waiting: Waiting) -> "Hall":
        """Add entries to the queue, in the order of their waits."""
        queue = (*self.waiting, *map(self.with_possible_counter, waiting))
        if any(one.since > then.since for one, then in pairwise(queue[-len(waiting) - 1 :])):
            queue = tuple(sorted(queue, key=lambda one: one.since))
        return self.evolve(waiting=queue)

    def without_lost_preferences(self) -> "Hall":
        """Let customers wait for all counters who want one that is closed or gone."""
        return self.evolve(
            waiting=tuple(map(self.with_possible_counter, self.waiting)),
            parked=tuple(map(self.with_possible_counter, self.parked)),
        )

    def with_possible_counter(self, one: Waiting) -> Waiting:
        """Return the entry, waiting for all counters if nobody sits at the one that is wanted."""
        wanted = one.counter and self.counters.get(one.counter)
        return one if one.counter is None or (wanted and wanted.is_staffed) else one.evolve(counter=None)

    def find(self, visit: str) -> Waiting | None:
        """Return the entry of a visit, if it waits."""
        return next((one for one in self.waiting if one.visit == visit), None)

    def leave(self, visit: str) -> tuple["Hall", Waiting]:
        """Take a visit out of the queue or the parked ones. Raises `NotWaiting`."""
        found = next((one for one in (*self.waiting, *self.parked) if one.visit == visit), None)
        if found is None:
            raise NotWaiting
        waiting = tuple(one for one in self.waiting if one.visit != visit)
        parked = tuple(one for one in self.parked if one.visit != visit)
        return self.evolve(waiting=waiting, parked=parked), found

    def can_serve(self, name: str, one: Waiting) -> bool:
        """Return whether a counter is one for this wait: by what it serves, what it can do, and who is
        wanted."""
        if self.counters[name].gone:
            return False
        if one.counter is not None:
            return one.counter == name
        able = self.skills.get(one.need)
        if able is None:
            return one.ticket_class in self.counters[name].serves
        return name in able and (
            one.ticket_class in self.counters[name].serves or self.are_left_out(one.ticket_class, one.need)
        )

    def are_left_out(self, of: TicketClass, need: str) -> bool:
        """Return whether none of the counters that do a transaction serves a class, whoever sits there: then
        all of them do, for that transaction, as nobody could ever call these customers otherwise."""
        able = self.skills.get(need)
        return able is not None and not any(
            of in self.counters[name].serves for name in able if name in self.counters
        )

    def places(self) -> dict[str, int]:
        """The place of every visit among those of its class, from 1."""
        of_class: dict[TicketClass, int] = {}
        places: dict[str, int] = {}
        for one in self.waiting:
            places[one.visit] = of_class[one.ticket_class] = of_class.get(one.ticket_class, 0) + 1
        return places

    def place_of(self, visit: str) -> int:
        """The place of a visit among those of its class, from 1; 0 if it does not wait."""
        return self.places().get(visit, 0)

    def counter(self, name: str) -> Counter:
        """Return a counter. Raises `UnknownCounter`."""
        try:
            return self.counters[name]
        except KeyError:
            raise UnknownCounter(name) from None

    def with_counter(self, name: str, counter: Counter) -> "Hall":
        return self.evolve(counters={**self.counters, name: counter})

    def take(self, name: str, visit: str) -> tuple["Hall", Waiting]:
        """Take a waiting customer to a counter. Raises `TicketAlreadyCalled`."""
        found = self.find(visit)
        if found is None:
            raise TicketAlreadyCalled
        counter = self.counter(name).model_copy(update={"visit": visit, "ticket": found.ticket})
        waiting = tuple(one for one in self.waiting if one.visit != visit)
        return self.evolve(waiting=waiting).with_counter(name, counter), found

    def note_end(self, visit: str, until: datetime, now: datetime) -> "Hall":
        """Remember that a visit has ended, `until` that cannot be undone any more; forget older ones."""
        lately = {one: end for one, end in self.ended.items() if end >= now}
        return self.evolve(ended={**lately, visit: until})

    def release(self, name: str) -> "Hall":
        """The counter is free for the next."""
        return self.with_counter(name, self.counter(name).model_copy(update={"visit": None, "ticket": None}))

"""The part of the audit from outside that holds acts against events: each is there once, every thing by its
own."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pymongo.database import Database

from shared.contracts.base import Event

Raw = dict[str, Any]
Once = Mapping[type[Event], tuple[str, ...]]
"""Events that a thing has once at the most, by the fields that name the thing."""
OpenedBy = Mapping[str, type[Event]]
"""Collections with the event of `Once` that each of their documents began with."""


@dataclass
class ActBooks:
    """The acts for things, by the events; each entry of the lists names a fault."""

    acts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """The number of times that each act happened for a thing, by the event's type."""
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)

    def hold(
        self,
        db: Database[Raw],
        events: Iterable[Raw],
        once: Once,
        opened_by: OpenedBy,
        thing_of: Callable[[str, Raw], str | None],
    ) -> None:
        """Hold the published `events` of a service against its documents, one for one; `thing_of` names the
        thing of an event by its type and its data."""
        known = {event.type_name(): event for event in once}
        things: dict[type[Event], Counter[str]] = {event: Counter() for event in once}
        for raw in events:
            data = json.loads(raw["body"])["data"]
            if (thing := thing_of(raw["type"], data)) is not None:
                self.acts[thing][raw["type"]] += 1
            if (event := known.get(raw["type"])) is not None:
                things[event]["/".join(str(data[name]) for name in once[event])] += 1
        for event, counted in things.items():
            self.twice += [f"{event.__name__} {id}: {times}" for id, times in counted.items() if times > 1]
        for collection, event in opened_by.items():
            kept = {raw["_id"] for raw in db[collection].find({}, {"_id": 1})}
            self.lost += [f"{event.__name__} of {collection}/{id}" for id in kept - things[event].keys()]
            self.lost += [f"{collection}/{id}" for id in things[event].keys() - kept]

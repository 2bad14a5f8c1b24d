"""Days that lie behind a branch, as its store holds them: visits, what they told, and what was seen.

Visits are kept for good; of what they told and of what was seen, the last days are laid down.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from pymongo.asynchronous.database import AsyncDatabase

from services.lobby.queue.domain.visits import Visit, VisitState
from shared.clock import first_id_of
from shared.contracts.words import Channel, TicketClass
from shared.settings import Settings
from shared.store import INBOX, KEEP_SEEN, OUTBOX, Raw, to_raw

KEEP_TOLD = Settings.model_fields["keep_events"].default
AT_ONCE = 500
CLASSES = [TicketClass.ORDINARY] * 8 + [TicketClass.CARE, TicketClass.VIP]


async def lay_down(
    db: AsyncDatabase[Raw], branch: str, now: datetime, first: int, last: int, a_day: int
) -> int:
    """The days from `first` to `last` days ago, `a_day` visits each; how many documents that are."""
    number = 0
    for ago in range(last, first - 1, -1):
        visits = list(_visits(branch, now - timedelta(days=ago), a_day))
        batches = {"visits": (to_raw(visit) for visit in visits)}
        if ago < KEEP_TOLD:
            batches[OUTBOX] = (_told(visit) for visit in visits)
        if ago < KEEP_SEEN:
            batches[INBOX] = (_seen(visit) for visit in visits)
        for collection, documents in batches.items():
            while some := list(islice(documents, AT_ONCE)):
                await db[collection].insert_many(some, ordered=False)
                number += len(some)
    return number


def _visits(branch: str, day: datetime, a_day: int) -> Iterator[Visit]:
    """Make the visits of a day, one a minute, all served."""
    numbers: dict[TicketClass, int] = {}
    for minute in range(a_day):
        kind = CLASSES[minute % len(CLASSES)]
        numbers[kind] = numbers.get(kind, 0) + 1
        came = day.replace(hour=1, minute=0) + timedelta(minutes=minute)
        yield Visit(
            id=f"{branch}-{day:%Y%m%d}-{minute:04d}",
            version=3,
            branch=branch,
            day=day.date().isoformat(),
            ticket=f"{kind}{numbers[kind]:03d}",
            ticket_class=kind,
            channel=Channel.COUNTER,
            place=1 + minute % 9,
            need="cash",
            arrived=came,
            since=came,
            state=VisitState.SERVED,
            counter=str(1 + minute % 20),
            called=came + timedelta(minutes=9),
            ended=came + timedelta(minutes=14),
        )


def _told(visit: Visit) -> Raw:
    """An event of a visit, sent long ago."""
    id = first_id_of(visit.arrived)
    return {
        "_id": f"{id[:-12]}{visit.id[-12:].replace('-', '0')}",
        "exchange": "foyer.events",
        "key": "0.lobby.ticket_called",
        "type": "foyer.lobby.ticket_called.v1",
        "body": b"x" * 700,
        "correlation_id": visit.id,
        "causation_id": f"cause-{visit.id}",
        "branch": visit.branch,
        "mandatory": True,
    }


def _seen(visit: Visit) -> Raw:
    """A command that was committed long ago, but not so long that it was dropped."""
    return {
        "_id": f"lobby:past-{visit.id}",
        "at": visit.arrived,
        "kind": "call_next",
        "time": visit.arrived,
        "actor": "staff:li.na",
        "branch": visit.branch,
        "correlation_id": "",
        "causation_id": "",
    }

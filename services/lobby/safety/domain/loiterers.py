"""People who stay without business (可疑滞留人员): noticed, asked, persuaded to leave (D12).

Noticed are those whom a camera sees for longer than the branch's limit, and customers sent to a machine who
were neither served there nor came back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from services.lobby.safety.domain.incidents import NewIncident, raise_incident
from shared.contracts.lobby import CustomerDiverted, LobbyEvent, LoitererNoticed, LoitererSettled
from shared.contracts.words import IncidentSort, LoitererOutcome, Place
from shared.domain import Decision, Document
from shared.errors import Refusal

LIMIT = 30  # minutes


class LoitererIsSettled(Refusal):
    code, status = "loiterer_is_settled", 409
    en, zh = "Somebody has seen to this already.", "已有人处理。"


class LoiteringDue(LobbyEvent):
    """Who was sent to a machine has been away from the line for the branch's limit."""

    visit: str
    ticket: str
    minutes: int

    @property
    def loiterer(self) -> str:
        return f"at-machine-{self.visit}"


class Vigilance(Document):
    """From how many minutes on a branch minds; the id is the branch's. `open` are those seen by cameras and
    not settled, by camera and place, so that a camera that repeats itself tells of one person once."""

    collection: ClassVar[str] = "vigilance"

    minutes: int = LIMIT
    open: dict[str, str] = {}


class Loiterer(Document):
    """Somebody who stays without business, and what came of it. Who it is, is not known here."""

    collection: ClassVar[str] = "loiterers"

    branch: str
    place: Place
    minutes: int
    noticed_at: datetime
    device: str | None = None
    visit: str | None = None
    ticket: str | None = None
    outcome: LoitererOutcome | None = None
    settled_by: str | None = None
    settled_at: datetime | None = None
    incident: str | None = None

    @property
    def correlation_id(self) -> str:
        return self.visit or self.id

    @property
    def key(self) -> str:
        return f"{self.device}/{self.place}"


@dataclass(frozen=True)
class Sighting:
    """What a camera saw."""

    id: str
    branch: str
    device: str
    place: Place
    minutes: int

    @property
    def key(self) -> str:
        return f"{self.device}/{self.place}"


@dataclass(frozen=True)
class Settlement:
    """What came of it; `incident` is the id of the one to raise, if it came to that."""

    loiterer: str
    outcome: LoitererOutcome
    by: str
    incident: str


def see(
    sighting: Sighting, vigilance: Vigilance, earlier: Loiterer | None, now: datetime, limit: timedelta
) -> Decision:
    """A camera tells of somebody: noticed if it is long enough, and not the one whom it told of before."""
    if sighting.minutes < vigilance.minutes:
        return Decision()
    if earlier is not None and earlier.outcome is None and now - earlier.noticed_at < limit:
        return Decision()
    loiterer = Loiterer(**vars(sighting), noticed_at=now)
    vigilance = vigilance.evolve(open={**vigilance.open, loiterer.key: loiterer.id})
    return Decision().save(vigilance).save(loiterer, _noticed(loiterer))


def expect(diverted: CustomerDiverted, minutes: int, due: datetime) -> Decision:
    """Somebody is sent to a machine: look for them when the limit is over."""
    event = LoiteringDue(
        branch=diverted.branch, visit=diverted.visit, ticket=diverted.ticket, minutes=minutes
    )
    return Decision().schedule(f"loitering:{diverted.visit}", due, event, correlation_id=diverted.visit)


def outstay(due: LoiteringDue, now: datetime) -> Decision:
    """Who was sent to a machine is still there, or nobody knows where."""
    loiterer = Loiterer(
        id=due.loiterer,
        branch=due.branch,
        place=Place.SELF_SERVICE_AREA,
        minutes=due.minutes,
        noticed_at=now,
        visit=due.visit,
        ticket=due.ticket,
    )
    return Decision().save(loiterer, _noticed(loiterer))


def settle(loiterer: Loiterer, vigilance: Vigilance, settlement: Settlement, now: datetime) -> Decision:
    """The lobby manager spoke with them, found them gone, or raises an incident (quietly)."""
    if loiterer.outcome is not None:
        if loiterer.outcome is settlement.outcome:
            return Decision()
        raise LoitererIsSettled
    incident = settlement.incident if settlement.outcome is LoitererOutcome.INCIDENT else None
    settled = loiterer.evolve(
        outcome=settlement.outcome, settled_by=settlement.by, settled_at=now, incident=incident
    )
    event = LoitererSettled(
        branch=loiterer.branch,
        loiterer=loiterer.id,
        outcome=settlement.outcome,
        settled_by=settlement.by,
        incident=incident,
    )
    decision = Decision().save(settled, event)
    if vigilance.open.get(loiterer.key) == loiterer.id:
        rest = {key: id for key, id in vigilance.open.items() if id != loiterer.id}
        decision.save(vigilance.evolve(open=rest))
    if incident is not None:
        new = NewIncident(
            id=incident,
            branch=loiterer.branch,
            sort=IncidentSort.SUSPICIOUS_PERSON,
            place=loiterer.place,
            raised_by=f"staff:{settlement.by}",
            device=loiterer.device,
            loiterer=loiterer.id,
        )
        decision.changes += raise_incident(new, now).changes
    return decision


def _noticed(loiterer: Loiterer) -> LoitererNoticed:
    return LoitererNoticed(
        branch=loiterer.branch,
        loiterer=loiterer.id,
        place=loiterer.place,
        minutes=loiterer.minutes,
        device=loiterer.device,
        visit=loiterer.visit,
        ticket=loiterer.ticket,
    )

"""Loiterers (可疑滞留人员), people who stay without business: noticed, asked, persuaded to leave (D12).

A loiterer is somebody whom a camera sees for longer than the branch's limit, or a customer sent to a machine
who was neither served there nor came back.
"""

from datetime import datetime, timedelta
from typing import ClassVar

from services.lobby.safety.domain.incidents import NewIncident, raise_incident
from shared.contracts.lobby import CustomerDiverted, LobbyEvent, LoitererNoticed, LoitererSettled
from shared.contracts.words import IncidentKind, LoitererOutcome, Place
from shared.domain import Decision, Document
from shared.errors import Refusal

LIMIT = 30  # minutes


class LoitererIsSettled(Refusal):
    code, status = "loiterer_is_settled", 409
    en, zh = "Somebody has seen to this already.", "已有人处理。"


class LoiteringCheckDue(LobbyEvent, zh="滞留时限", en="The time at the machine was over"):
    """Check, after the branch's limit, that a customer sent to a machine is no longer there."""

    visit: str
    ticket: str
    minutes: int

    @property
    def loiterer(self) -> str:
        return f"at-machine-{self.visit}"


class Vigilance(Document):
    """The limit of a branch in minutes; the id is the branch's. `open` are the ids of loiterers seen by
    cameras and not settled, by camera and place, so that a camera that repeats itself reports one person
    once."""

    collection: ClassVar[str] = "vigilance"

    minutes: int = LIMIT
    open: dict[str, str] = {}


class Loiterer(Document):
    """A person, unknown, who stays without business, and the outcome."""

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


def notice(
    loiterer: Loiterer, vigilance: Vigilance, earlier: Loiterer | None, now: datetime, limit: timedelta
) -> Decision:
    """Notice somebody whom a camera sees, if they have stayed long enough and are not the one whom it
    reported before."""
    if loiterer.minutes < vigilance.minutes:
        return Decision()
    if earlier is not None and earlier.outcome is None and now - earlier.noticed_at < limit:
        return Decision()
    vigilance = vigilance.evolve(open={**vigilance.open, loiterer.key: loiterer.id})
    return Decision().save(vigilance).save(loiterer, _noticed(loiterer))


def schedule_check(diverted: CustomerDiverted, minutes: int, due: datetime) -> Decision:
    """Schedule the check for a customer who is sent to a machine."""
    event = LoiteringCheckDue(
        branch=diverted.branch, visit=diverted.visit, ticket=diverted.ticket, minutes=minutes
    )
    return Decision().schedule(f"loitering:{diverted.visit}", due, event, correlation_id=diverted.visit)


def outstay(due: LoiteringCheckDue, now: datetime) -> Decision:
    """Notice a customer sent to a machine who is still there, or nobody knows where."""
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


def settle(
    loiterer: Loiterer,
    vigilance: Vigilance,
    outcome: LoitererOutcome,
    by: str,
    incident_id: str,
    now: datetime,
) -> Decision:
    """Record the outcome: the lobby manager spoke with them, found them gone, or raises the incident
    `incident_id`, quietly. The same outcome again changes nothing; another raises `LoitererIsSettled`."""
    if loiterer.outcome is not None:
        if loiterer.outcome is outcome:
            return Decision()
        raise LoitererIsSettled
    incident = incident_id if outcome is LoitererOutcome.INCIDENT else None
    settled = loiterer.evolve(outcome=outcome, settled_by=by, settled_at=now, incident=incident)
    event = LoitererSettled(
        branch=loiterer.branch,
        loiterer=loiterer.id,
        outcome=outcome,
        settled_by=by,
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
            kind=IncidentKind.SUSPICIOUS_PERSON,
            place=loiterer.place,
            raised_by=f"staff:{by}",
            device=loiterer.device,
            loiterer=loiterer.id,
        )
        decision.then(raise_incident(new, now))
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

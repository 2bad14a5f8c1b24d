"""lobby, wired: what it hears, what it answers, what it relies on."""

from services.lobby import ingress
from services.lobby.api import (
    branches,
    broker,
    counters,
    devices,
    diversions,
    floor,
    logbook,
    records,
    tickets,
    visits,
)
from services.lobby.domain.logbook import LOGGED
from services.lobby.handlers.guests import forget_guest, know_guest
from services.lobby.handlers.logbook import write_line
from services.lobby.handlers.visits import know_needs
from services.lobby.store import INDEXES, story_of
from shared.contracts.customer import CredentialLinked, CredentialRevoked, CustomerRecognised
from shared.service import Hears, Service
from shared.unit import in_turn

ACTS: Hears = {
    CredentialLinked: know_guest,
    CredentialRevoked: forget_guest,
    CustomerRecognised: know_needs,
}
"""What lobby does about an event."""

HEARS: Hears = {
    **ACTS,
    **{event: in_turn(ACTS[event], write_line) if event in ACTS else write_line for event in LOGGED},
}
"""Whatever else is done about an event, the log writes its line (D11)."""

SERVICE = Service(
    name="lobby",
    port=8101,
    hears=HEARS,
    indexes=INDEXES,
    routers=[
        branches.router,
        floor.router,
        counters.router,
        visits.router,
        tickets.router,
        diversions.router,
        records.router,
        logbook.router,
        devices.router,
        broker.router,
    ],
    ingress=ingress.ear,
    story_of=story_of,
)

"""lobby, wired: what it hears, what it answers, what it relies on."""

from services.lobby import ingress
from services.lobby.api import branches, broker, counters, devices, diversions, floor, tickets, visits
from services.lobby.handlers.guests import forget_guest, know_guest
from services.lobby.handlers.visits import know_needs
from services.lobby.store import INDEXES, story_of
from shared.contracts.customer import CredentialLinked, CredentialRevoked, CustomerRecognised
from shared.service import Hears, Service

HEARS: Hears = {
    CredentialLinked: know_guest,
    CredentialRevoked: forget_guest,
    CustomerRecognised: know_needs,
}

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
        devices.router,
        broker.router,
    ],
    ingress=ingress.ear,
    story_of=story_of,
)

"""lobby, wired: what it hears, what it answers, what it relies on."""

from services.lobby import ingress
from services.lobby.api import (
    branches,
    broker,
    checklists,
    counters,
    days,
    devices,
    diversions,
    floor,
    leaflets,
    logbook,
    notices,
    records,
    tickets,
    visits,
)
from services.lobby.domain.days import DayOver
from services.lobby.domain.logbook import LOGGED
from services.lobby.domain.notices import NoticeDue
from services.lobby.handlers.days import end_day, note_counter, note_customer
from services.lobby.handlers.guests import forget_guest, know_guest
from services.lobby.handlers.logbook import write_line
from services.lobby.handlers.notices import expire_notice
from services.lobby.handlers.visits import know_needs
from services.lobby.store import INDEXES, story_of
from shared.contracts.customer import CredentialLinked, CredentialRevoked, CustomerRecognised
from shared.contracts.lobby import CounterOpened, CustomerDiverted, TicketIssued
from shared.service import Hears, Service
from shared.unit import in_turn

ACTS: Hears = {
    CredentialLinked: know_guest,
    CredentialRevoked: forget_guest,
    CustomerRecognised: know_needs,
    CounterOpened: note_counter,
    TicketIssued: note_customer,
    CustomerDiverted: note_customer,
}
"""What lobby does about an event."""

HEARS: Hears = {
    **ACTS,
    **{event: in_turn(ACTS[event], write_line) if event in ACTS else write_line for event in LOGGED},
}
"""Whatever else is done about an event, the log writes its line (D11)."""

REMINDED: Hears = {DayOver: end_day, NoticeDue: expire_notice}

SERVICE = Service(
    name="lobby",
    port=8101,
    hears=HEARS,
    reminded=REMINDED,
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
        days.router,
        checklists.router,
        notices.router,
        leaflets.router,
    ],
    ingress=ingress.ear,
    story_of=story_of,
)

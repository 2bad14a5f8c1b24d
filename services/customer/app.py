"""Wiring of customer: its tables, its routes, its indexes."""

from services.customer import store
from services.customer.cases import api as cases
from services.customer.commands import COMMANDS
from services.customer.duplicates import api as duplicates
from services.customer.enquiries import api as enquiries
from services.customer.files.api import corrections, credentials, files, households, needs, profile, search
from services.customer.handovers import api as handovers
from services.customer.imports import api as imports
from services.customer.imports.running import keep_importing
from services.customer.leads import api as leads
from services.customer.relations import api as relations
from services.customer.rights import RIGHTS
from services.customer.subscriptions import EVENT_HANDLERS, TIMER_HANDLERS
from services.customer.timeline import api as timeline
from services.customer.visits.api import brief, calendar, promises, visits
from shared.runtime import ServiceRuntime
from shared.service import Service


async def check_at_start(runtime: ServiceRuntime) -> None:
    """Fail at the start for want of a key, not at the first customer."""
    runtime.settings.key("blind_key")


SERVICE = Service(
    name="customer",
    port=8102,
    commands=COMMANDS,
    events=EVENT_HANDLERS,
    timers=TIMER_HANDLERS,
    rights=RIGHTS,
    indexes=store.INDEXES,
    routers=[
        search.router,
        files.router,
        profile.router,
        households.router,
        credentials.router,
        corrections.router,
        needs.router,
        duplicates.router,
        cases.router,
        enquiries.router,
        imports.router,
        handovers.router,
        leads.router,
        # relations, timeline
        relations.router,
        timeline.router,
        # visits
        visits.router,
        brief.router,
        promises.router,
        calendar.router,
    ],
    correlation_of=store.correlation_of,
    on_start=check_at_start,
    background={"imports": keep_importing},
)

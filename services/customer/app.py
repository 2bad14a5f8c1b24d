"""Wiring of customer: its tables, its routes, its indexes."""

from services.customer import store
from services.customer.analysis import api as analysis
from services.customer.cases import api as cases
from services.customer.commands import COMMANDS
from services.customer.contacts.api import contacts, rhythms, today
from services.customer.duplicates import api as duplicates
from services.customer.enquiries import api as enquiries
from services.customer.files.api import corrections, credentials, files, households, profile, search
from services.customer.leads import api as leads
from services.customer.needs import api as needs
from services.customer.relations import api as relations
from services.customer.rights import RIGHTS
from services.customer.segments.api import customers as segments
from services.customer.segments.api import rules as segment_rules
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
        # contacts and needs
        today.router,
        contacts.router,
        rhythms.router,
        needs.router,
        duplicates.router,
        cases.router,
        enquiries.router,
        leads.router,
        # segments
        segment_rules.router,
        segments.router,
        # analysis
        analysis.router,
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
)

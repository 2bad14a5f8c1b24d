"""Wiring of customer: its tables, its routes, its indexes."""

from services.customer import store
from services.customer.cases import api as cases
from services.customer.commands import COMMANDS
from services.customer.enquiries import api as enquiries
from services.customer.files.api import corrections, credentials, files, needs
from services.customer.imports import api as imports
from services.customer.imports.running import keep_importing
from services.customer.leads import api as leads
from services.customer.rights import RIGHTS
from services.customer.subscriptions import EVENT_HANDLERS, TIMER_HANDLERS
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
        files.router,
        credentials.router,
        corrections.router,
        needs.router,
        cases.router,
        enquiries.router,
        imports.router,
        leads.router,
    ],
    correlation_of=store.correlation_of,
    on_start=check_at_start,
    background={"imports": keep_importing},
)

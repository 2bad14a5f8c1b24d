"""Wiring of customer: its tables, its routes, its indexes."""

from services.customer import store
from services.customer.analysis import api as analysis
from services.customer.audit.anchors import log_anchors
from services.customer.audit.elsewhere import keep_recording
from services.customer.audit.on_record import keep_ledger
from services.customer.cases.api import cases
from services.customer.cases.api import laws as complaint_laws
from services.customer.cases.api import time as case_time
from services.customer.causes.api import exports, glass, trail
from services.customer.causes.denials import put_denial_on_record
from services.customer.commands import COMMANDS
from services.customer.consents.api import consents, preferences
from services.customer.consents.api import rules as contact_rules
from services.customer.contacts.api import contacts, rhythms, today
from services.customer.contacts.looking import keep_looking
from services.customer.duplicates.api import entry as new_files
from services.customer.duplicates.api import merges as duplicates
from services.customer.enquiries import api as enquiries
from services.customer.files.api import (
    corrections,
    credentials,
    files,
    households,
    names,
    profile,
    reviews,
    search,
)
from services.customer.handovers.api import handovers
from services.customer.imports import api as imports
from services.customer.imports.running import keep_importing
from services.customer.latent.api import branches as latent_of_branch
from services.customer.latent.api import customers as latent
from services.customer.leads import api as leads
from services.customer.messages.api import messages, templates, webhooks
from services.customer.messages.gateways.settings import mail_gateway, sms_gateway
from services.customer.messages.sender import Gateways, send_committed, set_up_sender
from services.customer.needs import api as needs
from services.customer.relations import api as relations
from services.customer.retention import api as retention
from services.customer.rights import RIGHTS
from services.customer.schedule.api import feed, week
from services.customer.segments.api import customers as segments
from services.customer.segments.api import rules as segment_rules
from services.customer.subscriptions import EVENT_HANDLERS, TIMER_HANDLERS
from services.customer.timeline import api as timeline
from services.customer.visits.api import brief, calendar, promises, visits
from shared.runtime import ServiceRuntime
from shared.service import Service
from shared.unit_of_work import Batch


async def check_at_start(runtime: ServiceRuntime) -> None:
    """Fail at the start for want of a key or for a gateway that is set up wrongly, not at the first
    customer."""
    settings = runtime.settings
    settings.key("blind_key")
    sms, mail = sms_gateway(settings.sms_gateway), mail_gateway(settings.mail_gateway)
    set_up_sender(runtime, Gateways(sms, mail, settings.egress_proxy))


def after_commit(runtime: ServiceRuntime, batch: Batch) -> None:
    """Send the messages that were committed, and log the anchors of the audit trail."""
    send_committed(runtime, batch)
    log_anchors(runtime, batch)


SERVICE = Service(
    name="customer",
    port=8102,
    commands=COMMANDS,
    events=EVENT_HANDLERS,
    timers=TIMER_HANDLERS,
    rights=RIGHTS,
    indexes=store.INDEXES,
    seals=store.SEALS,
    routers=[
        search.router,
        files.router,
        profile.router,
        households.router,
        reviews.router,
        names.router,
        credentials.router,
        corrections.router,
        # contacts and needs
        today.router,
        contacts.router,
        rhythms.router,
        needs.router,
        new_files.router,
        duplicates.router,
        cases.router,
        case_time.router,
        complaint_laws.router,
        enquiries.router,
        imports.router,
        handovers.router,
        leads.router,
        leads.follow_router,
        # segments
        segment_rules.router,
        segments.router,
        # analysis
        analysis.router,
        # latent needs
        latent.router,
        latent_of_branch.router,
        # consents and messages
        consents.router,
        preferences.router,
        contact_rules.router,
        messages.router,
        templates.router,
        webhooks.router,
        trail.router,
        glass.router,
        exports.router,
        retention.router,
        # relations, timeline
        relations.router,
        timeline.router,
        # visits
        visits.router,
        brief.router,
        promises.router,
        calendar.router,
        # schedule
        week.router,
        feed.router,
    ],
    correlation_of=store.correlation_of,
    on_start=check_at_start,
    background={"imports": keep_importing, "dates": keep_looking, "readings": keep_recording},
    after_commit=after_commit,
    dependencies=(keep_ledger,),
    on_denial=put_denial_on_record,
)

"""Indexes of customer's collections, over all capabilities, and the correlation ids of what people name."""

from services.customer.analysis import queries as analysis
from services.customer.audit import queries as audit
from services.customer.cases import queries as cases
from services.customer.causes import queries as causes
from services.customer.consents import queries as consents
from services.customer.contacts import queries as contacts
from services.customer.duplicates import queries as duplicates
from services.customer.enquiries import queries as enquiries
from services.customer.erasure import queries as erasure
from services.customer.files import queries as files
from services.customer.handovers import queries as handovers
from services.customer.imports import queries as imports
from services.customer.latent import queries as latent
from services.customer.leads import queries as leads
from services.customer.messages import queries as messages
from services.customer.needs import queries as needs
from services.customer.relations import queries as relations
from services.customer.retention import queries as retention
from services.customer.schedule import queries as schedule
from services.customer.timeline import queries as timeline
from services.customer.visits import queries as visits
from shared.reseal import Seals
from shared.store import Store

INDEXES = [
    *audit.INDEXES,
    *cases.INDEXES,
    *causes.INDEXES,
    *enquiries.INDEXES,
    # consents and messages
    *consents.INDEXES,
    *messages.INDEXES,
    # files
    *erasure.INDEXES,
    *files.INDEXES,
    *retention.INDEXES,
    # relations, timeline
    *relations.INDEXES,
    *timeline.INDEXES,
    # visits
    *visits.INDEXES,
    # schedule
    *schedule.INDEXES,
    # contacts and needs
    *contacts.INDEXES,
    *needs.INDEXES,
    # duplicates
    *duplicates.INDEXES,
    # imports, handovers
    *imports.INDEXES,
    *handovers.INDEXES,
    *leads.INDEXES,
    # analysis, latent needs
    *analysis.INDEXES,
    *latent.INDEXES,
]

SEALS = (
    Seals("data_keys", "wrapped", "data_keys/{_id}"),
    Seals("imports", "key", "imports/{_id}"),
    Seals("cases", "words", "cases/{_id}/words"),
    Seals("cases", "root_cause", "cases/{_id}/root_cause"),
    Seals("cases", "resolution", "cases/{_id}/resolution"),
    Seals("cases", "repair_note", "cases/{_id}/repair_note"),
    Seals("cases", "asked.reason", "cases/{_id}/extension"),
    Seals("cases", "holding_replies.*.reason", "cases/{_id}/holding"),
    Seals("enquiries", "answer", "enquiries/{_id}/answer"),
    Seals("enquiries", "objection", "enquiries/{_id}/objection"),
    Seals("statements", "words", "enquiries/{_id}/words"),
    Seals("statements", "name", "enquiries/{_id}/name"),
    Seals("statements", "phone", "enquiries/{_id}/phone"),
    Seals("statements", "address", "enquiries/{_id}/address"),
    Seals("leads", "name", "leads/{_id}/name"),
    Seals("leads", "phone", "leads/{_id}/phone"),
    Seals("leads", "address", "leads/{_id}/address"),
    Seals("leads", "history.*.name", "leads/{_id}/name"),
    Seals("leads", "history.*.phone", "leads/{_id}/phone"),
    Seals("leads", "history.*.address", "leads/{_id}/address"),
)
"""Where what the `master_key` sealed lies: each is sealed anew when that key changes."""


async def correlation_of(store: Store, id: str) -> str | None:
    """Return the correlation id of a case or an enquiry, or None."""
    found = await cases.find_case(store, id) or await enquiries.find_enquiry(store, id)
    return found.correlation_id if found else None

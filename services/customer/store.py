"""Indexes of customer's collections, over all capabilities, and the correlation ids of what people name."""

from services.customer.audit import queries as audit
from services.customer.cases import queries as cases
from services.customer.duplicates import queries as duplicates
from services.customer.enquiries import queries as enquiries
from services.customer.files import queries as files
from services.customer.handovers import queries as handovers
from services.customer.imports import queries as imports
from services.customer.relations import queries as relations
from services.customer.timeline import queries as timeline
from services.customer.visits import queries as visits
from shared.store import Store

INDEXES = [
    *audit.INDEXES,
    *cases.INDEXES,
    *enquiries.INDEXES,
    # files
    *files.INDEXES,
    # relations, timeline
    *relations.INDEXES,
    *timeline.INDEXES,
    # visits
    *visits.INDEXES,
    # duplicates
    *duplicates.INDEXES,
    # imports, handovers
    *imports.INDEXES,
    *handovers.INDEXES,
]


async def correlation_of(store: Store, id: str) -> str | None:
    """Return the correlation id of a case or an enquiry, or None."""
    found = await cases.find_case(store, id) or await enquiries.find_enquiry(store, id)
    return found.correlation_id if found else None

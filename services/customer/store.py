"""Indexes of customer's collections, over all capabilities, and the correlation ids of what people name."""

from services.customer.audit import queries as audit
from services.customer.cases import queries as cases
from services.customer.causes import queries as causes
from services.customer.enquiries import queries as enquiries
from services.customer.erasure import queries as erasure
from services.customer.files import queries as files
from services.customer.retention import queries as retention
from shared.store import Store

INDEXES = [
    *audit.INDEXES,
    *cases.INDEXES,
    *causes.INDEXES,
    *enquiries.INDEXES,
    *erasure.INDEXES,
    *files.INDEXES,
    *retention.INDEXES,
]


async def correlation_of(store: Store, id: str) -> str | None:
    """Return the correlation id of a case or an enquiry, or None."""
    found = await cases.find_case(store, id) or await enquiries.find_enquiry(store, id)
    return found.correlation_id if found else None

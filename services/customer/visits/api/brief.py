"""The brief before a visit (W1): it writes itself from everything since the last one."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel

from services.customer.cases.domain.case import Case, CaseState
from services.customer.cases.queries import cases_of_customer
from services.customer.consents.domain.permission import may_contact
from services.customer.consents.queries import circumstances_of
from services.customer.enquiries.domain.enquiry import STILL_OPEN, Enquiry
from services.customer.enquiries.queries import enquiries_of_customer
from services.customer.files.api.reading import record_reading_of
from services.customer.files.domain.customer import Customer, Holding
from services.customer.timeline.api import LineNow, shown_line
from services.customer.timeline.domain import place_of as place_in_timeline
from services.customer.timeline.queries import lines_since
from services.customer.visits.api.showing import (
    PromiseNow,
    VisitNow,
    kept,
    may_read_texts,
    open_promise,
    open_texts,
    shown,
    shown_promise,
)
from services.customer.visits.domain.visit import CustomerVisit
from services.customer.visits.queries import ViewVisit, find_visit, last_recorded, promises_to
from shared.clock import now
from shared.contracts.customer import ContactChannel, ContactPurpose, ContactReason
from shared.contracts.words import ComplaintTopic, EnquiryKind
from shared.rights import may_on
from shared.runtime import Asking, Caller
from shared.store import Store

router = APIRouter(prefix="/api/customer/visits/{visit}/brief", tags=["visits"])
FIELDS = ("visit", "timeline", "needs", "holdings", "consents", "cases", "enquiries", "promises")


class CaseInBrief(BaseModel):
    """A complaint that is not settled."""

    case: str
    topic: ComplaintTopic
    raised_at: datetime
    owner: str | None
    answer_by: datetime


class EnquiryInBrief(BaseModel):
    """An enquiry without an answer."""

    enquiry: str
    kind: EnquiryKind
    topic: str
    answer_by: datetime
    overdue: bool


class MarketingBy(BaseModel):
    """The answer to whether the customer may be told of products over a channel now, and the reason."""

    channel: ContactChannel
    allowed: bool
    reason: ContactReason


class Brief(BaseModel):
    """The brief: the `last` visit, what happened `since` it was held, and what is open.
    `since` is null where there was none; then the lines go back as far as a page does."""

    visit: VisitNow
    since: datetime | None
    last: VisitNow | None
    lines: list[LineNow]
    needs: list[str]
    holdings: list[Holding]
    marketing: list[MarketingBy]
    cases: list[CaseInBrief]
    enquiries: list[EnquiryInBrief]
    promises: list[PromiseNow]


@router.get("")
async def view_brief(
    visit: Annotated[CustomerVisit, may_on(find_visit, ViewVisit, "visit")], caller: Caller
) -> Brief:
    """The brief before a visit, for those who keep the customer; the reading is put on record."""
    customer = await kept(caller, visit, "view_brief")
    cause = f"visit/{visit.id}"
    await record_reading_of(caller, customer, customer.ids, FIELDS, purpose="view_brief", cause=cause)
    store = caller.runtime.store
    last = await last_recorded(store, customer.ids)
    since = last.held_at if last else None
    lines = await lines_since(store, customer.ids, place_in_timeline(since, "") if since else None)
    return Brief(
        visit=await _with_texts(caller, visit, customer),
        since=since,
        last=await _with_texts(caller, last, customer) if last else None,
        lines=[shown_line(line, whole=True) for line in lines],
        needs=list(customer.open_need_words),
        holdings=list(customer.holdings),
        marketing=await _marketing(store, customer),
        cases=await _open_cases(store, customer.ids),
        enquiries=await _open_enquiries(store, customer.ids),
        promises=await _owed(caller, customer),
    )


async def _with_texts(caller: Asking, visit: CustomerVisit, customer: Customer) -> VisitNow:
    """Show a visit with its texts, or say that they are withheld."""
    bare = shown(visit, customer.masked_name)
    if not may_read_texts(caller, visit, customer):
        return bare.model_copy(update={"withheld": True})
    return bare.model_copy(update=await open_texts(caller.runtime, visit))


async def _marketing(store: Store, customer: Customer) -> list[MarketingBy]:
    known, at = await circumstances_of(store, customer), now()
    decided = [(one, may_contact(known, ContactPurpose.MARKETING, one, at)) for one in ContactChannel]
    return [MarketingBy(channel=one, allowed=it.allowed, reason=it.reason) for one, it in decided]


async def _open_cases(store: Store, customers: Sequence[str]) -> list[CaseInBrief]:
    cases = await cases_of_customer(store, customers)
    return [_shown_case(case) for case in cases if case.state is not CaseState.SETTLED]


async def _open_enquiries(store: Store, customers: Sequence[str]) -> list[EnquiryInBrief]:
    ids = await asyncio.gather(*(enquiries_of_customer(store, customer) for customer in customers))
    found = await store.load(Enquiry, list(chain.from_iterable(ids)))
    enquiries = [one for one in found if isinstance(one, Enquiry) and one.state in STILL_OPEN]
    return [_shown_enquiry(one) for one in sorted(enquiries, key=lambda one: one.answer_by)]


def _shown_case(case: Case) -> CaseInBrief:
    fields = {"topic", "raised_at", "owner", "answer_by"}
    return CaseInBrief(case=case.id, **case.model_dump(include=fields))


def _shown_enquiry(enquiry: Enquiry) -> EnquiryInBrief:
    fields = {"kind", "topic", "answer_by", "overdue"}
    return EnquiryInBrief(enquiry=enquiry.id, **enquiry.model_dump(include=fields))


async def _owed(caller: Asking, customer: Customer) -> list[PromiseNow]:
    """Show the promises to a customer that were not kept yet, the most urgent first."""
    found = await promises_to(caller.runtime.store, customer.ids)
    owed = sorted((one for one in found if one.kept_at is None), key=lambda one: one.due)
    return [
        shown_promise(
            one,
            customer.masked_name,
            await open_promise(caller.runtime, one) if may_read_texts(caller, one, customer) else None,
        )
        for one in owed
    ]

"""The brief before a visit (W1): it writes itself from everything since the last one."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel

from services.customer.audit.access import record_reading
from services.customer.cases.domain.case import Case, CaseState
from services.customer.cases.queries import cases_of_customer
from services.customer.enquiries.domain.enquiry import STILL_OPEN, Enquiry
from services.customer.enquiries.queries import enquiries_of_customer
from services.customer.files.domain.customer import Customer
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
from shared.contracts.words import ComplaintTopic, EnquiryKind
from shared.rights import may_on
from shared.runtime import Asking, Caller
from shared.store import Store

router = APIRouter(prefix="/api/customer/visits/{visit}/brief", tags=["visits"])
FIELDS = ("visit", "timeline", "needs", "cases", "enquiries", "promises")


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


class Brief(BaseModel):
    """The brief: the `last` visit, what happened `since` it was held, and what is open.
    `since` is null where there was none; then the lines go back as far as a page does."""

    visit: VisitNow
    since: datetime | None
    last: VisitNow | None
    lines: list[LineNow]
    needs: list[str]
    cases: list[CaseInBrief]
    enquiries: list[EnquiryInBrief]
    promises: list[PromiseNow]


@router.get("")
async def view_brief(
    visit: Annotated[CustomerVisit, may_on(find_visit, ViewVisit, "visit")], caller: Caller
) -> Brief:
    """The brief before a visit, for those who keep the customer; the reading is put on record."""
    customer = await kept(caller, visit, "view_brief")
    await record_reading(
        caller, customer.branch, [customer.id], FIELDS, purpose="view_brief", cause=f"visit/{visit.id}"
    )
    store = caller.runtime.store
    last = await last_recorded(store, customer.id)
    since = last.held_at if last else None
    lines = await lines_since(store, customer.id, place_in_timeline(since, "") if since else None)
    return Brief(
        visit=await _with_texts(caller, visit, customer),
        since=since,
        last=await _with_texts(caller, last, customer) if last else None,
        lines=[shown_line(line, whole=True) for line in lines],
        needs=list(customer.open_need_words),
        cases=await _open_cases(store, customer.id),
        enquiries=await _open_enquiries(store, customer.id),
        promises=await _owed(caller, customer),
    )


async def _with_texts(caller: Asking, visit: CustomerVisit, customer: Customer) -> VisitNow:
    """Show a visit with its texts, or say that they are withheld."""
    now = shown(visit, customer.masked_name)
    if not may_read_texts(caller, visit, customer):
        return now.model_copy(update={"withheld": True})
    return now.model_copy(update=await open_texts(caller.runtime, visit))


async def _open_cases(store: Store, customer: str) -> list[CaseInBrief]:
    cases = await cases_of_customer(store, customer)
    return [_shown_case(case) for case in cases if case.state is not CaseState.SETTLED]


async def _open_enquiries(store: Store, customer: str) -> list[EnquiryInBrief]:
    found = await store.load(Enquiry, await enquiries_of_customer(store, customer))
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
    found = await promises_to(caller.runtime.store, customer.id)
    owed = sorted((one for one in found if one.kept_at is None), key=lambda one: one.due)
    return [shown_promise(one, customer.masked_name, await open_promise(caller.runtime, one)) for one in owed]

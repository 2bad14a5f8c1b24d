"""Complaint cases over HTTP (D9): raised, listed, taken over, settled, repaired, reported."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.customer.cases import commands
from services.customer.cases.api.showing import CaseNow, carry_out, case_now, sealed, shown, shown_whole
from services.customer.cases.commands import (
    NameStaff,
    OpenCase,
    RecordComplaintWords,
    RecordRepair,
    RecordReport,
    SettleCase,
    TakeOverCase,
)
from services.customer.cases.domain.case import Case, CaseState, NewComplaint
from services.customer.cases.domain.handling import Settlement
from services.customer.cases.domain.repair import NewRepair
from services.customer.cases.queries import (
    HandleAnyCase,
    ListCases,
    ListCasesOfMyCustomers,
    ViewCase,
    cases_of_branch,
    cases_of_portfolio,
    cases_with_clocks,
    find_case,
)
from services.customer.fields import ID, LongText
from shared.access import Person
from shared.contracts.customer import ComplaintCause
from shared.contracts.devices import correlation_of
from shared.contracts.words import AnswerWay, ComplaintTopic
from shared.errors import Malformed
from shared.fields import Given, LivedDay
from shared.rights import BRANCH, may_at_queried_branch, may_on, may_somewhere, require, right_of
from shared.runtime import Caller

router = APIRouter(prefix="/api/customer/complaints", tags=["complaints"])


class ComplaintForm(Given):
    """A complaint; `branch` may be left out by those who work at one only. `about_staff` is the member of
    staff whom it is about."""

    topic: ComplaintTopic
    words: LongText = Field(repr=False)
    visit: str | None = Field(default=None, pattern=ID)
    branch: str | None = Field(default=None, pattern=BRANCH)
    about_staff: str | None = Field(default=None, min_length=1, max_length=64)


class ComplaintWordsForm(Given):
    """The customer's own words."""

    words: LongText = Field(repr=False)


class AboutForm(Given):
    """The member of staff whom a complaint is about."""

    about_staff: str = Field(min_length=1, max_length=64)


class RepairForm(Given):
    """The repair of the root cause: whose it is and by when; the rules of the case say so where left out."""

    owner: str | None = Field(default=None, min_length=1, max_length=64)
    until: LivedDay | None = None


class SettlementForm(Given):
    """The answer that the customer had, by which way and on which day; the root cause of the complaint, and
    what was done about it."""

    sent_through: AnswerWay
    sent_on: LivedDay
    root_cause: LongText = Field(repr=False)
    resolution: LongText = Field(repr=False)
    cause: ComplaintCause | None = None
    repair: RepairForm | None = None


class RepairDoneForm(Given):
    """The repair of the root cause."""

    note: LongText = Field(repr=False)


@router.post("", status_code=201)
async def raise_complaint(
    form: ComplaintForm, person: Annotated[Person, may_somewhere(OpenCase)], caller: Caller
) -> CaseNow:
    """Open a case for a complaint. The same Idempotency-Key gives the same case."""
    branch = form.branch or _only_branch(person)
    require(person, right_of(caller.request, OpenCase), branch)
    cause = caller.cause(OpenCase, branch)
    id = correlation_of(branch, person.staff, cause.id)
    complaint = NewComplaint(
        branch,
        form.topic,
        raised_by=person.actor,
        visit=form.visit,
        words=sealed(caller.runtime, id, "words", form.words),
        about_staff=form.about_staff,
    )
    await caller.runtime.execute(OpenCase(id, complaint), cause)
    return await case_now(caller, id)


@router.get("")
async def list_cases(
    branch: Annotated[str, may_at_queried_branch(ListCases)],
    caller: Caller,
    state: CaseState | None = None,
    running: bool = False,
) -> list[CaseNow]:
    """The complaints of a branch, newest first, without their texts; with `running` those in which a clock
    runs, the most urgent first."""
    store = caller.runtime.store
    found = cases_with_clocks(store, branch) if running else cases_of_branch(store, branch, state)
    return [shown(case, caller) for case in await found]


@router.get("/of-my-customers")
async def list_cases_of_my_customers(
    person: Annotated[Person, may_somewhere(ListCasesOfMyCustomers)], caller: Caller
) -> list[CaseNow]:
    """The complaints of my customers that are not settled, wherever they arose, without their texts;
    a customer whom I kept at a branch where I work no more is mine no more."""
    found = await cases_of_portfolio(caller.runtime.store, person.staff)
    return [
        shown(case, caller).model_copy(update={"masked_name": customer.masked_name})
        for case, customer in found
        if case.about_staff != person.staff and caller.may(ListCasesOfMyCustomers, customer.branch)
    ]


@router.get("/{case}")
async def view_case(case: Annotated[Case, may_on(find_case, ViewCase, "case")], caller: Caller) -> CaseNow:
    """A case with its rule set; with its texts for its owner and the heads, but for the one complained
    about."""
    return await shown_whole(case, caller)


@router.post("/{case}/words")
async def record_words(
    case: Annotated[Case, may_on(find_case, RecordComplaintWords, "case")],
    form: ComplaintWordsForm,
    caller: Caller,
) -> CaseNow:
    """Record the customer's words, when a machine raised the complaint."""
    words = sealed(caller.runtime, case.id, "words", form.words)
    return await carry_out(caller, RecordComplaintWords(case.id, words, caller.person.staff), case)


@router.post("/{case}/about")
async def name_staff(
    case: Annotated[Case, may_on(find_case, NameStaff, "case")], form: AboutForm, caller: Caller
) -> CaseNow:
    """Name whom the complaint is about; the case goes to the next in charge if it was theirs."""
    as_head = caller.may(HandleAnyCase, case.branch)
    return await carry_out(caller, NameStaff(case.id, form.about_staff, caller.person.staff, as_head), case)


@router.post("/{case}/take-over")
async def take_over(
    case: Annotated[Case, may_on(find_case, TakeOverCase, "case")], caller: Caller
) -> CaseNow:
    """Become the owner of the case."""
    return await carry_out(caller, TakeOverCase(case.id, caller.person.staff), case)


@router.post("/{case}/settle")
async def settle(
    case: Annotated[Case, may_on(find_case, SettleCase, "case")], form: SettlementForm, caller: Caller
) -> CaseNow:
    """Settle the case: its root cause is known, and the customer had an answer."""
    settlement = Settlement(
        sent_through=form.sent_through,
        sent_on=form.sent_on,
        root_cause=sealed(caller.runtime, case.id, "root_cause", form.root_cause),
        resolution=sealed(caller.runtime, case.id, "resolution", form.resolution),
        cause=form.cause,
        repair=NewRepair(**form.repair.model_dump()) if form.repair else None,
    )
    as_head = caller.may(HandleAnyCase, case.branch)
    return await carry_out(caller, SettleCase(case.id, caller.person.staff, as_head, settlement), case)


@router.post("/{case}/repair")
async def record_repair(
    case: Annotated[Case, may_on(find_case, RecordRepair, "case")], form: RepairDoneForm, caller: Caller
) -> CaseNow:
    """Record that the root cause is repaired."""
    note = sealed(caller.runtime, case.id, "repair_note", form.note)
    as_head = caller.may(HandleAnyCase, case.branch)
    return await carry_out(caller, RecordRepair(case.id, caller.person.staff, note, as_head), case)


@router.post("/{case}/report")
async def record_report(
    case: Annotated[Case, may_on(find_case, RecordReport, "case")], caller: Caller
) -> CaseNow:
    """Record that the complaint was reported to the regulator."""
    return await carry_out(caller, commands.RecordReport(case.id, caller.person.staff), case)


def _only_branch(person: Person) -> str:
    if len(person.branches) != 1:
        raise Malformed("branch: missing")
    return person.branches[0]

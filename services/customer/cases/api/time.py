"""The time of complaint cases over HTTP (D9): acknowledgements, extensions, holding replies."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.customer.cases.api.showing import CaseNow, carry_out, sealed
from services.customer.cases.commands import (
    AcknowledgeComplaint,
    ApproveExtension,
    AskExtension,
    RefuseExtension,
    SendHoldingReply,
)
from services.customer.cases.domain.case import Case, Sent
from services.customer.cases.queries import HandleAnyCase, find_case
from services.customer.fields import LongText
from shared.contracts.words import AnswerWay
from shared.editions import SeenMark
from shared.fields import Given, LivedDay
from shared.rights import may_on
from shared.runtime import Caller

router = APIRouter(prefix="/api/customer/complaints/{case}", tags=["complaints"])


class SentForm(Given):
    """The way and the day on which something was sent to the customer."""

    sent_through: AnswerWay
    sent_on: LivedDay


class HoldingForm(SentForm):
    """A holding reply: why the answer takes longer, and the day by which it comes."""

    until: LivedDay
    reason: LongText = Field(repr=False)


class ExtensionForm(Given):
    """The day to which the answer is to be put off, and why."""

    until: LivedDay
    reason: LongText = Field(repr=False)


class DecisionForm(Given):
    """The mark of what was asked, on which is decided."""

    seen: SeenMark


@router.post("/acknowledge")
async def acknowledge(
    case: Annotated[Case, may_on(find_case, AcknowledgeComplaint, "case")], form: SentForm, caller: Caller
) -> CaseNow:
    """Record that the customer was told that the complaint has arrived."""
    command = AcknowledgeComplaint(
        case.id,
        by=caller.person.staff,
        through=form.sent_through,
        sent_on=form.sent_on,
        as_head=caller.may(HandleAnyCase, case.branch),
    )
    return await carry_out(caller, command, case)


@router.post("/extension")
async def ask_extension(
    case: Annotated[Case, may_on(find_case, AskExtension, "case")], form: ExtensionForm, caller: Caller
) -> CaseNow:
    """Ask for more time, within the bound of the law."""
    command = AskExtension(
        case.id,
        by=caller.person.staff,
        until=form.until,
        reason=sealed(caller.runtime, case.id, "extension", form.reason),
        as_head=caller.may(HandleAnyCase, case.branch),
    )
    return await carry_out(caller, command, case)


@router.post("/extension/approve")
async def approve_extension(
    case: Annotated[Case, may_on(find_case, ApproveExtension, "case")],
    caller: Caller,
    form: DecisionForm | None = None,
) -> CaseNow:
    """Give the case the time that was asked for; with `seen`, what was read and nothing else."""
    seen = form.seen if form else None
    return await carry_out(caller, ApproveExtension(case.id, caller.person.staff, seen), case)


@router.post("/extension/refuse")
async def refuse_extension(
    case: Annotated[Case, may_on(find_case, RefuseExtension, "case")],
    caller: Caller,
    form: DecisionForm | None = None,
) -> CaseNow:
    """Refuse the case the time that was asked for; with `seen`, what was read and nothing else."""
    seen = form.seen if form else None
    return await carry_out(caller, RefuseExtension(case.id, caller.person.staff, seen), case)


@router.post("/holding-reply")
async def send_holding_reply(
    case: Annotated[Case, may_on(find_case, SendHoldingReply, "case")], form: HoldingForm, caller: Caller
) -> CaseNow:
    """Record a reply that says why the answer takes longer, and until which day."""
    reply = Sent(
        by=caller.person.staff,
        through=form.sent_through,
        on=form.sent_on,
        until=form.until,
        reason=sealed(caller.runtime, case.id, "holding", form.reason),
    )
    as_head = caller.may(HandleAnyCase, case.branch)
    return await carry_out(caller, SendHoldingReply(case.id, caller.person.staff, reply, as_head), case)

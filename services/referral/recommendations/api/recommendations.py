"""Recommendations over HTTP (A3), of those who keep the customer, and of the head for the branch."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.referral.covers import acting_for
from services.referral.fields import LARGEST, Currency
from services.referral.products.api.catalogue import PRODUCT
from services.referral.products.api.suitability import must_keep
from services.referral.products.domain.keepers import KeptCustomer
from services.referral.products.queries import find_kept
from services.referral.recommendations.commands import (
    BuyRecommended,
    DeclineRecommendation,
    NoteInterest,
    PresentRecommendation,
    ProposeRecommendation,
    WithdrawRecommendation,
)
from services.referral.recommendations.domain.holders import HolderTask
from services.referral.recommendations.domain.recommendation import Recommendation
from services.referral.recommendations.queries import (
    ActForColleagues,
    ListAllRecommendations,
    ListRecommendations,
    find_recommendation,
    open_recommendations,
    recommendations_of,
)
from shared.commands import Command
from shared.contracts.devices import correlation_of
from shared.contracts.referral import (
    RecommendationDecline,
    RecommendationReason,
    RecommendationState,
    RecommendationWithdrawal,
)
from shared.errors import NotAllowed, NotFound
from shared.fields import Given, LivedDay, Whole
from shared.rights import may_at_queried_branch, may_on
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/referral", tags=["recommendations"])
ONE = "/recommendations/{recommendation}"
Reference = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:/-]{4,64}$")]
"""The reference of a recording in the bank's own archive."""
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,128}$")]


class ProposeForm(Given):
    """A product, the reasons for it, and what it answers to. Without a day, it is open for 30 days."""

    product: str = Field(pattern=PRODUCT)
    reasons: tuple[RecommendationReason, ...] = Field(min_length=1, max_length=5)
    expires_on: LivedDay | None = None
    need_id: Id | None = None
    prospect: Id | None = None


class PresentForm(Given):
    """The reference of the recording, where the product demands one."""

    recording: Reference | None = None


class DeclineForm(Given):
    """The reason for which the customer declined."""

    reason: RecommendationDecline


class BuyForm(Given):
    """The amount in hundredths of the currency."""

    amount: Annotated[Whole, Field(ge=1, le=LARGEST)]
    currency: Currency = "CNY"


class RecommendationNow(BaseModel):
    """A recommendation as it stands."""

    recommendation: str
    branch: str
    customer: str
    account_manager: str
    product: str
    product_version: int
    reasons: tuple[RecommendationReason, ...]
    need_id: str | None
    prospect: str | None
    state: RecommendationState
    open: bool
    proposed_by: str
    proposed_at: datetime
    expires_on: str
    presented_at: datetime | None
    recording: str | None
    amount: int | None
    currency: str | None
    declined: RecommendationDecline | None
    withdrawn: RecommendationWithdrawal | None
    ended_at: datetime | None


@router.get("/recommendations")
async def list_recommendations(
    branch: Annotated[str, may_at_queried_branch(ListRecommendations)], caller: Caller
) -> list[RecommendationNow]:
    """The open recommendations that are mine or of those whom I cover, those that expire first before others;
    those of all, for the head and who looks after several branches."""
    found = [
        one
        for staff in await whose(caller, branch)
        for one in await open_recommendations(caller.runtime.store, branch, staff)
    ]
    return [shown(one) for one in sorted(found, key=lambda one: one.expires_on)]


@router.get("/customers/{customer}/recommendations")
async def list_of_customer(
    customer: Annotated[KeptCustomer, may_on(find_kept, ListRecommendations, "customer")], caller: Caller
) -> list[RecommendationNow]:
    """The recommendations to a customer whom one keeps, the latest first."""
    if not caller.may(ListAllRecommendations, customer.branch):
        await must_keep(caller, customer)
    return [shown(one) for one in await recommendations_of(caller.runtime.store, customer.id)]


@router.post("/customers/{customer}/recommendations", status_code=201)
async def propose(
    customer: Annotated[KeptCustomer, may_on(find_kept, ProposeRecommendation, "customer")],
    form: ProposeForm,
    caller: Caller,
) -> RecommendationNow:
    """Propose a product to a customer whom one keeps; refused, with the rule, if it does not suit them."""
    await must_keep(caller, customer)
    cause = caller.cause(ProposeRecommendation, customer.branch)
    id = correlation_of(customer.branch, caller.person.staff, cause.id)
    command = ProposeRecommendation(
        id,
        customer.id,
        form.product,
        form.reasons,
        caller.person.staff,
        form.expires_on,
        form.need_id,
        form.prospect,
    )
    await caller.runtime.execute(command, cause)
    return await _now(caller, id)


@router.post(ONE + "/present")
async def present(
    one: Annotated[Recommendation, may_on(find_recommendation, PresentRecommendation, "recommendation")],
    form: PresentForm,
    caller: Caller,
) -> RecommendationNow:
    """Note that the product was presented."""
    return await _execute(caller, PresentRecommendation(one.id, caller.person.staff, form.recording), one)


@router.post(ONE + "/interested")
async def note_interest(
    one: Annotated[Recommendation, may_on(find_recommendation, NoteInterest, "recommendation")],
    caller: Caller,
) -> RecommendationNow:
    """Note that the customer is interested."""
    return await _execute(caller, NoteInterest(one.id, caller.person.staff), one)


@router.post(ONE + "/decline")
async def decline(
    one: Annotated[Recommendation, may_on(find_recommendation, DeclineRecommendation, "recommendation")],
    form: DeclineForm,
    caller: Caller,
) -> RecommendationNow:
    """Note that the customer declined."""
    return await _execute(caller, DeclineRecommendation(one.id, form.reason, caller.person.staff), one)


@router.post(ONE + "/bought")
async def buy(
    one: Annotated[Recommendation, may_on(find_recommendation, BuyRecommended, "recommendation")],
    form: BuyForm,
    caller: Caller,
) -> RecommendationNow:
    """Note that the customer bought the product."""
    command = BuyRecommended(one.id, form.amount, form.currency, caller.person.staff)
    return await _execute(caller, command, one)


@router.post(ONE + "/withdraw")
async def withdraw(
    one: Annotated[Recommendation, may_on(find_recommendation, WithdrawRecommendation, "recommendation")],
    caller: Caller,
) -> RecommendationNow:
    """Take a recommendation back."""
    return await _execute(caller, WithdrawRecommendation(one.id, caller.person.staff), one)


async def _execute(caller: Asking, command: Command, one: Recommendation) -> RecommendationNow:
    """Carry out a command on one's own recommendation or that of somebody whom one covers, or as the head,
    and show it after that."""
    await must_act(caller, one)
    await caller.execute(command, one.branch)
    return await _now(caller, one.id)


async def whose(caller: Asking, branch: str) -> Sequence[str | None]:
    """Return the account managers whose things a person sees at a branch; None stands for all of them."""
    if caller.may(ListAllRecommendations, branch):
        return [None]
    return sorted(await acting_for(caller, branch))


async def must_act(caller: Asking, one: Recommendation | HolderTask) -> None:
    """Raises `NotAllowed` for those who are neither the account manager, nor cover them, nor the head."""
    if caller.may(ActForColleagues, one.branch):
        return
    if one.account_manager not in await acting_for(caller, one.branch):
        raise NotAllowed


async def _now(caller: Asking, id: str) -> RecommendationNow:
    found = await find_recommendation(caller.runtime.store, id)
    if found is None:
        raise NotFound(f"recommendations/{id}")
    return shown(found)


def shown(one: Recommendation) -> RecommendationNow:
    """Show a recommendation."""
    fields = RecommendationNow.model_fields.keys() - {"recommendation"}
    return RecommendationNow(recommendation=one.id, **one.model_dump(include=fields))

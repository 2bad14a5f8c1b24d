"""Latent needs of a branch over HTTP (A2): the list, the model and what came of the hints, the rules."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from fastapi import Query as QueryParameter
from pydantic import BaseModel, Field

from services.customer.latent.api.customers import InWords, in_words
from services.customer.latent.commands import ChangeLatentRules, FindLatentNeeds
from services.customer.latent.domain.hints import LatentNeeds
from services.customer.latent.domain.measure import Arm, LatentMeasure, measure_id
from services.customer.latent.domain.model import FEW, METHOD, LatentModel
from services.customer.latent.domain.rules import Family, LatentRules, NewLatentRules
from services.customer.latent.domain.sentences import product_words, sentence
from services.customer.latent.queries import (
    LISTED,
    ListLatentNeeds,
    ViewAnyLatentNeeds,
    ViewLatentMeasure,
    ViewLatentRules,
    find_model,
    find_round,
    hints_by_chance,
    masked_names,
    measures_of,
    rules_of,
)
from shared.contracts.needs import Need
from shared.editions import Seen
from shared.fields import Given, Whole
from shared.rights import may_at_branch
from shared.runtime import Caller, Runtime

router = APIRouter(prefix="/api/customer/branches/{branch}/latent", tags=["latent needs"])
Code = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,64}$")]


class Listed(BaseModel):
    """A customer with the best hint that is shown; `order` is where to go on after them."""

    customer: str
    masked_name: str
    account_manager: str | None
    product: str
    called: InWords
    of_hundred: int
    says: InWords
    until: str
    order: str


class RoundNow(BaseModel):
    """The last round of a branch, or the one under way."""

    day: str
    began: datetime | None
    ended: datetime | None
    seen: int


class ListNow(BaseModel):
    """Customers with a hint, the likeliest first; `more` tells whether others follow."""

    customers: list[Listed]
    more: bool
    round: RoundNow | None


class ProductNow(BaseModel):
    """A product in the model: how many hold it, how many lack it; `silent` where either are too few."""

    product: str
    called: InWords
    holders: int
    others: int
    silent: bool


class ModelNow(BaseModel):
    """The model of a branch; `number` is 0 before the first one was made."""

    number: int
    day: str
    at: datetime | None
    method: str
    customers: int
    few: int
    products: list[ProductNow]


class ArmNow(BaseModel):
    """Hints whose time is over: after so many of them the customer came to hold the product; of 100, with the
    interval of 95 %."""

    hints: int
    took: int
    of_hundred: float | None
    low: float
    high: float


class MeasureNow(BaseModel):
    """The outcome of hints within `horizon` days, of those shown and of those held out; `is_enough` is False
    where there is too little history: fewer than `few` of either."""

    method: str
    horizon: int
    few: int
    is_enough: bool
    shown: ArmNow
    held_out: ArmNow


class MeasuredNow(BaseModel):
    """The model of a branch, and whether its hints help."""

    model: ModelNow
    measures: list[MeasureNow]


class FamilyForm(Given):
    """The family that a product counts by, and the word of the need that it serves."""

    family: Code
    need: Need | None = None


class LatentRulesForm(Given):
    """The rules of hints, whole; days are calendar days."""

    threshold: Whole = Field(ge=1, le=99)
    every: Whole = Field(ge=7, le=365)
    expires: Whole = Field(ge=1, le=365)
    rest: Whole = Field(ge=0, le=365)
    horizon: Whole = Field(ge=7, le=365)
    families: dict[Code, FamilyForm] = Field(default={}, max_length=500)
    seen: Seen


class LatentRulesNow(BaseModel):
    """The rules that hold at a branch; `of` is the branch, or ``bank``. `number` is 0 for those that nobody
    has set."""

    of: str
    number: int
    threshold: int
    every: int
    expires: int
    rest: int
    horizon: int
    families: dict[str, Family]
    changed_at: datetime | None
    changed_by: str


@router.get("")
async def list_latent_needs(
    branch: Annotated[str, may_at_branch(ListLatentNeeds)],
    caller: Caller,
    mine: bool = False,
    before: Annotated[str | None, QueryParameter(max_length=96)] = None,
) -> ListNow:
    """Customers of a branch with a hint, masked, the likeliest first. An account manager sees their own."""
    store = caller.runtime.store
    own = mine or not caller.may(ViewAnyLatentNeeds, branch)
    found = await hints_by_chance(store, branch, caller.person.staff if own else None, before)
    names = await masked_names(store, [one.id for one in found])
    round = await find_round(store, branch)
    return ListNow(
        customers=[_listed(one, names.get(one.id, "*")) for one in found],
        more=len(found) == LISTED,
        round=RoundNow.model_validate(round.model_dump()) if round and round.run else None,
    )


@router.get("/measure")
async def view_latent_measure(
    branch: Annotated[str, may_at_branch(ViewLatentMeasure)], runtime: Runtime
) -> MeasuredNow:
    """The model of a branch, the products of which it is silent, and whether its hints help."""
    store = runtime.store
    model = await find_model(store, branch) or LatentModel(id=branch, branch=branch)
    rules, known = await rules_of(store, branch), await measures_of(store, branch)
    id = measure_id(branch, METHOD, rules.horizon)
    if all(one.id != id for one in known):
        known = [LatentMeasure(id=id, branch=branch, method=METHOD, horizon=rules.horizon), *known]
    return MeasuredNow(model=_model(model), measures=[_measure(one) for one in known])


@router.post("/run", status_code=202)
async def find_latent_needs(branch: Annotated[str, may_at_branch(FindLatentNeeds)], caller: Caller) -> None:
    """Count the customers of a branch and look for latent needs now: a page at a time, as in the night."""
    await caller.execute(FindLatentNeeds(branch), branch)


@router.get("/rules")
async def view_latent_rules(
    branch: Annotated[str, may_at_branch(ViewLatentRules)], runtime: Runtime
) -> LatentRulesNow:
    """The rules of hints that hold at a branch."""
    return _rules(await rules_of(runtime.store, branch))


@router.put("/rules", status_code=204)
async def change_latent_rules(
    branch: Annotated[str, may_at_branch(ChangeLatentRules)], form: LatentRulesForm, caller: Caller
) -> None:
    """Set the rules of hints of a branch; operations set those of the ``bank``."""
    families = {product: Family(**one.model_dump()) for product, one in form.families.items()}
    new = NewLatentRules(**form.model_dump(exclude={"families", "seen"}), families=families)
    await caller.execute(ChangeLatentRules(branch, new, caller.person.staff, form.seen), branch)


def _listed(needs: LatentNeeds, masked_name: str) -> Listed:
    best = max((one for one in needs.hints if one.is_shown), key=lambda one: one.of_hundred)
    return Listed(
        customer=needs.id,
        masked_name=masked_name,
        account_manager=needs.account_manager,
        product=best.product,
        called=in_words(product_words(best.product)),
        of_hundred=best.of_hundred,
        says=in_words(sentence(best.reasons[0], best.prior)),
        until=best.until,
        order=needs.order,
    )


def _model(model: LatentModel) -> ModelNow:
    counts = model.counts
    return ModelNow(
        number=model.number,
        day=model.day,
        at=model.at,
        method=model.method,
        customers=counts.customers,
        few=FEW,
        products=[
            ProductNow(
                product=one,
                called=in_words(product_words(one)),
                holders=counts.holders(one),
                others=counts.customers - counts.holders(one),
                silent=counts.is_silent(one),
            )
            for one in counts.products
        ],
    )


def _measure(measure: LatentMeasure) -> MeasureNow:
    return MeasureNow(
        method=measure.method,
        horizon=measure.horizon,
        few=FEW,
        is_enough=measure.is_enough,
        shown=_arm(measure.shown),
        held_out=_arm(measure.held_out),
    )


def _arm(arm: Arm) -> ArmNow:
    low, high = arm.interval
    return ArmNow(
        hints=arm.hints,
        took=arm.took,
        of_hundred=round(100 * arm.took / arm.hints, 1) if arm.hints else None,
        low=round(100 * low, 1),
        high=round(100 * high, 1),
    )


def _rules(rules: LatentRules) -> LatentRulesNow:
    shown = LatentRulesNow.model_fields.keys() - {"of"}
    return LatentRulesNow(of=rules.id, **rules.model_dump(include=shown))

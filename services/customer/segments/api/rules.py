"""Rules of segments over HTTP (W2): versions, from when they apply, and their dry runs."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter
from fastapi import Path as PathParameter
from pydantic import BaseModel, Field, StringConstraints, model_validator

from services.customer.segments.commands import (
    ActivateSegmentRules,
    MakeSegmentRules,
    TrySegmentRules,
)
from services.customer.segments.domain.rules import (
    BANK,
    CONDITIONS_AT_MOST,
    RULES_AT_MOST,
    Activation,
    Condition,
    RuleSet,
    RulesUnknown,
    SegmentRule,
    active_rules,
)
from services.customer.segments.domain.trials import Load, Trial, trial_id
from services.customer.segments.queries import (
    ViewSegmentRules,
    find_round,
    find_rules,
    find_shelf,
    find_trial,
    masked_names,
    versions_of,
)
from shared import clock
from shared.branch_places import place_of
from shared.contracts.customer import SegmentInput
from shared.contracts.words import Segment
from shared.editions import SeenMark
from shared.errors import NotFound
from shared.fields import Given, LivedDay, Readable, Whole, YesNo
from shared.rights import may_at_queried_branch
from shared.runtime import Caller, Runtime, ServiceRuntime

router = APIRouter(prefix="/api/customer/segments", tags=["segments"])
Name = Annotated[Readable, StringConstraints(max_length=60)]
Number = Annotated[int, PathParameter(ge=1, le=1_000_000)]
Amount = Annotated[Whole, Field(ge=0, le=10**13)]
Rules = Annotated[str, PathParameter(pattern=r"^[A-Za-z0-9_-]{1,32}:[0-9]{1,7}$")]
"""The id of a version, such as ``B001:3``."""


class ConditionForm(Given):
    """A range of a figure, in whole units of the currency; `product` is needed for a product's balance."""

    input: SegmentInput
    product: str | None = Field(default=None, pattern=r"^[a-z0-9_]{1,64}$")
    at_least: Amount | None = None
    below: Amount | None = None

    @model_validator(mode="after")
    def _names_a_product(self) -> Self:
        if (self.input is SegmentInput.PRODUCT_BALANCE) != (self.product is not None):
            raise ValueError("a product, of its balance alone")
        return self


class RuleForm(Given):
    """Customers who meet all conditions belong to the segment."""

    name: Name
    segment: Segment
    conditions: list[ConditionForm] = Field(default=[], max_length=CONDITIONS_AT_MOST)


class RulesForm(Given):
    """A new version. With `ladder`, customers go up at once and down by an average of three months."""

    rules: list[RuleForm] = Field(min_length=1, max_length=RULES_AT_MOST)
    ladder: YesNo = True
    currency: str = Field(default="CNY", pattern=r"^[A-Z]{3}$")


class FromDayForm(Given):
    """The day from which a version applies."""

    from_day: LivedDay
    seen: SeenMark


class MadeRules(BaseModel):
    """The number of a version that was made."""

    scope: str
    number: int


class RuleSetNow(BaseModel):
    """A version of the rules."""

    scope: str
    number: int
    rules: list[SegmentRule]
    ladder: bool
    currency: str
    made_by: str
    made_at: datetime


class RoundNow(BaseModel):
    """The last round through the customers of a branch, or the one under way."""

    day: str
    began: datetime | None
    ended: datetime | None
    seen: int
    moved: int


class ScopeNow(BaseModel):
    """The versions of a scope, the newest first, and from when they apply, with the mark of that."""

    scope: str
    versions: list[RuleSetNow]
    activations: list[Activation]
    mark: str


class RulesNow(BaseModel):
    """The rules of a branch: `active` is the version that applies today, of the branch or of the bank."""

    today: str
    active: str | None
    own: ScopeNow
    bank: ScopeNow
    round: RoundNow | None


class MoveNow(BaseModel):
    """A customer who would move; masked."""

    customer: str
    masked_name: str
    account_manager: str | None
    before: Segment
    after: Segment
    rule: str


class TrialNow(BaseModel):
    """The findings of a dry run so far: `loads` by account manager, "" for none; contacts are a week."""

    day: str
    began: datetime | None
    ended: datetime | None
    seen: int
    up: int
    down: int
    before: dict[Segment, int]
    after: dict[Segment, int]
    loads: dict[str, Load]
    moves: list[MoveNow]


@router.get("/rules")
async def view_rules(
    branch: Annotated[str, may_at_queried_branch(ViewSegmentRules)], runtime: Runtime
) -> RulesNow:
    """The rules of segments of a branch, and of the bank."""
    store = runtime.store
    own, bank = await find_shelf(store, branch), await find_shelf(store, BANK)
    today = (await place_of(branch, store)).day_of(clock.now()).isoformat()
    round = await find_round(store, branch)
    return RulesNow(
        today=today,
        active=active_rules([own, bank], today),
        own=ScopeNow(
            scope=own.id,
            versions=[_rules(one) for one in await versions_of(store, own)],
            activations=list(own.activations),
            mark=own.mark,
        ),
        bank=ScopeNow(
            scope=bank.id,
            versions=[_rules(one) for one in await versions_of(store, bank)],
            activations=list(bank.activations),
            mark=bank.mark,
        ),
        round=RoundNow.model_validate(round.model_dump()) if round and round.run else None,
    )


@router.post("/rules", status_code=201)
async def make_rules(
    branch: Annotated[str, may_at_queried_branch(MakeSegmentRules)], form: RulesForm, caller: Caller
) -> MadeRules:
    """Keep rules as the next version of a branch, or of the scope ``bank``; they apply once activated."""
    rules = tuple(
        SegmentRule(
            name=one.name,
            segment=one.segment,
            conditions=tuple(Condition(**condition.model_dump()) for condition in one.conditions),
        )
        for one in form.rules
    )
    command = MakeSegmentRules(branch, rules, form.ladder, form.currency, caller.person.staff)
    outcome = await caller.execute(command, branch)
    shelf = await find_shelf(caller.runtime.store, branch)
    return MadeRules(scope=branch, number=outcome.answer or shelf.latest)


@router.post("/rules/{number}/activate", status_code=204)
async def activate_rules(
    branch: Annotated[str, may_at_queried_branch(ActivateSegmentRules)],
    number: Number,
    form: FromDayForm,
    caller: Caller,
) -> None:
    """Let a version of a branch, or of the scope ``bank``, apply from a day on."""
    command = ActivateSegmentRules(branch, number, form.from_day, caller.person.staff, form.seen)
    await caller.execute(command, branch)


@router.post("/trials/{rules}", status_code=202)
async def try_rules(
    branch: Annotated[str, may_at_queried_branch(TrySegmentRules)], rules: Rules, caller: Caller
) -> None:
    """Begin a dry run of a version, such as ``B001:3``, through the customers of a branch."""
    await _must_be_of(branch, rules, caller.runtime)
    await caller.execute(TrySegmentRules(branch, rules, caller.person.staff), branch)


@router.get("/trials/{rules}")
async def view_trial(
    branch: Annotated[str, may_at_queried_branch(TrySegmentRules)], rules: Rules, runtime: Runtime
) -> TrialNow:
    """The findings of a dry run: who would move, masked, and whose load would change."""
    trial = await find_trial(runtime.store, trial_id(branch, rules))
    if trial is None:
        raise NotFound(f"trials/{rules[:64]}")
    names = await masked_names(runtime.store, [one.customer for one in trial.moves])
    return _trial(trial, names)


async def _must_be_of(branch: str, rules: str, runtime: ServiceRuntime) -> None:
    """Raises `RulesUnknown` unless the version is of the branch, or of the bank."""
    found = await find_rules(runtime.store, rules)
    if found is None or found.scope not in (branch, BANK):
        raise RulesUnknown


def _rules(rules: RuleSet) -> RuleSetNow:
    return RuleSetNow.model_validate(rules.model_dump())


def _trial(trial: Trial, names: dict[str, str]) -> TrialNow:
    moves = [MoveNow(masked_name=names.get(one.customer, "*"), **one.model_dump()) for one in trial.moves]
    return TrialNow(
        up=trial.up,
        down=trial.down,
        moves=moves,
        **trial.model_dump(include=TrialNow.model_fields.keys() - {"up", "down", "moves"}),
    )

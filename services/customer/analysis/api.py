"""The analysis of customers over HTTP (W4): of one customer, of a branch by risk, and its reliability."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from fastapi import Query as QueryParameter
from pydantic import BaseModel

from services.customer.analysis.commands import ScoreBranch
from services.customer.analysis.domain.activity import Wealth
from services.customer.analysis.domain.models import METHOD
from services.customer.analysis.domain.reliability import Reliability
from services.customer.analysis.domain.risk import HORIZON
from services.customer.analysis.domain.scores import Inputs, Score, every_days, of_hundred, raising
from services.customer.analysis.domain.sentences import sentence
from services.customer.analysis.queries import (
    LISTED,
    ListAnalysis,
    ViewAnalysis,
    ViewAnyAnalysis,
    ViewReliability,
    find_activity,
    find_night,
    find_score,
    masked_names,
    reliabilities_of,
    scores_by_risk,
)
from services.customer.files.api.reading import must_keep
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import find_customer
from shared.contracts.customer import ActivityBand, RiskBand, RiskFactor
from shared.contracts.words import Segment
from shared.rights import may_at_queried_branch, may_on
from shared.runtime import Caller, Runtime

router = APIRouter(prefix="/api/customer", tags=["analysis"])


class Sentence(BaseModel):
    """The words of a score, in both languages."""

    zh: str
    en: str


class FactorNow(BaseModel):
    """A part of the risk, in percentage points that it adds, since a day."""

    factor: RiskFactor
    points: float
    since: str | None


class ScoreNow(BaseModel):
    """The score of a customer as of `day`. Shares are numbers of 100, from 1 to 99: `risk` that they have
    left, `still_silent` of those like them who stay away so long, `comes` that they come within `horizon`
    days. `recency`, `frequency` are fifths within the segment, 5 the best."""

    day: str
    at: datetime
    method: str
    sentence: Sentence
    risk: int
    band: RiskBand
    activity: ActivityBand
    still_silent: int
    comes: int
    horizon: int
    every: int
    recency: int
    frequency: int
    money: int | None
    factors: list[FactorNow]
    inputs: Inputs


class ValueNow(BaseModel):
    """The value of a customer: `total` in hundredths of the `currency`, as of a day, in `products` products;
    `fallen` is the share by which it is below the highest of the months before."""

    total: int
    currency: str
    products: int
    day: str
    fallen: float


class AnalysisNow(BaseModel):
    """The analysis of a customer; no score of one of whom nothing is known yet."""

    customer: str
    branch: str
    segment: Segment
    score: ScoreNow | None
    value: ValueNow | None


class Ranked(BaseModel):
    """A customer in the list by risk; `order` is where to go on after them."""

    customer: str
    masked_name: str
    segment: Segment
    account_manager: str | None
    risk: int
    band: RiskBand
    sentence: Sentence
    factors: list[RiskFactor]
    day: str
    order: str


class NightNow(BaseModel):
    """The last night of a branch, or the one under way."""

    day: str
    began: datetime | None
    ended: datetime | None
    seen: int


class RankedNow(BaseModel):
    """Customers by risk, the highest first; `more` tells whether others follow."""

    customers: list[Ranked]
    more: bool
    night: NightNow | None


class BinNow(BaseModel):
    """Statements with a chance from `low` to `high`: how many, their mean chance, and the share that came."""

    low: float
    high: float
    statements: int
    said: float | None
    came: float | None


class ReliabilityNow(BaseModel):
    """The statements of one method against what came. `brier` is the mean squared difference: 0 is perfect;
    always saying the share that came gives `plain`."""

    method: str
    horizon: int
    statements: int
    came: float | None
    brier: float | None
    plain: float | None
    first: str | None
    last: str | None
    bins: list[BinNow]


@router.get("/customers/{customer}/analysis")
async def view_analysis(
    customer: Annotated[Customer, may_on(find_customer, ViewAnalysis, "customer")], caller: Caller
) -> AnalysisNow:
    """The analysis of a customer: for who keeps the customer, and for the heads."""
    customer.must_exist()
    if not caller.may(ViewAnyAnalysis, customer.branch):
        await must_keep(caller, customer, ["analysis"], purpose="view_analysis")
    activity = await find_activity(caller.runtime.store, customer.id)
    score = await find_score(caller.runtime.store, customer.id)
    return AnalysisNow(
        customer=customer.id,
        branch=customer.branch,
        segment=customer.segment,
        score=_shown(score) if score else None,
        value=_value(activity.wealth) if activity and activity.wealth else None,
    )


@router.get("/analysis")
async def list_analysis(
    branch: Annotated[str, may_at_queried_branch(ListAnalysis)],
    caller: Caller,
    mine: bool = False,
    before: Annotated[str | None, QueryParameter(max_length=96)] = None,
) -> RankedNow:
    """Customers of a branch by their risk, masked, the highest first. An account manager sees their own."""
    store = caller.runtime.store
    own = mine or not caller.may(ViewAnyAnalysis, branch)
    night = await find_night(store, branch)
    scores = await scores_by_risk(store, night, branch, caller.person.staff if own else None, before)
    names = await masked_names(store, [score.id for score in scores])
    return RankedNow(
        customers=[_ranked(score, names.get(score.id, "*")) for score in scores],
        more=len(scores) == LISTED,
        night=NightNow.model_validate(night.model_dump()) if night and night.run else None,
    )


@router.get("/analysis/reliability")
async def view_reliability(
    branch: Annotated[str, may_at_queried_branch(ViewReliability)], runtime: Runtime
) -> list[ReliabilityNow]:
    """The statements about a branch's customers against what came, one table for each method."""
    tables = await reliabilities_of(runtime.store, branch)
    return [_table(one) for one in tables or [Reliability(id="", branch=branch, method=METHOD)]]


@router.post("/analysis/run", status_code=202)
async def score_branch(branch: Annotated[str, may_at_queried_branch(ScoreBranch)], caller: Caller) -> None:
    """Score all customers of a branch now: a page of them each second, as in the night."""
    await caller.execute(ScoreBranch(branch), branch)


def _shown(score: Score) -> ScoreNow:
    zh, en = sentence(score)
    return ScoreNow(
        day=score.day,
        at=score.at,
        method=score.method,
        sentence=Sentence(zh=zh, en=en),
        risk=of_hundred(score.risk),
        band=score.band,
        activity=score.activity,
        still_silent=of_hundred(score.still_silent),
        comes=of_hundred(score.comes),
        horizon=HORIZON,
        every=every_days(score.inputs),
        recency=score.recency,
        frequency=score.frequency,
        money=score.money,
        factors=[
            FactorNow(factor=one.factor, points=round(one.points, 1), since=one.since)
            for one in score.factors
        ],
        inputs=score.inputs,
    )


def _value(wealth: Wealth) -> ValueNow:
    return ValueNow(
        total=wealth.total,
        currency=wealth.currency,
        products=wealth.products,
        day=wealth.totals[-1].day,
        fallen=wealth.fallen,
    )


def _ranked(score: Score, masked_name: str) -> Ranked:
    zh, en = sentence(score)
    return Ranked(
        customer=score.id,
        masked_name=masked_name,
        segment=score.segment,
        account_manager=score.account_manager,
        risk=of_hundred(score.risk),
        band=score.band,
        sentence=Sentence(zh=zh, en=en),
        factors=list(raising(score.factors)),
        day=score.day,
        order=score.order,
    )


def _table(table: Reliability) -> ReliabilityNow:
    many = table.statements
    share = sum(one.came for one in table.bins) / many if many else None
    return ReliabilityNow(
        method=table.method,
        horizon=HORIZON,
        statements=many,
        came=share,
        brier=table.brier,
        plain=share * (1 - share) if share is not None else None,
        first=table.first,
        last=table.last,
        bins=[
            BinNow(
                low=place / len(table.bins),
                high=(place + 1) / len(table.bins),
                statements=one.statements,
                said=one.said / one.statements if one.statements else None,
                came=one.came / one.statements if one.statements else None,
            )
            for place, one in enumerate(table.bins)
        ],
    )

"""Retention over HTTP (Q1): the terms of a branch, and what was erased there."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.customer.retention.commands import ChangeRetention
from services.customer.retention.domain import AT_LEAST, DEFAULTS
from services.customer.retention.queries import ViewRetention, reports_of, rules_at
from shared.contracts.customer import DataClass
from shared.editions import SeenMark
from shared.fields import Given
from shared.rights import may_at_queried_branch
from shared.runtime import Caller, Runtime, ServiceRuntime

router = APIRouter(prefix="/api/customer/retention", tags=["retention"])
Days = Annotated[int, Field(ge=0, le=36_500)]


class Term(BaseModel):
    """The term of a class of data in days; `at_least` is the shortest that can be set."""

    data: DataClass
    zh: str
    en: str
    days: int
    at_least: int


class ErasedOn(BaseModel):
    """The erasures of a day, by class."""

    day: str
    erased: dict[DataClass, int]


class RetentionNow(BaseModel):
    """The terms of a branch, and what was erased, the newest day first; `mark` is that of the terms."""

    terms: list[Term]
    mark: str
    erased: list[ErasedOn]


class TermsForm(Given):
    """Terms in days by class of data; a class that is left out keeps its term. 0 erases at once."""

    days: dict[DataClass, Days]
    seen: SeenMark


@router.get("")
async def view_retention(
    branch: Annotated[str, may_at_queried_branch(ViewRetention)], runtime: Runtime
) -> RetentionNow:
    """The terms of a branch, and what was erased there."""
    return await _now(runtime, branch)


@router.put("")
async def change_retention(
    branch: Annotated[str, may_at_queried_branch(ChangeRetention)], form: TermsForm, caller: Caller
) -> RetentionNow:
    """Set terms. Files that are locked already keep the day on which they are erased."""
    await caller.execute(ChangeRetention(branch, caller.person.staff, form.days, form.seen), branch)
    return await _now(caller.runtime, branch)


async def _now(runtime: ServiceRuntime, branch: str) -> RetentionNow:
    rules = await rules_at(runtime.store, branch)
    return RetentionNow(
        mark=rules.mark,
        terms=[
            Term(
                data=data,
                zh=data.zh,
                en=data.en,
                days=rules.term(data).days,
                at_least=AT_LEAST.get(data, 0),
            )
            for data in DEFAULTS
        ],
        erased=[ErasedOn(day=one.day, erased=one.erased) for one in await reports_of(runtime.store, branch)],
    )

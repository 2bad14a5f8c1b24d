"""The laws on complaints over HTTP (D9): their dated rule sets, and the one that binds a branch."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field, StringConstraints

from services.customer.cases.commands import ChangeComplaintLaw, ChooseComplaintLaw
from services.customer.cases.domain.rules import (
    SETS_AT_MOST,
    Approver,
    DayCount,
    Extension,
    Holding,
    RuleSet,
    Span,
    Term,
    set_on,
)
from services.customer.cases.queries import (
    ViewComplaintLaw,
    find_law,
    find_law_book,
    law_books,
)
from shared import clock
from shared.branch_places import place_of
from shared.contracts.customer import CaseClock
from shared.editions import Seen, SeenMark
from shared.fields import Given, LivedDay, Readable, Whole, YesNo
from shared.rights import may_at_branch
from shared.runtime import Caller, Runtime, ServiceRuntime

router = APIRouter(prefix="/api/customer/branches/{branch}/complaint-law", tags=["complaints"])
Law = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,32}$")]
Source = Annotated[Readable, StringConstraints(max_length=300)]


class SpanForm(Given):
    """A number of days or weeks, counted from the day after the one of receipt."""

    count: Whole = Field(ge=1, le=366)
    unit: DayCount

    def read(self) -> Span:
        """Return the span as the domain has it."""
        return Span(count=self.count, unit=self.unit)


class TermForm(Given):
    """A clock, the days before its last one on which it is warned of, and where the law says so."""

    clock: CaseClock
    span: SpanForm
    warn: Whole = Field(ge=0, le=60)
    source: Source


class ExtensionForm(Given):
    """More time, until no later than `span` from receipt."""

    span: SpanForm
    approver: Approver
    source: Source


class HoldingForm(Given):
    """The effect of a holding reply."""

    source: Source
    meets_final: YesNo = False
    span: SpanForm | None = None


class RuleSetForm(Given):
    """A dated rule set; see `RuleSet`."""

    valid_from: LivedDay
    valid_until: LivedDay | None = None
    terms: list[TermForm] = Field(min_length=1, max_length=8)
    extensions: list[ExtensionForm] = Field(default=[], max_length=4)
    holding: HoldingForm | None = None
    repair: SpanForm | None = None
    keep_years: Whole | None = Field(default=None, ge=1, le=100)
    source: Source

    def read(self, law: str, number: int) -> RuleSet:
        """Return the set as the domain has it."""
        return RuleSet(
            id=f"{law}:{number}",
            law=law,
            number=number,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            terms=tuple(Term.model_validate(one.model_dump()) for one in self.terms),
            extensions=tuple(Extension.model_validate(one.model_dump()) for one in self.extensions),
            holding=Holding.model_validate(self.holding.model_dump()) if self.holding else None,
            repair=self.repair.read() if self.repair else None,
            keep_years=self.keep_years,
            source=self.source,
        )


class LawForm(Given):
    """All dated sets of a law, those that apply already as they are."""

    sets: list[RuleSetForm] = Field(min_length=1, max_length=SETS_AT_MOST)
    seen: Seen


class ChoiceForm(Given):
    """The law of a branch."""

    law: str = Field(pattern=r"^[a-z0-9_]{1,32}$")
    seen: SeenMark


class LawNow(BaseModel):
    """A law with its dated sets; `edition` is 0 for those known from the start."""

    law: str
    edition: int
    changed_by: str
    changed_at: datetime | None
    sets: list[RuleSet]


class LawsNow(BaseModel):
    """The law of a branch, the set of it that applies today, who chose it (empty: it is that of the country),
    and all laws that could be chosen."""

    branch: str
    law: str
    chosen_by: str
    chosen_at: datetime | None
    mark: str
    rules: RuleSet
    laws: list[LawNow]


@router.get("")
async def view_complaint_law(
    branch: Annotated[str, may_at_branch(ViewComplaintLaw)], runtime: Runtime
) -> LawsNow:
    """The law by which the branch answers complaints, and those that could be chosen."""
    return await _laws_now(runtime, branch)


@router.put("")
async def choose_complaint_law(
    branch: Annotated[str, may_at_branch(ChooseComplaintLaw)], form: ChoiceForm, caller: Caller
) -> LawsNow:
    """Choose the law of the branch, for complaints that are raised from now on."""
    await caller.execute(ChooseComplaintLaw(branch, form.law, caller.person.staff, form.seen), branch)
    return await _laws_now(caller.runtime, branch)


@router.put("/{law}")
async def change_complaint_law(
    branch: Annotated[str, may_at_branch(ChangeComplaintLaw)], law: Law, form: LawForm, caller: Caller
) -> LawsNow:
    """Set the dated rule sets of a law, for all branches; cases that are open keep theirs."""
    sets = [one.read(law, number) for number, one in enumerate(form.sets, 1)]
    await caller.execute(ChangeComplaintLaw(law, branch, sets, caller.person.staff, form.seen), branch)
    return await _laws_now(caller.runtime, branch)


async def _laws_now(runtime: ServiceRuntime, branch: str) -> LawsNow:
    store = runtime.store
    law, chosen = await find_law(store, branch)
    today = (await place_of(branch, store)).day_of(clock.now()).isoformat()
    book = await find_law_book(store, law)
    return LawsNow(
        branch=branch,
        law=law,
        chosen_by=chosen.chosen_by if chosen else "",
        chosen_at=chosen.chosen_at if chosen else None,
        mark=chosen.mark if chosen else "",
        rules=set_on(book.sets, today),
        laws=[
            LawNow(law=one.id, **one.model_dump(include={"edition", "changed_by", "changed_at", "sets"}))
            for one in await law_books(store)
        ],
    )

"""Profile and holdings of a customer over HTTP (W2), for those who see the personal data."""

import re
from typing import Annotated, Any, Self

from fastapi import APIRouter
from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, StringConstraints, model_validator

from services.customer.fields import CatalogueWord
from services.customer.files.api.files import Name
from services.customer.files.api.reading import data_key_of, must_keep, read_clear
from services.customer.files.api.shown import FactShown, PastFact
from services.customer.files.commands import ChangeProfile, ReportHoldings
from services.customer.files.domain.customer import Customer, Holding
from services.customer.files.domain.facts import Fact, text_of
from services.customer.files.domain.profile import NewProfile
from services.customer.files.domain.tags import FREE_AT_MOST
from services.customer.files.queries import ViewHistory, find_customer, find_tags, history_of
from services.customer.files.sealing import (
    ImportantDate,
    dates_in,
    dates_text,
    name_keys,
    open_field,
    seal_anew,
    written,
)
from shared.clock import now, to_milliseconds
from shared.contracts.customer.words import DateKind, FileField, RiskClass, SpokenLanguage
from shared.errors import NotFound, Refusal
from shared.fields import Day, Given, Readable, Whole
from shared.rights import may_on
from shared.runtime import Caller

router = APIRouter(prefix="/api/customer/customers/{customer}", tags=["files"])
PLAIN = ("language", "tags", "risk")
SEALED = ("preferred_name", "dates")
DATES_AT_MOST, TAGS_AT_MOST = 20, 12


def _tag(text: str) -> str:
    """Return a tag without its blanks. Raises ValueError for one that could hold a number of a customer."""
    if re.search(r"\d{5}", text):
        raise ValueError("a tag names no number of a customer")
    return " ".join(text.split())


Tag = Annotated[Readable, StringConstraints(max_length=16), AfterValidator(_tag)]


class TooManyTags(Refusal):
    code, status = "too_many_tags", 422
    en, zh = "A file has at most 6 tags of one's own words.", "自由标签最多 6 个，其余请从标签库中选择。"


class DateForm(Given):
    """A date that matters to a customer."""

    kind: DateKind
    day: Day
    words: Annotated[str, StringConstraints(max_length=60, strip_whitespace=True)] = ""


class ProfileForm(Given):
    """Fields of a profile; one that is left out stays, and null takes it out. `edition` is that of the file
    when it was read: of two who change it at once, the slower is refused. A `risk` that is stated again is
    its review."""

    edition: int = Field(ge=0, le=1_000_000)
    preferred_name: Name | None = Field(default=None, repr=False)
    language: SpokenLanguage | None = None
    tags: list[Tag] | None = Field(default=None, max_length=TAGS_AT_MOST)
    dates: list[DateForm] | None = Field(default=None, max_length=DATES_AT_MOST, repr=False)
    risk: RiskClass | None = None


class ChangedFile(BaseModel):
    """The edition of a file after its change."""

    edition: int


class HoldingForm(Given):
    """A product that the customer holds: the bank's code of it, the amount in hundredths of the currency."""

    product: CatalogueWord
    amount: Whole
    currency: str = Field(default="CNY", pattern=r"^[A-Z]{3}$")
    matures_on: Day | None = None


class HoldingsForm(Given):
    """All that a customer holds at the moment `as_of`; now, where it is not given. `seen` is the `held_at` of
    the file that was read: of two who change the holdings at once, the slower is refused."""

    seen: AwareDatetime | None = None
    as_of: AwareDatetime | None = None
    holdings: list[HoldingForm] = Field(max_length=100, repr=False)

    @model_validator(mode="after")
    def _each_product_once(self) -> Self:
        if len({one.product for one in self.holdings}) < len(self.holdings):
            raise ValueError("a product is there twice")
        return self


@router.put("/profile")
async def change_profile(
    customer: Annotated[Customer, may_on(find_customer, ChangeProfile, "customer")],
    form: ProfileForm,
    caller: Caller,
) -> ChangedFile:
    """Change fields of a customer's profile."""
    given = form.model_fields_set
    known = await read_clear(caller, customer, given & set(SEALED), purpose="change_profile")
    settings, plain = caller.runtime.settings, _changed(customer, form)
    vocabulary = await find_tags(caller.runtime.store)
    if len(vocabulary.free(plain.get("tags", ()))) > FREE_AT_MOST:
        raise TooManyTags
    clear: dict[str, str | None] = {}
    if "preferred_name" in given and form.preferred_name != known.preferred_name:
        clear["preferred_name"] = form.preferred_name
    if "dates" in given:
        dates = dates_text(ImportantDate(**one.model_dump()) for one in form.dates or ())
        clear |= {} if dates == known.dates else {"dates": dates}
    key = await data_key_of(caller.runtime, customer.id)
    after = known.model_copy(update=clear)
    keys = name_keys(settings.key("blind_key"), customer.branch, after) if clear else None
    profile = NewProfile(
        edition=form.edition,
        by=caller.person.staff,
        plain=plain,
        sealed=seal_anew(settings.keys("master_key"), customer.id, key, clear),
        keys=keys,
        decade=after.decade,
    )
    await caller.execute(ChangeProfile(customer.id, profile), customer.branch)
    changed = await find_customer(caller.runtime.store, customer.id)
    if changed is None:
        raise NotFound(f"customers/{customer.id}")
    return ChangedFile(edition=changed.edition)


@router.get("/history")
async def view_history(
    customer: Annotated[Customer, may_on(find_customer, ViewHistory, "customer")],
    field: FileField,
    caller: Caller,
) -> list[PastFact]:
    """The latest 50 facts about a field of a file, the newest first; for those who see the personal data."""
    await read_clear(caller, customer, (field.value,), purpose="view_history")
    runtime = caller.runtime
    master, key = runtime.settings.keys("master_key"), await data_key_of(runtime, customer.id)

    def text(fact: Fact) -> str | None:
        if fact.sealed is not None:
            value = open_field(master, customer.id, key, field.value, fact.sealed)
            return written(dates_in(value)) if field is FileField.DATES else value
        return text_of(fact.value)

    found = await history_of(runtime.store, customer.id, field)
    return [PastFact(**FactShown.of(one).model_dump(), value=text(one)) for one in found]


@router.put("/holdings", status_code=204)
async def report_holdings(
    customer: Annotated[Customer, may_on(find_customer, ReportHoldings, "customer")],
    form: HoldingsForm,
    caller: Caller,
) -> None:
    """Take over all that a customer holds, from who keeps the customer."""
    await must_keep(caller, customer, ("holdings",), purpose="report_holdings")
    as_of = to_milliseconds(form.as_of or now())
    holdings = tuple(Holding(**one.model_dump()) for one in form.holdings)
    seen = (form.seen,) if "seen" in form.model_fields_set else None
    await caller.execute(ReportHoldings(customer.id, holdings, as_of, seen), customer.branch)


def _changed(customer: Customer, form: ProfileForm) -> dict[str, Any]:
    """Return the plain fields that differ from those on file; a stated risk is always one."""
    given = {name: getattr(form, name) for name in PLAIN if name in form.model_fields_set}
    if "tags" in given:
        given["tags"] = tuple(dict.fromkeys(form.tags or ()))
    return {name: one for name, one in given.items() if name == "risk" or one != getattr(customer, name)}

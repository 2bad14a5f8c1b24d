"""Finding customers over HTTP (W2, Q1): by name, phone, number or card, and the portfolio of an account
manager."""

import asyncio
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter
from fastapi import Query as QueryParameter
from pydantic import BaseModel, Field, StringConstraints

from services.customer.audit.access import record_reading
from services.customer.files.api.reading import sees_personal_data
from services.customer.files.domain.customer import PLACES, Customer
from services.customer.files.domain.names import form_of_search
from services.customer.files.queries import (
    PAGE,
    FindCustomers,
    ViewPersonalData,
    ViewPortfolio,
    by_credentials,
    by_name,
    data_keys,
    portfolio,
)
from services.customer.files.sealing import open_name, search_key
from shared.access import Person
from shared.contracts.customer.words import CustomerKind, RiskClass
from shared.contracts.devices import CredentialKind
from shared.contracts.words import Segment
from shared.errors import Refusal
from shared.fields import Given, Readable
from shared.privacy import blind_index
from shared.rights import BRANCH, may_at_queried_branch, may_somewhere, require, right_of
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/customer", tags=["files"])
FOUND_AT_MOST, TO_CHOOSE_FROM = 20, 10
NUMBERS = (CredentialKind.PHONE, CredentialKind.IDENTITY, CredentialKind.CARD)


class NothingToFind(Refusal):
    code, status = "nothing_to_find", 422
    en, zh = (
        "Give a name, its pinyin or initials, a phone, an identity number or a card.",
        "请输入姓名、拼音、首字母、电话、证件号或卡号。",
    )


class SearchForm(Given):
    """The words by which a customer of a branch is sought; in the content, since addresses are logged."""

    branch: str = Field(pattern=BRANCH)
    words: Annotated[Readable, StringConstraints(max_length=100)] = Field(repr=False)


class CustomerLine(BaseModel):
    """A customer in a list; `name` is given to those alone who see the personal data."""

    customer: str
    kind: CustomerKind
    masked_name: str
    segment: Segment
    account_manager: str | None
    name: str | None = None
    risk: RiskClass | None = None


class Found(BaseModel):
    """The customers that were found, one's own first; `more`: there are others."""

    customers: list[CustomerLine]
    more: bool


class PortfolioPage(BaseModel):
    """A page of a portfolio; `next` is the `after` of the next page, null on the last one."""

    customers: list[CustomerLine]
    next: int | None


@router.post("/customers/search")
async def find_customers(
    form: SearchForm, person: Annotated[Person, may_somewhere(FindCustomers)], caller: Caller
) -> Found:
    """Customers of a branch by name (characters, pinyin, initials, or how it begins), phone, identity number
    or card; the names of one's own customers are in the clear, and that is put on record."""
    require(person, right_of(caller.request, FindCustomers), form.branch)
    found = await _found(caller, form.branch, form.words)
    lines = await _lines(caller, form.branch, found[:FOUND_AT_MOST], purpose="search")
    return Found(customers=lines, more=len(found) > FOUND_AT_MOST)


@router.get("/portfolio")
async def view_portfolio(
    branch: Annotated[str, may_at_queried_branch(ViewPortfolio)],
    caller: Caller,
    account_manager: Annotated[str | None, QueryParameter(max_length=64)] = None,
    after: Annotated[int, QueryParameter(ge=-1, lt=PLACES)] = -1,
) -> PortfolioPage:
    """The customers of the account manager who asks, 50 a page; the head sees those of the branch, or of one
    account manager."""
    whose = account_manager if caller.may(ViewPersonalData, branch) else caller.person.staff
    found = await portfolio(caller.runtime.store, branch, whose, after, PAGE + 1)
    page = found[:PAGE]
    lines = await _lines(caller, branch, page, purpose="view_portfolio")
    return PortfolioPage(customers=lines, next=page[-1].place if len(found) > PAGE else None)


async def _found(caller: Asking, branch: str, words: str) -> list[Customer]:
    """Find by the hashes of what the words may be; one's own customers come first."""
    runtime = caller.runtime
    blind, most = runtime.settings.key("blind_key"), FOUND_AT_MOST + 1
    hashes = []
    for kind in NUMBERS:
        with suppress(Refusal):
            hashes.append(blind_index(blind, kind, words))
    key = search_key(blind, branch, words)
    if key is None and not hashes:
        raise NothingToFind
    looks = [by_credentials(runtime.store, hashes, branch, most)] if hashes else []
    if key is not None:
        looks.append(by_name(runtime.store, key, most + TO_CHOOSE_FROM, _share(words)))
    several = await asyncio.gather(*looks)
    found = {one.id: one for of_one in several for one in of_one if not one.is_closed}
    return sorted(found.values(), key=lambda one: one.account_manager != caller.person.staff)[:most]


def _share(words: str) -> float:
    """Return the share of a branch to look at first: the more is known of a name, the fewer have it."""
    form = form_of_search(words) or ""
    if form.isascii():
        return {1: 1 / 256, 2: 1 / 32, 3: 1 / 4}.get(len(form), 1.0)
    return 1 / 128 if len(form) == 1 else 1.0


async def _lines(
    caller: Asking, branch: str, customers: list[Customer], *, purpose: str
) -> list[CustomerLine]:
    """Show customers in a list, with the names that the caller may see, which is put on record."""
    own = {one.id for one in customers if sees_personal_data(caller, one)}
    if own:
        mine = [one.id for one in customers if one.account_manager == caller.person.staff]
        keys, _ = await asyncio.gather(
            data_keys(caller.runtime.store, own),
            record_reading(caller, branch, sorted(own), ("name",), purpose=purpose, own=mine),
        )
    else:
        keys = {}
    master = caller.runtime.settings.keys("master_key")
    return [
        CustomerLine(
            customer=one.id,
            kind=one.kind,
            masked_name=one.masked_name,
            segment=one.segment,
            account_manager=one.account_manager,
            name=open_name(master, one, keys[one.id]) if one.id in keys else None,
            risk=one.risk if one.id in own else None,
        )
        for one in customers
    ]

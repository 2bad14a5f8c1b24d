"""The catalogue of products over HTTP (A3): kept by the product department, for the whole bank."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter
from fastapi import Path as PathParameter
from pydantic import BaseModel, Field, StringConstraints, model_validator

from services.referral.fields import LARGEST, Currency
from services.referral.products.commands import (
    DraftProduct,
    PublishProduct,
    RerateProduct,
    WithdrawProduct,
)
from services.referral.products.domain.catalogue import BANK, Product, ProductVersion, Terms
from services.referral.products.queries import (
    ViewProducts,
    all_products,
    find_product,
    versions_of,
)
from shared import clock
from shared.access import Person
from shared.branch_places import place_of
from shared.contracts.needs import Need
from shared.contracts.referral import (
    ProductFamily,
    ProductPaper,
    ProductState,
    ProductStep,
    RiskLevel,
)
from shared.errors import NotFound
from shared.fields import Given, LivedDay, Readable, Whole
from shared.rights import may_at_queried_branch, may_somewhere
from shared.runtime import Asking, Caller, Runtime

router = APIRouter(prefix="/api/referral/products", tags=["products"])
PRODUCT = r"^[a-z][a-z0-9_]{1,39}$"
Code = Annotated[str, PathParameter(pattern=PRODUCT)]
Name = Annotated[Readable, StringConstraints(max_length=60)]
Edition = Annotated[Whole, Field(ge=0, le=LARGEST)]


class TermsForm(Given):
    """The terms of a product, whole; amounts in hundredths of the currency. `answers` are ids of needs at the
    desk, which are answered when it is published. `seen` is the edition of the product that was shown, 0 for
    one that is new: what is kept, published or rated over another is refused."""

    family: ProductFamily
    name_zh: Name
    name_en: Name
    issuer_risk: RiskLevel
    seller_risk: RiskLevel
    currency: Currency = "CNY"
    smallest_amount: Annotated[Whole, Field(ge=0, le=LARGEST)] = 0
    on_sale_from: LivedDay
    on_sale_until: LivedDay | None = None
    needs: tuple[Need, ...] = Field(default=(), max_length=10)
    steps: tuple[ProductStep, ...] = Field(default=(), max_length=len(ProductStep))
    papers: tuple[ProductPaper, ...] = Field(default=(), max_length=len(ProductPaper))
    answers: tuple[Annotated[str, Field(max_length=128)], ...] = Field(default=(), max_length=20)
    seen: Edition | None = None

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for several in (self.needs, self.steps, self.papers, self.answers):
            if len(set(several)) < len(several):
                raise ValueError("something is named twice")
        return self


class PublishForm(Given):
    """The draft as it was shown; `seen` as in `TermsForm`."""

    seen: Edition | None = None


class RiskForm(Given):
    """The risk of a product by its issuer and by its seller; the higher one counts. `seen` as in
    `TermsForm`."""

    issuer_risk: RiskLevel
    seller_risk: RiskLevel
    seen: Edition | None = None


class TermsNow(BaseModel):
    """The terms of a version; `risk` is the one that counts."""

    family: ProductFamily
    name_zh: str
    name_en: str
    issuer_risk: RiskLevel
    seller_risk: RiskLevel
    risk: RiskLevel
    needs_recording: bool
    currency: str
    smallest_amount: int
    on_sale_from: str
    on_sale_until: str | None
    needs: tuple[str, ...]
    steps: tuple[ProductStep, ...]
    papers: tuple[ProductPaper, ...]
    answers: tuple[str, ...]


class ProductNow(BaseModel):
    """A product as it stands at a branch; the draft is for the product department. `edition` counts the
    changes of the product and of its draft."""

    product: str
    edition: int
    number: int
    state: ProductState
    terms: TermsNow | None
    draft: TermsNow | None = None
    drafted_by: str | None = None
    draft_outdated: bool = False
    withdrawn_by: str | None = None


class VersionNow(BaseModel):
    """A published version."""

    number: int
    terms: TermsNow
    published_at: datetime | None
    published_by: str


@router.get("")
async def list_products(
    branch: Annotated[str, may_at_queried_branch(ViewProducts)], caller: Caller
) -> list[ProductNow]:
    """The catalogue by code, as it stands today at a branch; without drafts, but for those who keep them."""
    store = caller.runtime.store
    today = (await place_of(branch, store)).day_of(clock.now()).isoformat()
    keeps = caller.may(DraftProduct, BANK)
    found = [one for one in await all_products(store) if keeps or one.current is not None]
    return [shown(one, today, keeps=keeps) for one in found]


@router.get("/{product}/versions")
async def list_versions(
    person: Annotated[Person, may_somewhere(ViewProducts)], product: Code, runtime: Runtime
) -> list[VersionNow]:
    """The versions of a product, the newest first, 20 at most."""
    found = await find_product(runtime.store, product)
    if found is None or not found.published:
        raise NotFound(f"products/{product}")
    return [_version(one) for one in await versions_of(runtime.store, found)]


@router.put("/{product}")
async def draft(
    person: Annotated[Person, may_somewhere(DraftProduct)], product: Code, form: TermsForm, caller: Caller
) -> ProductNow:
    """Keep a draft in place of an earlier one; what is published stays as it is."""
    terms = Terms(**{name: getattr(form, name) for name in Terms.model_fields})
    await caller.execute(DraftProduct(product, terms, person.staff, form.seen), BANK)
    return await _now(product, caller)


@router.post("/{product}/publish")
async def publish(
    person: Annotated[Person, may_somewhere(PublishProduct)],
    product: Code,
    caller: Caller,
    form: PublishForm | None = None,
) -> ProductNow:
    """Publish the draft as the next version, which never changes again."""
    await caller.execute(PublishProduct(product, person.staff, form.seen if form else None), BANK)
    return await _now(product, caller)


@router.post("/{product}/rerate")
async def rerate(
    person: Annotated[Person, may_somewhere(RerateProduct)], product: Code, form: RiskForm, caller: Caller
) -> ProductNow:
    """Publish a product anew with another risk: what is open and suits no more is withdrawn, and each holder
    is to be told."""
    command = RerateProduct(product, form.issuer_risk, form.seller_risk, person.staff, form.seen)
    await caller.execute(command, BANK)
    return await _now(product, caller)


@router.post("/{product}/withdraw")
async def withdraw(
    person: Annotated[Person, may_somewhere(WithdrawProduct)], product: Code, caller: Caller
) -> ProductNow:
    """Sell a product no more."""
    await caller.execute(WithdrawProduct(product, person.staff), BANK)
    return await _now(product, caller)


async def _now(id: str, caller: Asking) -> ProductNow:
    product = await find_product(caller.runtime.store, id)
    if product is None:
        raise NotFound(f"products/{id}")
    today = (await place_of(BANK, caller.runtime.store)).day_of(clock.now()).isoformat()
    return shown(product, today, keeps=True)


def shown(product: Product, today: str, *, keeps: bool = False) -> ProductNow:
    """Show a product as it stands on a day; the draft for those who keep it."""
    draft = product.draft if keeps else None
    return ProductNow(
        product=product.id,
        edition=product.edition,
        number=product.published,
        state=product.state_on(today),
        terms=terms_now(product.current) if product.current else None,
        draft=terms_now(draft) if draft else None,
        drafted_by=product.drafted_by if draft else None,
        draft_outdated=draft is not None and product.drafted_over != product.published,
        withdrawn_by=product.withdrawn_by,
    )


def terms_now(terms: Terms) -> TermsNow:
    """Show the terms of a version."""
    return TermsNow(risk=terms.risk, needs_recording=terms.needs_recording, **terms.model_dump())


def _version(version: ProductVersion) -> VersionNow:
    return VersionNow(
        number=version.number,
        terms=terms_now(version.terms),
        published_at=version.published_at,
        published_by=version.published_by,
    )

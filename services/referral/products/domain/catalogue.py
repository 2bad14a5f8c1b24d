"""The catalogue of the bank's products (A3): drafts, versions that never change, re-ratings, withdrawal."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.referral import (
    ProductFamily,
    ProductPaper,
    ProductPublished,
    ProductRerated,
    ProductState,
    ProductStep,
    ProductWithdrawn,
    RiskLevel,
)
from shared.domain import Decision, Document
from shared.errors import Refusal

BANK = "bank"
"""The branch of documents and events that are the bank's as a whole."""


class ProductUnknown(Refusal):
    code, status = "product_unknown", 404
    en, zh = "There is no published product of this code.", "没有该代码的已发布产品。"


class ProductNotOnSale(Refusal):
    """`detail` names the product, its version, and the days of its sale."""

    code, status = "product_not_on_sale", 409
    en, zh = "This product is not on sale on this day.", "该产品当日不在销售期内。"


class ProductGone(Refusal):
    code, status = "product_withdrawn", 409
    en, zh = "This product was withdrawn.", "该产品已下架。"


class NoDraft(Refusal):
    code, status = "no_product_draft", 409
    en, zh = "There is no draft of this product.", "该产品没有草稿。"


class DraftOutdated(Refusal):
    """`detail` names both versions."""

    code, status = "product_draft_outdated", 409
    en = "Another version was published since this draft was begun: look at it, and draft it again."
    zh = "草稿开始后已有新版本发布：请核对后重新起草。"


class ProductChanged(Refusal):
    """`detail` names the product; `more` tells its edition now."""

    code, status = "product_changed", 409
    en = "A colleague has changed this product or its draft meanwhile: look at it, then do this again."
    zh = "同事已更改该产品或其草稿：请核对后再操作。"

    def __init__(self, product: "Product") -> None:
        super().__init__(product.id)
        self.more = {"edition": product.edition, "drafted_by": product.drafted_by}


class SameRisk(Refusal):
    code, status = "same_product_risk", 409
    en, zh = "The product has this risk already.", "该产品已是此风险等级。"


class SaleEndsBeforeItBegins(Refusal):
    code, status = "sale_ends_before_it_begins", 422
    en, zh = "The sale ends before it begins.", "销售结束日期早于开始日期。"


class Terms(BaseModel):
    """The terms of a product. Days are those of each branch; `on_sale_until` is the last one, None for no
    end. `smallest_amount` is in hundredths of the currency. `needs` are words of customers' needs that it
    serves, `answers` the ids of needs at the desk that it answers when it is published."""

    model_config = ConfigDict(frozen=True)

    family: ProductFamily
    name_zh: str
    name_en: str
    issuer_risk: RiskLevel
    seller_risk: RiskLevel
    currency: str = "CNY"
    smallest_amount: int = 0
    on_sale_from: str
    on_sale_until: str | None = None
    needs: tuple[str, ...] = ()
    steps: tuple[ProductStep, ...] = ()
    papers: tuple[ProductPaper, ...] = ()
    answers: tuple[str, ...] = ()

    @property
    def risk(self) -> RiskLevel:
        """The risk that counts: the higher of the issuer's and the seller's."""
        return max(self.issuer_risk, self.seller_risk, key=lambda level: level.rank)

    @property
    def needs_recording(self) -> bool:
        """Tell whether presenting it takes the reference of a recording (双录)."""
        return ProductStep.RECORD in self.steps

    def is_on_sale(self, day: str) -> bool:
        """Tell whether `day` lies in the sale."""
        return self.on_sale_from <= day and (self.on_sale_until is None or day <= self.on_sale_until)


class Product(Document):
    """A product of the catalogue; the id is its code. `published` is the number of the latest version, whose
    terms `current` repeats; `draft` are those of the next, begun over the version `drafted_over`. `edition`
    counts the changes of either, so that of two who change them at once the slower is refused."""

    collection: ClassVar[str] = "products"

    edition: int = 0
    draft: Terms | None = None
    drafted_by: str = ""
    drafted_over: int = 0
    published: int = 0
    current: Terms | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None

    def must_be_as_seen(self, seen: int | None) -> None:
        """Raises `ProductChanged` where the edition is not the one that was seen."""
        if seen is not None and seen != self.edition:
            raise ProductChanged(self)

    def state_on(self, day: str) -> ProductState:
        """Return the state of the product on a day."""
        if self.withdrawn_at is not None:
            return ProductState.WITHDRAWN
        if self.current is None:
            return ProductState.DRAFT
        if day < self.current.on_sale_from:
            return ProductState.NOT_YET
        return ProductState.ON_SALE if self.current.is_on_sale(day) else ProductState.OVER

    def version_now(self) -> "ProductVersion":
        """Return the version that counts. Raises `ProductUnknown` before there is one, `ProductGone`."""
        if self.current is None:
            raise ProductUnknown
        if self.withdrawn_at is not None:
            raise ProductGone(f"{self.id}/{self.published}")
        return ProductVersion(
            id=version_id(self.id, self.published), product=self.id, number=self.published, terms=self.current
        )


class ProductVersion(Document):
    """A published version of a product, which never changes; the id is ``<product>:<number>``."""

    collection: ClassVar[str] = "product_versions"

    product: str
    number: int
    terms: Terms
    published_at: datetime | None = None
    published_by: str = ""

    def must_be_on_sale(self, day: str) -> None:
        """Raises `ProductNotOnSale` unless `day` lies in the sale."""
        if not self.terms.is_on_sale(day):
            until = self.terms.on_sale_until or "…"
            raise ProductNotOnSale(
                f"{self.product}, version {self.number}: {self.terms.on_sale_from} – {until}"
            )


def version_id(product: str, number: int) -> str:
    """Return the id of a version."""
    return f"{product}:{number}"


def draft(known: Product | None, id: str, terms: Terms, by: str, *, seen: int | None = None) -> Decision:
    """Keep a draft in place of an earlier one; what is published stays as it is. The same draft changes
    nothing; `seen` is the edition that was read, 0 for a product that is new.

    Raises `ProductGone`, `SaleEndsBeforeItBegins`, `ProductChanged`.
    """
    product = known or Product(id=id)
    if product.withdrawn_at is not None:
        raise ProductGone
    if terms.on_sale_until is not None and terms.on_sale_until < terms.on_sale_from:
        raise SaleEndsBeforeItBegins
    if (product.draft, product.drafted_over) == (terms, product.published):
        return Decision()
    product.must_be_as_seen(seen)
    drafted = {"draft": terms, "drafted_by": by, "drafted_over": product.published}
    return Decision().save(product.evolve(**drafted, edition=product.edition + 1))


def publish(product: Product, by: str, *, seen: int | None = None, now: datetime) -> Decision:
    """Make the draft the next version, as it was read: `seen` is the edition. A draft that was begun before
    another version was published would undo what that one changed, such as its risk, and is refused. A draft
    that was read, and has been published since, changes nothing.

    Raises `NoDraft`, `DraftOutdated`, `ProductGone`, `ProductChanged`.
    """
    if product.withdrawn_at is not None:
        raise ProductGone
    if product.draft is None:
        if seen == product.edition - 1 and product.drafted_over == product.published - 1:
            return Decision()
        raise NoDraft
    product.must_be_as_seen(seen)
    if product.drafted_over != product.published:
        raise DraftOutdated(f"{product.id}: {product.drafted_over}, {product.published}")
    return _publish(product.evolve(draft=None, drafted_by=""), product.draft, by, now)


def rerate(
    product: Product,
    issuer_risk: RiskLevel,
    seller_risk: RiskLevel,
    by: str,
    *,
    seen: int | None = None,
    now: datetime,
) -> Decision:
    """Publish the terms anew with another risk; `seen` is the edition that was read, and a product that
    has had the risk since then keeps it.

    Raises `ProductUnknown`, `ProductGone`, `SameRisk`, `ProductChanged`.
    """
    terms = product.version_now().terms
    if (terms.issuer_risk, terms.seller_risk) == (issuer_risk, seller_risk):
        if seen is not None and seen < product.edition:
            return Decision()
        raise SameRisk
    product.must_be_as_seen(seen)
    changed = terms.model_copy(update={"issuer_risk": issuer_risk, "seller_risk": seller_risk, "answers": ()})
    return _publish(product, changed, by, now)


def withdraw(product: Product, by: str, *, now: datetime) -> Decision:
    """Sell a product no more. Doing it twice changes nothing. Raises `ProductUnknown`, and `ProductGone` for
    one that another has withdrawn."""
    if product.withdrawn_at is not None:
        if product.withdrawn_by != by:
            raise ProductGone
        return Decision()
    if product.current is None:
        raise ProductUnknown
    event = ProductWithdrawn(
        branch=BANK, product=product.id, product_version=product.published, withdrawn_by=by
    )
    return Decision().save(product.evolve(draft=None, withdrawn_at=now, withdrawn_by=by), event)


def _publish(product: Product, terms: Terms, by: str, now: datetime) -> Decision:
    """Publish terms as the next version, and say so where its risk is another one than before."""
    before, number = product.current, product.published + 1
    version = ProductVersion(
        id=version_id(product.id, number),
        product=product.id,
        number=number,
        terms=terms,
        published_at=now,
        published_by=by,
    )
    published = ProductPublished(
        branch=BANK,
        product=product.id,
        product_version=number,
        family=terms.family,
        risk=terms.risk,
        on_sale_from=terms.on_sale_from,
        on_sale_until=terms.on_sale_until,
        published_by=by,
    )
    product = product.evolve(published=number, current=terms, edition=product.edition + 1)
    decision = Decision().save(version).save(product, published)
    if before is None or before.risk is terms.risk:
        return decision
    rerated = ProductRerated(
        branch=BANK,
        product=product.id,
        product_version=number,
        family=terms.family,
        before=before.risk,
        after=terms.risk,
        rerated_by=by,
    )
    decision.changes[-1] = (decision.changes[-1][0], (published, rerated))
    return decision

"""The catalogue of products: drafts, versions that never change, re-ratings, withdrawal."""

from datetime import timedelta

import pytest

from services.referral.products.commands import (
    DraftProduct,
    PublishProduct,
    RerateProduct,
    WithdrawProduct,
)
from services.referral.products.domain.catalogue import (
    DraftOutdated,
    NoDraft,
    Product,
    ProductGone,
    ProductNotOnSale,
    ProductUnknown,
    ProductVersion,
    SaleEndsBeforeItBegins,
    SameRisk,
)
from shared.contracts.referral import (
    ProductPublished,
    ProductRerated,
    ProductState,
    ProductStep,
    ProductWithdrawn,
    RiskLevel,
)
from shared.errors import NotFound
from tests.unit.referral.bank import Bank, terms

R1, R2, R3, R4 = RiskLevel.R1, RiskLevel.R2, RiskLevel.R3, RiskLevel.R4


@pytest.mark.parametrize(
    ("issuer", "seller", "counts"), [(R2, R3, R3), (R3, R2, R3), (R1, R1, R1), (R4, R1, R4)]
)
def test_the_higher_of_the_issuers_and_the_sellers_risk_counts(
    issuer: RiskLevel, seller: RiskLevel, counts: RiskLevel
) -> None:
    assert terms(issuer_risk=issuer, seller_risk=seller).risk is counts


async def test_a_published_version_stays_as_it_is_whatever_is_drafted_and_published_later() -> None:
    bank = Bank()
    await bank.publish("p_1", terms("R2"))
    first = await bank.find(ProductVersion, "p_1:1")
    await bank.publish("p_1", terms("R2", smallest_amount=500))
    await bank.ask_for(RerateProduct("p_1", R3, R2, "desk.1"))
    assert await bank.find(ProductVersion, "p_1:1") == first
    assert (await bank.find(ProductVersion, "p_1:2")).terms.smallest_amount == 500
    assert (await bank.find(Product, "p_1")).published == 3


async def test_a_rerating_is_a_new_version_with_the_other_terms_as_they_were() -> None:
    bank = Bank()
    await bank.publish("p_1", terms("R2", smallest_amount=500))
    await bank.ask_for(RerateProduct("p_1", R2, R4, "desk.1"))
    (rerated,) = bank.events(ProductRerated)
    assert isinstance(rerated, ProductRerated)
    assert (rerated.product_version, rerated.before, rerated.after) == (2, R2, R4)
    assert (await bank.find(ProductVersion, "p_1:2")).terms.smallest_amount == 500


async def test_a_draft_with_another_risk_is_a_rerating_too_once_it_is_published() -> None:
    bank = Bank()
    await bank.publish("p_1", terms("R2"))
    await bank.publish("p_1", terms("R3"))
    assert len(bank.events(ProductRerated)) == 1


async def test_a_rating_that_changes_nothing_of_what_counts_is_published_without_a_rerating() -> None:
    bank = Bank()
    await bank.publish("p_1", terms(issuer_risk=R3, seller_risk=R2))
    await bank.ask_for(RerateProduct("p_1", R3, R3, "desk.1"))
    assert bank.events(ProductRerated) == []
    assert len(bank.events(ProductPublished)) == 2


async def test_a_draft_begun_before_a_rerating_cannot_undo_it() -> None:
    bank = Bank()
    await bank.publish("p_1", terms("R2"))
    await bank.ask_for(DraftProduct("p_1", terms("R2", smallest_amount=1), "desk.1"))
    await bank.ask_for(RerateProduct("p_1", R4, R4, "desk.2"))
    with pytest.raises(DraftOutdated):
        await bank.do(PublishProduct("p_1", "desk.1"))
    assert (await bank.find(Product, "p_1")).current.risk is R4


async def test_the_same_risk_is_no_rerating() -> None:
    bank = Bank()
    await bank.publish("p_1", terms("R2"))
    with pytest.raises(SameRisk):
        await bank.do(RerateProduct("p_1", R2, R2, "desk.1"))


async def test_nothing_is_published_without_a_draft_or_of_an_unknown_product() -> None:
    bank = Bank()
    with pytest.raises(NotFound):
        await bank.do(PublishProduct("p_9", "desk.1"))
    await bank.publish("p_1", terms())
    with pytest.raises(NoDraft):
        await bank.do(PublishProduct("p_1", "desk.1"))


async def test_a_sale_ends_after_it_begins() -> None:
    bank = Bank()
    with pytest.raises(SaleEndsBeforeItBegins):
        await bank.do(DraftProduct("p_1", terms(on_sale_until="2019-12-31"), "desk.1"))


async def test_a_withdrawn_product_takes_no_draft_and_is_withdrawn_once() -> None:
    bank = Bank()
    await bank.ask_for(DraftProduct("p_1", terms(), "desk.1"))
    with pytest.raises(ProductUnknown):
        await bank.do(WithdrawProduct("p_1", "desk.1"))
    await bank.ask_for(PublishProduct("p_1", "desk.1"))
    await bank.ask_for(WithdrawProduct("p_1", "desk.1"))
    await bank.ask_for(WithdrawProduct("p_1", "desk.1"))
    assert len(bank.events(ProductWithdrawn)) == 1
    for command in (
        DraftProduct("p_1", terms(), "desk.1"),
        PublishProduct("p_1", "desk.1"),
        RerateProduct("p_1", R4, R4, "desk.1"),
    ):
        with pytest.raises(ProductGone):
            await bank.do(command)


def test_the_last_day_of_a_sale_is_part_of_it() -> None:
    version = ProductVersion(
        id="p:1",
        product="p",
        number=1,
        terms=terms(on_sale_from="2026-03-02", on_sale_until="2026-03-31"),
    )
    for day in ("2026-03-02", "2026-03-31"):
        version.must_be_on_sale(day)
    for day in ("2026-03-01", "2026-04-01"):
        with pytest.raises(ProductNotOnSale):
            version.must_be_on_sale(day)


def test_the_state_of_a_product_follows_its_days() -> None:
    sale = terms(on_sale_from="2026-03-02", on_sale_until="2026-03-31")
    product = Product(id="p", published=1, current=sale)
    days = ("2026-03-01", "2026-03-02", "2026-04-01")
    assert [product.state_on(day) for day in days] == [
        ProductState.NOT_YET,
        ProductState.ON_SALE,
        ProductState.OVER,
    ]
    assert Product(id="p", draft=sale).state_on("2026-03-02") is ProductState.DRAFT


def test_a_step_with_a_recording_makes_the_product_need_one() -> None:
    assert terms(steps=(ProductStep.EXPLAIN, ProductStep.RECORD)).needs_recording
    assert not terms(steps=(ProductStep.EXPLAIN,)).needs_recording


async def test_a_draft_is_not_seen_before_its_time_by_those_who_sell() -> None:
    bank = Bank()
    await bank.ask_for(DraftProduct("p_1", terms(), "desk.1"))
    await bank.pass_time(timedelta(days=1))
    assert (await bank.find(Product, "p_1")).state_on(bank.today) is ProductState.DRAFT

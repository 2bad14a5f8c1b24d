"""Nothing unsuitable is ever proposed, presented or sold, in whatever order customers are assessed,
assessments lapse, products are drafted, published, re-rated and withdrawn, and rules change; a published
version never changes."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.referral.products.commands import (
    ChangeSuitabilityRules,
    DraftProduct,
    PublishProduct,
    RerateProduct,
    WithdrawProduct,
)
from services.referral.products.domain.catalogue import Product, ProductVersion, version_id
from services.referral.products.domain.profiles import RiskProfile, profile_id
from services.referral.products.domain.suitability import DEFAULT_MATRIX, SuitabilityRules
from services.referral.recommendations.commands import (
    BuyRecommended,
    DeclineRecommendation,
    NoteInterest,
    PresentRecommendation,
    ProposeRecommendation,
    WithdrawRecommendation,
)
from services.referral.recommendations.domain.recommendation import OpenRecommendations, Recommendation
from shared.contracts.referral import (
    ProductFamily,
    RecommendationBought,
    RecommendationDecline,
    RecommendationInterested,
    RecommendationPresented,
    RecommendationProposed,
    RecommendationReason,
    RiskLevel,
    RiskTolerance,
)
from shared.errors import Refusal
from tests.unit.acting import MORNING
from tests.unit.referral.bank import Bank, terms

CUSTOMERS, PRODUCTS = ("C1", "C2"), ("p_1", "p_2")
customers, products = st.sampled_from(CUSTOMERS), st.sampled_from(PRODUCTS)
risks, classes = st.sampled_from(["R1", "R2", "R3", "R4"]), st.sampled_from(["C1", "C2", "C3", "C4"])
families = st.sampled_from([*[ProductFamily.WEALTH] * 4, ProductFamily.FUND, ProductFamily.DEPOSIT])
OFFERS = (RecommendationProposed, RecommendationPresented, RecommendationInterested, RecommendationBought)


class Offering(RuleBasedStateMachine):
    """Any order of what people and time do; what was offered is judged by an account of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.bank = Bank(MORNING)
        self.judged, self.count = 0, 0
        self.versions: dict[str, ProductVersion] = {}

    def run_all(self, *acts: Coroutine[Any, Any, None]) -> None:
        async def run() -> None:
            for act in acts:
                try:
                    await act
                except Refusal:
                    continue

        asyncio.run(run())
        asyncio.run(self.judge())

    async def judge(self) -> None:
        """Judge every offer since the last time, by what the documents say now: nothing of them has changed
        since it was made, but by the same act."""
        offers, self.judged = self.bank.published[self.judged :], len(self.bank.published)
        for offer in (one.data for one in offers if isinstance(one.data, OFFERS)):
            assert isinstance(offer, OFFERS)
            product = await self.bank.find(Product, offer.product)
            assert product.withdrawn_at is None
            assert product.published == offer.product_version
            assert product.current.on_sale_from <= self.bank.today
            if product.current.family is ProductFamily.DEPOSIT:
                continue
            profile = await self.bank.find(RiskProfile, profile_id(offer.customer, product.current.family))
            rules = await self.bank.find(SuitabilityRules, "bank") or SuitabilityRules(id="bank")
            highest = max(product.current.issuer_risk.value, product.current.seller_risk.value)
            assert profile.assessed_on <= self.bank.today <= profile.valid_until
            assert highest <= rules.matrix[profile.tolerance].value

    @initialize()
    def open_the_bank(self) -> None:
        self.run_all(
            *(self.bank.register(one) for one in CUSTOMERS),
            *(self.bank.publish(product, terms("R2")) for product in PRODUCTS),
            *(self.bank.assess(one, "C3") for one in CUSTOMERS),
        )

    @rule(product=products, risk=risks, other=risks, family=families)
    def publish(self, product: str, risk: str, other: str, family: ProductFamily) -> None:
        of = terms(issuer_risk=RiskLevel(risk), seller_risk=RiskLevel(other), family=family)
        self.run_all(self.bank.publish(product, of))

    @rule(product=products, risk=risks)
    def draft(self, product: str, risk: str) -> None:
        self.run_all(self.bank.ask_for(DraftProduct(product, terms(risk), "desk.1")))

    @rule(product=products)
    def publish_the_draft(self, product: str) -> None:
        self.run_all(self.bank.ask_for(PublishProduct(product, "desk.1")))

    @rule(product=products, risk=risks)
    def rerate(self, product: str, risk: str) -> None:
        command = RerateProduct(product, RiskLevel(risk), RiskLevel.R1, "desk.1")
        self.run_all(self.bank.ask_for(command))

    @rule(product=st.just("p_2"))
    def withdraw_product(self, product: str) -> None:
        self.run_all(self.bank.ask_for(WithdrawProduct(product, "desk.1")))

    @rule(level=risks)
    def change_rules(self, level: str) -> None:
        matrix = {**DEFAULT_MATRIX, RiskTolerance.C2: RiskLevel(level)}
        self.run_all(self.bank.ask_for(ChangeSuitabilityRules(matrix, {}, "ops")))

    @rule(customer=customers, tolerance=classes, family=families)
    def assess(self, customer: str, tolerance: str, family: ProductFamily) -> None:
        self.count += 1
        self.run_all(self.bank.assess(customer, tolerance, family, by=f"t.{self.count}"))

    @rule(customer=customers, product=products)
    def propose(self, customer: str, product: str) -> None:
        self.count += 1
        reasons = (RecommendationReason.ASKED,)
        command = ProposeRecommendation(f"R{self.count}", customer, product, reasons, "am.1")
        self.run_all(self.bank.ask_for(command))

    @rule(customer=customers, product=products)
    def propose_and_present(self, customer: str, product: str) -> None:
        self.propose(customer, product)
        self.run_all(self.bank.ask_for(PresentRecommendation(f"R{self.count}", "am.1")))

    @rule(data=st.data())
    def act(self, data: st.DataObject) -> None:
        known = sorted(self.bank.store.db["recommendations"].raws)
        if not known:
            return
        id = data.draw(st.sampled_from(known[-4:]))
        command = data.draw(
            st.sampled_from(
                [
                    PresentRecommendation(id, "am.1"),
                    NoteInterest(id, "am.1"),
                    BuyRecommended(id, 100, "CNY", "am.1"),
                    DeclineRecommendation(id, RecommendationDecline.TERMS, "am.1"),
                    WithdrawRecommendation(id, "am.1"),
                ]
            )
        )
        self.run_all(self.bank.ask_for(command))

    @rule(days=st.sampled_from([0.0001, 1, 40, 400]))
    def pass_time(self, days: float) -> None:
        self.run_all(self.bank.pass_time(timedelta(days=days)))

    @invariant()
    def a_published_version_never_changes(self) -> None:
        async def look() -> None:
            for product in PRODUCTS:
                found = await self.bank.find(Product, product)
                for number in range(1, (found.published if found else 0) + 1):
                    version = await self.bank.find(ProductVersion, version_id(product, number))
                    assert self.versions.setdefault(version.id, version) == version

        asyncio.run(look())

    @invariant()
    def the_open_ones_of_a_customer_are_those_that_are_open(self) -> None:
        async def look() -> None:
            for customer in CUSTOMERS:
                kept = await self.bank.find(OpenRecommendations, customer)
                raws = self.bank.store.db["recommendations"].found({"customer": customer, "open": True})
                assert {raw["product"]: raw["_id"] for raw in raws} == (kept.of if kept else {})
                assert all(raw["state"] in ("proposed", "presented", "interested") for raw in raws)

        asyncio.run(look())

    @invariant()
    def what_has_ended_has_no_timer(self) -> None:
        ended = self.bank.store.db[Recommendation.collection].found({"open": False})
        assert not {f"recommendation:{raw['_id']}" for raw in ended} & set(self.bank.timers)


TestOffering = Offering.TestCase
TestOffering.settings = settings(
    max_examples=30,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

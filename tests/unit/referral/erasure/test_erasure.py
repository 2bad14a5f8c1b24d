"""A customer whose file was erased is named by nothing, however much there is of them (Q1)."""

from datetime import timedelta
from typing import Any

import pytest

from services.referral.customers import FORGOTTEN_AT_ONCE
from services.referral.deals.domain.deal import Deal
from services.referral.desk.domain.needs import DeskAsking
from services.referral.erasure.domain import ForgettingDue
from services.referral.erasure.queries import NAMING
from services.referral.products.domain.keepers import KeptCustomer
from services.referral.products.domain.profiles import RiskAssessment, RiskProfile
from services.referral.prospects.domain.prospect import Prospect
from services.referral.recommendations.domain.holders import HolderTask, Holding
from services.referral.recommendations.domain.recommendation import Recommendation
from services.referral.referrals.domain.referral import Referral, ReferralState
from shared.contracts.customer import CustomerErased, CustomerLocked, CustomersMerged, MergeUndone
from shared.contracts.referral import (
    DealState,
    NextStep,
    ProductFamily,
    ProspectOrigin,
    RecommendationReason,
    RiskLevel,
    RiskTolerance,
)
from shared.domain import Document
from tests.unit.acting import MORNING
from tests.unit.referral.bank import Bank, bank

MANY = 2 * FORGOTTEN_AT_ONCE + 1
OF: dict[str, Any] = {"branch": "B1", "customer": "C1"}
PROFILE: dict[str, Any] = {
    **OF,
    "family": ProductFamily.WEALTH,
    "tolerance": RiskTolerance.C3,
    "questionnaire": "q2026",
    "assessed_on": "2026-03-01",
    "assessed_by": "am.1",
    "recorded_by": "am.1",
    "valid_until": "2027-02-28",
}


def made(model: type[Document], id: str) -> Document:
    """A document about C1, valid in its kind."""
    fields: dict[type[Document], dict[str, Any]] = {
        Deal: {
            "correlation": id,
            "product": "prudent_90",
            "amount": 100,
            "currency": "CNY",
            "opened_for": "C1",
            "account_manager": "am.1",
            "template": "wealth",
            "template_version": 0,
            "template_scope": "bank",
            "steps": (),
            "state": DealState.CLOSED,
            "opened_at": MORNING,
            "opened_by": "am.1",
            "opened_on": "2026-03-02",
        },
        DeskAsking: {"desk_need": "N1", "need": "wealth", "raised_by": "am.1", "raised_at": MORNING},
        HolderTask: {
            "account_manager": "am.1",
            "product": "prudent_90",
            "product_version": 2,
            "before": RiskLevel.R2,
            "after": RiskLevel.R4,
            "rules_version": 0,
            "due": "2026-03-09",
            "made_at": MORNING,
        },
        Holding: {"product": id, "place": 0},
        Prospect: {
            "origin": ProspectOrigin.HALL,
            "need": "wealth",
            "account_manager": "am.1",
            "file": "C1",
            "opened_at": MORNING,
            "entered_at": MORNING,
            "next_step": NextStep.CALL,
            "next_on": "2026-03-03",
        },
        Recommendation: {
            "account_manager": "am.1",
            "product": "prudent_90",
            "product_version": 1,
            "rules_version": 0,
            "reasons": (RecommendationReason.MATURITY,),
            "proposed_by": "am.1",
            "proposed_at": MORNING,
            "expires_on": "2026-04-01",
            "place": 0,
        },
        Referral: {
            "visit": f"V-{id}",
            "need": "wealth",
            "found_by": "lm.1",
            "state": ReferralState.CLOSED,
            "opened_at": MORNING,
        },
        RiskAssessment: {"profile": RiskProfile(id="C1:wealth", **PROFILE)},
    }
    known = {name: value for name, value in OF.items() if name in model.model_fields}
    return model(id=id, version=1, **known, **fields[model])


async def left(world: Bank, model: type[Document]) -> int:
    """The number of documents of a kind that name C1."""
    return sum("C1" in (raw["customer"], raw.get("opened_for")) for raw in world.store.raws(model.collection))


@pytest.mark.parametrize("model", NAMING, ids=lambda model: model.__name__)
@pytest.mark.parametrize("event", [CustomerErased, CustomerLocked])
async def test_all_of_a_kind_are_forgotten_some_at_a_time(model: type[Document], event: Any) -> None:
    world = await bank(MORNING)
    world.store.put(*(made(model, f"D{number:04}") for number in range(MANY)))
    more = {"locked_by": "ops", "erase_at": MORNING} if event is CustomerLocked else {}
    await world.tell(event(branch="B1", customer="C1", **more))
    assert 0 < await left(world, model) < MANY
    await world.pass_time(timedelta(minutes=5))
    assert await left(world, model) == 0
    assert not [one for one in world.timers.values() if isinstance(one.event, ForgettingDue)]


async def test_a_file_that_was_withdrawn_and_is_opened_again_is_not_forgotten_any_further() -> None:
    world = await bank(MORNING)
    world.store.put(*(made(DeskAsking, f"D{number:04}") for number in range(3)))
    await world.tell(CustomerErased(branch="B1", customer="C1", withdrawn=True))
    await world.register("C1", "am.2")
    world.store.put(made(DeskAsking, "later"))
    await world.pass_time(timedelta(minutes=5))
    kept = await world.find(KeptCustomer, "C1")
    assert (kept.gone, kept.account_manager) == (False, "am.2")
    assert await left(world, DeskAsking) == 1


async def test_all_deals_go_with_a_file_into_another_and_back() -> None:
    world = await bank(MORNING)
    world.store.put(*(made(Deal, f"D{number:04}") for number in range(MANY)))
    known = {"branch": "B1", "customer": "C2", "masked_name": "王**", "merge": "M1", "merged": "C1"}
    await world.tell(CustomersMerged(**known, merged_by="am.1"))  # type: ignore[arg-type]
    assert {raw["customer"] for raw in world.store.raws(Deal.collection)} == {"C2"}
    await world.tell(MergeUndone(**known, undone_by="am.1"))  # type: ignore[arg-type]
    assert {raw["customer"] for raw in world.store.raws(Deal.collection)} == {"C1"}

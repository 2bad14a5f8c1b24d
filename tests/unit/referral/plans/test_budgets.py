"""Budgets (Q2): never exceeded in silence, and what is committed and spent is the sum of its entries."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.referral.plans.domain.budgets import (
    Budget,
    BudgetEntry,
    BudgetExceeded,
    Commitment,
    Movement,
    commit,
    release,
    set_budget,
    spend,
)
from shared.contracts.referral import BudgetCommitted, BudgetLine
from shared.domain import Decision
from tests.unit.referral.people import COLLEAGUE, HEAD, MANAGER
from tests.unit.referral.region import THURSDAY, Region, region

TODAY = THURSDAY.date()


async def budget(world: Region, amount: int = 1_000_00) -> str:
    body = {"line": "events", "period": "2026-11", "amount": amount, "currency": "CNY"}
    await world.put(HEAD, "/branches/B1/budgets", body)
    (found,) = await world.read(MANAGER, "/branches/B1/budgets?period=2026-11")
    assert isinstance(found["budget"], str)
    return found["budget"]


async def test_what_is_committed_and_spent_is_taken_from_what_is_left() -> None:
    world = await region()
    id = await budget(world)
    after = await world.post(MANAGER, f"/budgets/{id}/commitments", {"amount": 600_00})
    assert (after["committed"], after["spent"], after["left"]) == (600_00, 0, 400_00)
    (made,) = after["open"]
    after = await world.post(MANAGER, f"/commitments/{made['commitment']}/spend", {"amount": 550_00})
    assert (after["committed"], after["spent"], after["left"], after["open"]) == (0, 550_00, 450_00, [])
    entries = await world.read(MANAGER, f"/budgets/{id}/entries")
    assert [(one["movement"], one["amount"]) for one in entries] == [
        ("committed", 600_00),
        ("released", 600_00),
        ("spent", 550_00),
    ]


async def test_money_that_is_set_free_is_left_again() -> None:
    world = await region()
    id = await budget(world)
    (made,) = (await world.post(MANAGER, f"/budgets/{id}/commitments", {"amount": 600_00}))["open"]
    after = await world.post(MANAGER, f"/commitments/{made['commitment']}/release")
    assert after["left"] == 1_000_00
    again = await world.ask(MANAGER, "POST", f"/commitments/{made['commitment']}/release", {})
    assert again.json()["code"] == "commitment_ended"


@pytest.mark.parametrize("over", [False, True])
async def test_an_account_manager_exceeds_no_budget(over: bool) -> None:
    world = await region()
    id = await budget(world)
    body = {"amount": 1_000_01, "over": over}
    answer = await world.ask(MANAGER, "POST", f"/budgets/{id}/commitments", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "budget_exceeded")
    assert not world.events(BudgetCommitted)


async def test_the_branch_head_exceeds_a_budget_by_saying_so_alone() -> None:
    world = await region()
    id = await budget(world)
    answer = await world.ask(HEAD, "POST", f"/budgets/{id}/commitments", {"amount": 1_200_00})
    assert answer.json()["code"] == "budget_exceeded"
    await world.post(HEAD, f"/budgets/{id}/commitments", {"amount": 1_200_00, "over": True})
    (event,) = world.events(BudgetCommitted)
    assert event.over == 200_00  # type: ignore[attr-defined]
    (entry,) = await world.read(HEAD, f"/budgets/{id}/entries")
    assert entry["approved"] is True


async def test_what_a_colleague_committed_is_spent_by_them_or_the_head() -> None:
    world = await region()
    id = await budget(world)
    (made,) = (await world.post(MANAGER, f"/budgets/{id}/commitments", {"amount": 600_00}))["open"]
    for act in ("spend", "release"):
        path = f"/commitments/{made['commitment']}/{act}"
        body = {"amount": 1} if act == "spend" else {}
        assert (await world.ask(COLLEAGUE, "POST", path, body)).status_code == 403
    await world.post(HEAD, f"/commitments/{made['commitment']}/release")


async def test_a_budget_is_not_set_below_what_is_used() -> None:
    world = await region()
    id = await budget(world)
    await world.post(MANAGER, f"/budgets/{id}/commitments", {"amount": 600_00})
    body = {"line": "events", "period": "2026-11", "amount": 599_99, "currency": "CNY"}
    answer = await world.ask(HEAD, "PUT", "/branches/B1/budgets", body)
    assert answer.json()["code"] == "budget_too_small"


Act = tuple[str, int, bool]
ACTS = st.lists(
    st.tuples(st.sampled_from(["commit", "spend", "release"]), st.integers(1, 500), st.booleans()),
    max_size=30,
)


def kept(decision: Decision, documents: dict[str, Any]) -> None:
    documents.update({document.id: document for document, _ in decision.changes})


@given(ACTS)
def test_the_totals_of_a_budget_are_always_the_sums_of_its_entries(acts: list[Act]) -> None:
    documents: dict[str, Any] = {}
    first = set_budget(
        None,
        branch="B1",
        line=BudgetLine.EVENTS,
        period="2026-11",
        amount=1_000,
        currency="CNY",
        today=TODAY,
        by="head",
        now=THURSDAY,
    )
    kept(first, documents)
    (id,) = documents
    for number, (what, amount, approved) in enumerate(acts):
        budget = documents[id]
        open_ones = [one for one in documents.values() if isinstance(one, Commitment) and one.open]
        try:
            if what == "commit":
                done = commit(
                    budget,
                    f"K{number}",
                    amount,
                    plan_item=None,
                    approved=approved,
                    by="am.1",
                    today=TODAY,
                    now=THURSDAY,
                )
            elif not open_ones:
                continue
            elif what == "spend":
                done = spend(budget, open_ones[0], amount, approved=approved, by="am.1", now=THURSDAY)
            else:
                done = release(budget, open_ones[0], by="am.1", now=THURSDAY)
        except BudgetExceeded:
            assert not approved
            continue
        kept(done, documents)
        after = documents[id]
        assert after.left >= 0 or approved or after.left >= budget.left
    entries = [one for one in documents.values() if isinstance(one, BudgetEntry)]
    sums = {kind: sum(one.amount for one in entries if one.movement is kind) for kind in Movement}
    whole = documents[id]
    assert isinstance(whole, Budget)
    assert whole.committed == sums[Movement.COMMITTED] - sums[Movement.RELEASED]
    assert whole.spent == sums[Movement.SPENT]
    assert whole.committed == sum(
        one.amount for one in documents.values() if isinstance(one, Commitment) and one.open
    )

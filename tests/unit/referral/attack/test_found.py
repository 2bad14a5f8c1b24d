"""Things that a body names, of another branch or of a colleague, are neither reached nor told (Q1, W2)."""

from typing import Any

import pytest

from services.referral.deals.domain.deal import Deal
from services.referral.prospects.domain.prospect import Prospect
from shared.access import Person
from tests.unit.referral.attack.bank import AT, OF_BRANCH, Branch
from tests.unit.referral.attack.requests import SOON, STEP, TODAY
from tests.unit.referral.attack.test_every_way import world as world
from tests.unit.referral.people import COLLEAGUE, HEAD, LOBBY, MANAGER, STRANGER, TELLER

LOAN = {"product": "home_loan", "amount": 5_00, "template": "loan"}
FOREIGN = [
    (MANAGER, "POST", "/prospects", {"branch": "B1", "need": "card", "customer": "C9", **STEP}),
    (HEAD, "POST", "/prospects", {"branch": "B1", "need": "card", "customer": "C9", **STEP}),
    (TELLER, "POST", "/prospects", {"branch": "B1", "need": "card", "customer": "C9", **STEP}),
    (LOBBY, "POST", "/prospects", {"branch": "B1", "need": "card", "visit": "V9", **STEP}),
    (MANAGER, "POST", "/deals?branch=B1", {**LOAN, "customer": "C9"}),
    (HEAD, "POST", "/deals?branch=B1", {**LOAN, "customer": "C9", "account_manager": "am.1"}),
    (MANAGER, "POST", "/deals?branch=B1", {**LOAN, "customer": "C1", "prospect": "P9"}),
    (MANAGER, "POST", "/desk/askings?branch=B1", {"need": "pension", "customer": "C9"}),
    (
        *(MANAGER, "POST", "/customers/C1/recommendations"),
        {"product": "home_loan", "reasons": ["asked"], "prospect": "P9"},
    ),
    (HEAD, "POST", "/deals/{deal}/give", {"account_manager": "am.9"}),
    (HEAD, "POST", "/prospects/{prospect}/give", {"account_manager": "am.9"}),
    (HEAD, "POST", "/referrals/{referral}/assign", {"account_manager": "am.9"}),
    (HEAD, "POST", "/branches/B1/plan-items", {"item": "training", "due": SOON, "owner": "am.9"}),
    (MANAGER, "POST", "/branches/B1/plan-items", {"item": "training", "due": SOON, "goal": "G9"}),
    (HEAD, "PUT", "/branches/B1/goals", {"metric": "deals_closed", "target": 1, "owner": "am.9"}),
    (MANAGER, "POST", "/budgets/{budget}/commitments", {"amount": 1, "plan_item": "I9"}),
]
"""Requests of B1 that name what is at B9."""


async def at_b9(world: Branch) -> dict[str, str]:
    """Let there be something of each kind at B9; returns the ids by those that requests give them."""
    opened = await world.done(
        STRANGER, "POST", f"{AT}/prospects", {"branch": "B9", "need": "loan", "customer": "C9", **STEP}
    )
    item = {"item": "training", "due": TODAY}
    added = await world.done(STRANGER, "POST", f"{AT}/branches/B9/plan-items", item)
    goal = {"metric": "prospects_won", "period": TODAY[:7], "target": 3}
    await world.done(Person("h9", HEAD.roles, ("B9",)), "PUT", f"{AT}/branches/B9/goals", goal)
    goals = await world.read(Person("h9", HEAD.roles, ("B9",)), f"{AT}/branches/B9/goals?period={TODAY[:7]}")
    return {"P9": opened["prospect"], "I9": added["plan_item"], "G9": goals[0]["goal"]}


def named(value: Any, ids: dict[str, str]) -> Any:
    """Return a body with other ids in it."""
    if isinstance(value, dict):
        return {key: named(one, ids) for key, one in value.items()}
    return ids.get(value, value) if isinstance(value, str) else value


@pytest.mark.parametrize(
    ("who", "method", "path", "body"), FOREIGN, ids=lambda one: one if isinstance(one, str) else ""
)
async def test_what_is_of_another_branch_cannot_be_told_from_what_there_is_not(
    world: Branch, who: Person, method: str, path: str, body: dict[str, Any]
) -> None:
    ids = await at_b9(world)
    before, answers = world.everything(), []
    missing = dict.fromkeys((*ids, "C9", "am.9", "V9"), "X9")
    if "target" in body:
        body = {**body, "period": TODAY[:7]}
    for known in (ids, missing):
        answer = await world.asked(
            who,
            method,
            f"{AT}{path.format(**world.ids)}",
            named(body, known),
            **{"Idempotency-Key": "k" * 12},
        )
        assert 400 <= answer.status_code < 500, answer.text
        answers.append((answer.status_code, answer.json()["code"]))
    assert answers[0] == answers[1]
    assert world.everything() == before


async def test_a_campaign_lists_nobody_of_another_branch_and_does_not_say_so(world: Branch) -> None:
    form = {"branch": "B1", "need": "card", "account_manager": "am.1", **STEP}
    told = []
    for customers in (["C2", "C9"], ["C2", "X9"]):
        other = world.copy()
        answer = await other.asked(
            HEAD, "POST", f"{AT}/prospects/campaigns", {**form, "customers": customers}
        )
        told.append((answer.status_code, answer.json()))
        prospects = [raw["customer"] for raw in other.store.raws(Prospect.collection)]
        assert "C9" not in prospects
    assert told[0] == told[1]


@pytest.mark.parametrize("who", [COLLEAGUE, TELLER, LOBBY], ids=lambda one: one.staff)
async def test_nobody_makes_business_with_the_customer_of_another(world: Branch, who: Person) -> None:
    for path, body in (
        ("/deals?branch=B1", {**LOAN, "customer": "C1"}),
        ("/customers/C1/recommendations", {"product": "home_loan", "reasons": ["asked"]}),
    ):
        answer = await world.asked(who, "POST", f"{AT}{path}", body)
        assert answer.status_code in (403, 404, 409), answer.text
    assert len(world.store.raws(Deal.collection)) == 1


async def test_what_a_colleague_counts_and_plans_is_not_shown_to_an_account_manager(world: Branch) -> None:
    month = TODAY[:7]
    lines = await world.read(
        COLLEAGUE, f"{OF_BRANCH}/achievements?metric=prospects_opened&period={month}&staff=am.1"
    )
    assert {line["staff"] for line in lines["lines"]} <= {"am.2"}
    goals = await world.read(COLLEAGUE, f"{OF_BRANCH}/goals?period={month}")
    assert "am.1" not in {goal["owner"] for goal in goals}
    assert await world.read(COLLEAGUE, f"{OF_BRANCH}/plan-items") == []
    assert await world.read(COLLEAGUE, f"{AT}/recommendations?branch=B1") == []
    assert await world.read(COLLEAGUE, f"{AT}/holder-tasks?branch=B1") == []
    assert (await world.read(COLLEAGUE, f"{AT}/deals?branch=B1"))["deals"] == []
    assert (await world.read(COLLEAGUE, f"{AT}/prospects/overdue?branch=B1"))["prospects"] == []
    refused = await world.asked(COLLEAGUE, "GET", f"{AT}/prospects?branch=B1&stage=new&staff=am.1", None)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")

"""Rhythms of the bank over HTTP, and those that a branch has of its own (A1)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared import clock
from shared.contracts.lobby import BranchDayOpened
from tests.unit.customer.building import new_file
from tests.unit.customer.contacts.test_over_http import RULES
from tests.unit.customer.over_http import ELSEWHERE, HEAD, MANAGER, OPS, TELLER, Served

OPENED: dict[str, Any] = {"day": "2026-03-02", "by": "lm.1", "overridden": False}


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Served:
    """The routes at noon of Monday, 2 March 2026."""
    one = Served(datetime(2026, 3, 2, 4, 0, tzinfo=UTC))
    monkeypatch.setattr(clock, "now", lambda: one.now)
    return one


async def rhythm_of(served: Served, branch: str) -> tuple[str, int, int]:
    found = (await served.ask(OPS, "GET", f"/branches/{branch}/rhythm")).json()
    return found["scope"], found["edition"], found["slots"]


async def test_the_bank_sets_a_rhythm_for_all_branches_that_have_none_of_their_own(served: Served):
    assert (await served.ask(OPS, "PUT", "/branches/bank/rhythm", {**RULES, "slots": 9})).status_code == 200
    assert await rhythm_of(served, "B1") == ("bank", 1, 9)
    await served.ask(HEAD, "PUT", "/branches/B1/rhythm", {**RULES, "slots": 5})
    assert await rhythm_of(served, "B1") == ("B1", 1, 5)
    assert await rhythm_of(served, "B2") == ("bank", 1, 9)


async def test_a_branch_goes_back_to_the_rhythm_of_the_bank(served: Served):
    await served.ask(OPS, "PUT", "/branches/bank/rhythm", {**RULES, "slots": 9})
    refused = await served.ask(HEAD, "DELETE", "/branches/B1/rhythm")
    assert (refused.status_code, refused.json()["code"]) == (409, "rhythm_not_own")
    await served.ask(HEAD, "PUT", "/branches/B1/rhythm", {**RULES, "slots": 5})
    assert (await served.ask(HEAD, "DELETE", "/branches/B1/rhythm")).json()["scope"] == "bank"
    assert await rhythm_of(served, "B1") == ("bank", 1, 9)


async def test_only_operations_sets_the_rhythm_of_the_bank(served: Served):
    for person in (HEAD, MANAGER, TELLER):
        assert (await served.ask(person, "PUT", "/branches/bank/rhythm", RULES)).status_code == 403


async def test_a_rhythm_of_the_bank_has_the_plans_of_other_branches_computed_anew(served: Served):
    await served.open(new_file())
    await served.hear(BranchDayOpened(branch="B1", **OPENED))
    await served.hear(BranchDayOpened(branch="B2", **OPENED))
    await served.ask(ELSEWHERE, "PUT", "/branches/B2/rhythm", RULES)
    served.timers.clear()
    await served.ask(OPS, "PUT", "/branches/bank/rhythm", RULES)
    assert "recompute_plans:B1" in served.timers
    assert "recompute_plans:B2" not in served.timers

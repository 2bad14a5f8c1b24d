"""The audit of business from outside: clean where all is well, and what it says where something is not."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from deploy.local.business_ledger import BusinessBooks, business_books
from shared.contracts.base import encode
from tests.unit.referral.attack.bank import Branch, branch

Raw = dict[str, Any]


class Collection:
    """A collection of a branch as PyMongo's synchronous driver reads it."""

    def __init__(self, world: Branch, name: str) -> None:
        self._kept = world.store.database[name]

    def find(self, query: Mapping[str, Any] | None = None, fields: Raw | None = None) -> Iterator[Raw]:
        return iter(self._kept.found(query or {}))

    def find_one(self, query: Mapping[str, Any]) -> Raw | None:
        return next(self.find(query), None)


class Database:
    """The database of a branch."""

    def __init__(self, world: Branch) -> None:
        self._world = world

    def __getitem__(self, name: str) -> Collection:
        return Collection(self._world, name)

    __getattr__ = __getitem__


@cache
def _built() -> Branch:
    return asyncio.run(branch())


def books_of(world: Branch, times: int = 1) -> BusinessBooks:
    """Hold the events of the branch, so many times each, against its documents."""
    events = [{"type": one.type, "body": encode(one)} for one in _built().published] * times
    return business_books(Database(world), events)  # type: ignore[arg-type]


def changed(collection: str, change: Callable[[Raw], Raw | None]) -> BusinessBooks:
    """Return the books after the documents of a collection were changed, or dropped (None)."""
    world = _built().copy()
    kept = world.store.database[collection]
    for raw in world.store.raws(collection):
        after = change(raw)
        if after is None:
            del kept.raws[raw["_id"]]
        else:
            kept.put(after)
    return books_of(world)


def test_a_branch_at_work_is_clean() -> None:
    books = books_of(_built())
    assert (books.lost, books.twice, books.wrong) == ([], [], [])
    assert {"prospect_opened", "deal_opened", "recommendation_proposed", "budget_committed"} <= {
        kind.split(".")[2] for acts in books.acts.values() for kind in acts
    }


def test_what_is_told_twice_is_found() -> None:
    kinds = {one.split()[0] for one in books_of(_built(), times=2).twice}
    assert {"ProspectOpened", "DealOpened", "RecommendationProposed", "BudgetCommitted"} <= kinds


@pytest.mark.parametrize(
    "collection", ["prospects", "deals", "recommendations", "commitments", "plan_items", "territory_reports"]
)
def test_a_document_that_is_gone_is_lost(collection: str) -> None:
    assert any(one.startswith(f"{collection}/") for one in changed(collection, lambda raw: None).lost)


def test_a_line_that_was_never_written_is_lost() -> None:
    assert any(one.startswith("prospects_opened/") for one in changed("achievements", lambda raw: None).lost)


@pytest.mark.parametrize(
    ("collection", "change", "said"),
    [
        ("prospect_tallies", {"stages": {"new": 7}}, "board "),
        ("prospect_moves", {"seconds": 9}, "stages of "),
        ("prospects", {"moves": 2}, "log of "),
        ("deals", {"ball": []}, "ball of "),
        ("deal_tasks", {"desk": "risk"}, "ball of "),
        ("tallies", {"counts": {}}, "goal "),
        ("achievements", {"number": 9}, "lines of "),
        ("budgets", {"committed": 1}, "budget "),
        ("report_editions", {"figures": []}, "report "),
        ("open_recommendations", {"of": {}}, "open recommendation "),
    ],
)
def test_a_total_that_differs_from_its_list_is_wrong(collection: str, change: Raw, said: str) -> None:
    assert any(one.startswith(said) for one in changed(collection, lambda raw: {**raw, **change}).wrong)


def test_a_task_that_began_too_early_is_wrong() -> None:
    def begun(raw: Raw) -> Raw:
        return {**raw, "desk": "back_office"} if raw["step"] == "payout" else raw

    assert any("began before" in one for one in changed("deal_tasks", begun).wrong)

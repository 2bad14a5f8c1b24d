"""Queries of latent needs, with the indexes that carry them."""

import asyncio

from pymongo import ASCENDING, DESCENDING

from services.customer.files.domain.customer import Customer
from services.customer.latent.domain.hints import LatentNeeds
from services.customer.latent.domain.measure import LatentMeasure
from services.customer.latent.domain.model import LatentModel
from services.customer.latent.domain.rounds import LatentRound
from services.customer.latent.domain.rules import BANK, LatentRules
from shared.rights import Query
from shared.store import Index, Raw, Store, from_raw

LISTED = 50
STEPS = (95, 90, 80, 70, 60, 50, 1)
"""Chances at which the list goes on one step down, so that a store need not sort all hints of a branch."""

INDEXES = [
    Index(LatentNeeds.collection, [("branch", ASCENDING), ("order", ASCENDING)]),
    Index(
        LatentNeeds.collection, [("branch", ASCENDING), ("account_manager", ASCENDING), ("order", ASCENDING)]
    ),
    Index(LatentMeasure.collection, [("branch", ASCENDING)]),
]


class ViewLatentNeeds(Query, name="view_latent_needs"):
    """The hints about a customer: by those who keep the customer, and by the heads."""


class ViewAnyLatentNeeds(Query, name="view_any_latent_needs"):
    """The hints about every customer of the branch."""


class ListLatentNeeds(Query, name="list_latent_needs"):
    """Hints about customers of a branch, masked; for an account manager, about their own."""


class ViewLatentMeasure(Query, name="view_latent_measure"):
    """The model of a branch, and whether its hints help."""


class ViewLatentRules(Query, name="view_latent_rules"):
    """The rules of hints that hold at a branch."""


async def find_needs(store: Store, customer: str) -> LatentNeeds | None:
    """Return the hints about a customer, or None."""
    return await store.find(LatentNeeds, customer)


async def find_model(store: Store, branch: str) -> LatentModel | None:
    """Return the model of a branch, or None."""
    return await store.find(LatentModel, branch)


async def find_round(store: Store, branch: str) -> LatentRound | None:
    """Return the nightly round of a branch, or None."""
    return await store.find(LatentRound, branch)


async def rules_of(store: Store, branch: str) -> LatentRules:
    """Return the rules of a branch: its own, else the bank's, else those of this version."""
    own, bank = await asyncio.gather(store.find(LatentRules, branch), store.find(LatentRules, BANK))
    return own or bank or LatentRules(id=BANK)


async def measures_of(store: Store, branch: str) -> list[LatentMeasure]:
    """Return what came of the hints of a branch, by method and horizon, the newest method first."""
    found = store.db[LatentMeasure.collection].find({"branch": branch})
    measures = [from_raw(LatentMeasure, raw) async for raw in found]
    return sorted(measures, key=lambda one: (one.method, one.horizon), reverse=True)


async def hints_by_chance(
    store: Store, branch: str, account_manager: str | None, before: str | None
) -> list[LatentNeeds]:
    """Return the customers of a branch with a hint that is shown, the likeliest first, `LISTED` at most:
    those of an account manager, or all; those whose order is below `before`, or from the top."""
    query: Raw = {"branch": branch}
    if account_manager is not None:
        query["account_manager"] = account_manager
    found: list[Raw] = []
    high = before or "~"
    for low in (f"{step:02}" for step in STEPS):
        if low >= high:
            continue
        some = store.db[LatentNeeds.collection].find({**query, "order": {"$gte": low, "$lt": high}})
        found += await some.sort("order", DESCENDING).limit(LISTED - len(found)).to_list()
        if len(found) == LISTED:
            break
        high = low
    return [from_raw(LatentNeeds, raw) for raw in found]


async def masked_names(store: Store, customers: list[str]) -> dict[str, str]:
    """Return the masked names of these customers, by their ids."""
    found = await store.load(Customer, customers)
    return {one.id: one.masked_name for one in found if isinstance(one, Customer)}

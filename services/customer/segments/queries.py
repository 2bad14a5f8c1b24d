"""Queries of segments, all by id."""

from services.customer.files.domain.customer import Customer
from services.customer.segments.domain.facts import SegmentFacts
from services.customer.segments.domain.rounds import SegmentRound
from services.customer.segments.domain.rules import RuleSet, RuleShelf, set_id
from services.customer.segments.domain.trials import Trial
from shared.rights import Query
from shared.store import Store

LISTED = 20
"""Versions of a scope that are shown, the last ones."""


class ViewSegmentRules(Query, name="view_segment_rules"):
    """The rules of segments of a branch, with what a dry run found."""


class ViewSegment(Query, name="view_segment"):
    """The segment of a customer, and why they are in it."""


class ViewAnySegment(Query, name="view_any_segment"):
    """The reasons for the segments of every customer of the branch."""


async def find_facts(store: Store, customer: str) -> SegmentFacts | None:
    """Return what the rules know of a customer, or None."""
    return await store.find(SegmentFacts, customer)


async def find_shelf(store: Store, scope: str) -> RuleShelf:
    """Return the versions of a scope."""
    return await store.find(RuleShelf, scope) or RuleShelf(id=scope)


async def find_rules(store: Store, id: str) -> RuleSet | None:
    """Return a version of the rules, or None."""
    return await store.find(RuleSet, id)


async def versions_of(store: Store, shelf: RuleShelf) -> list[RuleSet]:
    """Return the last versions of a scope, the newest first."""
    numbers = range(shelf.latest, max(0, shelf.latest - LISTED), -1)
    found = await store.load(RuleSet, [set_id(shelf.id, number) for number in numbers])
    return sorted((one for one in found if isinstance(one, RuleSet)), key=lambda one: -one.number)


async def find_trial(store: Store, id: str) -> Trial | None:
    """Return a dry run, or None."""
    return await store.find(Trial, id)


async def masked_names(store: Store, customers: list[str]) -> dict[str, str]:
    """Return the masked names of these customers, by their ids."""
    found = await store.load(Customer, customers)
    return {one.id: one.masked_name for one in found if isinstance(one, Customer)}


async def find_round(store: Store, branch: str) -> SegmentRound | None:
    """Return the nightly round of a branch, or None."""
    return await store.find(SegmentRound, branch)

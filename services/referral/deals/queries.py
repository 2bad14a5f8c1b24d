"""Queries of deals, with the indexes that carry them."""

import asyncio
from collections.abc import Iterable

from pymongo import ASCENDING, DESCENDING

from services.referral.deals.domain.deal import Deal, DealTask, Standing, task_id
from services.referral.deals.domain.templates import (
    BANK,
    STANDARD,
    DealTemplate,
    TemplateShelf,
    current,
)
from services.referral.deals.domain.times import StepTimes
from shared.contracts.referral import DealState, Department
from shared.rights import Query
from shared.store import Index, Raw, Store, from_raw

PAGE = 50
FLAGGED_AT_ONCE = 25
"""Deals of a product that are flagged in one commit."""

INDEXES = [
    Index(Deal.collection, [("branch", ASCENDING), ("state", ASCENDING), ("place", DESCENDING)]),
    Index(
        Deal.collection,
        [
            ("branch", ASCENDING),
            ("account_manager", ASCENDING),
            ("state", ASCENDING),
            ("place", DESCENDING),
        ],
    ),
    Index(
        Deal.collection,
        [("members", ASCENDING), ("branch", ASCENDING), ("state", ASCENDING), ("place", DESCENDING)],
    ),
    Index(Deal.collection, [("customer", ASCENDING), ("state", ASCENDING)]),
    Index(Deal.collection, [("prospect", ASCENDING)]),
    Index(Deal.collection, [("opened_for", ASCENDING)]),
    Index(Deal.collection, [("product", ASCENDING), ("state", ASCENDING), ("place", ASCENDING)]),
    Index(
        DealTask.collection,
        [("branch", ASCENDING), ("desk", ASCENDING), ("place", ASCENDING)],
    ),
    Index(StepTimes.collection, [("branch", ASCENDING), ("department", ASCENDING)]),
]


class ListDeals(Query, name="list_deals"):
    """The deals of a branch: one's own and those of one's teams."""


class ListAllDeals(Query, name="list_all_deals"):
    """All deals of a branch."""


class ViewDeal(Query, name="view_deal"):
    """A deal with its strip: of account managers, who has it or is in its team; of departments, where they
    have a task."""


class ViewAnyDeal(Query, name="view_any_deal"):
    """Any deal of the branch."""


class HandleAnyDeal(Query, name="handle_any_deal"):
    """Do what is another's in a deal of the branch."""


class ListDepartmentTasks(Query, name="list_department_tasks"):
    """The tasks that a department has at a branch."""


class ViewDealWaits(Query, name="view_deal_waits"):
    """The waiting and working time of the steps of deals at a branch."""


class ViewDealTemplates(Query, name="view_deal_templates"):
    """The templates by which deals are opened at a branch."""


class WorkForBackOffice(Query, name="work_for_back_office"):
    """Work on the tasks of the back office."""


class WorkForRisk(Query, name="work_for_risk"):
    """Work on the tasks of risk management."""


class WorkForProductDesk(Query, name="work_for_product_desk"):
    """Work on the tasks of the product desk."""


class WorkForBranch(Query, name="work_for_branch"):
    """Work on the tasks of the branch: of account managers, of their own deals and teams."""


async def find_deal(store: Store, id: str) -> Deal | None:
    """Return the deal, or None."""
    return await store.find(Deal, id)


async def find_standing(store: Store, deal: Deal) -> Standing:
    """Return a deal with its tasks."""
    loaded = await store.load(DealTask, [task_id(deal.id, one.step) for one in deal.steps])
    tasks = {task.step: task for task in loaded if isinstance(task, DealTask)}
    return Standing(deal, {one.step: tasks[one.step] for one in deal.steps})


async def deals_of_branch(
    store: Store, branch: str, state: DealState, *, staff: str | None = None, before: str | None = None
) -> list[Deal]:
    """Return the deals of a branch in a state, or those of an account manager, the latest first: one more
    than a page, if there are more; `before` is the place of the last one of the page before."""
    query: Raw = {"branch": branch, "state": state.value}
    if staff is not None:
        query["account_manager"] = staff
    return await _page(store, query, before)


async def deals_of_team(
    store: Store, branch: str, state: DealState, staff: str, *, before: str | None = None
) -> list[Deal]:
    """Return the deals in whose team somebody is, as `deals_of_branch` does."""
    return await _page(store, {"members": staff, "branch": branch, "state": state.value}, before)


async def deals_of_prospects(
    store: Store, branch: str, prospects: Iterable[str], state: DealState
) -> list[Deal]:
    """Return the deals in a state that come from one of these prospects of a branch, the latest first."""
    raws = await store.db[Deal.collection].find({"prospect": {"$in": sorted(set(prospects))}}).to_list()
    found = [from_raw(Deal, raw) for raw in raws]
    meant = (one for one in found if one.branch == branch and one.state is state)
    return sorted(meant, key=lambda one: one.place, reverse=True)


async def open_deals_of_customer(store: Store, customer: str) -> list[str]:
    """Return the ids of all open deals of a customer."""
    query = {"customer": customer, "state": DealState.OPEN.value}
    return [raw["_id"] for raw in await store.db[Deal.collection].find(query, {"_id": 1}).to_list()]


async def open_deals_of_product(store: Store, product: str, after: str) -> list[str]:
    """Return the ids of the open deals of a product whose places come after `after`, in their order, 25 at
    most."""
    query = {"product": product, "state": DealState.OPEN.value, "place": {"$gt": after}}
    cursor = store.db[Deal.collection].find(query, {"place": 1}).sort("place", ASCENDING)
    return [raw["_id"] for raw in await cursor.limit(FLAGGED_AT_ONCE).to_list()]


async def tasks_of_department(
    store: Store, branch: str, department: Department, after: str | None = None
) -> list[DealTask]:
    """Return the tasks that a department has at a branch, the first due first: one more than a page, if there
    are more; `after` is the place of the last one of the page before."""
    query: Raw = {"branch": branch, "desk": department.value}
    if after is not None:
        query["place"] = {"$gt": after}
    cursor = store.db[DealTask.collection].find(query).sort("place", ASCENDING)
    return [from_raw(DealTask, raw) for raw in await cursor.limit(PAGE + 1).to_list()]


async def deals_by_id(store: Store, ids: Iterable[str]) -> dict[str, Deal]:
    """Return deals by their ids."""
    loaded = await store.load(Deal, sorted(set(ids)))
    return {deal.id: deal for deal in loaded if isinstance(deal, Deal)}


async def times_of_branch(store: Store, branch: str, department: Department | None) -> list[StepTimes]:
    """Return the times of all steps at a branch, or of those of a department: one document for each step of
    a template that was ever used there."""
    query = {"branch": branch, **({"department": department.value} if department else {})}
    cursor = store.db[StepTimes.collection].find(query).sort("_id", ASCENDING)
    return [from_raw(StepTimes, raw) for raw in await cursor.to_list()]


async def templates_of(store: Store, branch: str) -> list[DealTemplate]:
    """Return the version of each template by which a deal begins at a branch, by name."""
    found = await asyncio.gather(*(store.find(TemplateShelf, scope) for scope in (branch, BANK)))
    shelves = [shelf for shelf in found if shelf is not None]
    names = sorted({*STANDARD, *(name for shelf in shelves for name in shelf.latest)})
    ids = {name: current(name, shelves) for name in names}
    kept = await store.load(DealTemplate, sorted(id for id in ids.values() if id))
    by_id = {one.id: one for one in kept if isinstance(one, DealTemplate)}
    return [by_id[id] if id else STANDARD[name] for name, id in ids.items() if id in by_id or not id]


async def _page(store: Store, query: Raw, before: str | None) -> list[Deal]:
    if before is not None:
        query = {**query, "place": {"$lt": before}}
    cursor = store.db[Deal.collection].find(query).sort("place", DESCENDING)
    return [from_raw(Deal, raw) for raw in await cursor.limit(PAGE + 1).to_list()]

"""Every read of a service is bounded: it names a limit, or there is a reason why it needs none."""

import ast
from collections.abc import Iterator
from pathlib import Path

from fastapi.routing import APIRoute

from deploy.topology import SERVICES, service
from shared import operations
from shared.costly import in_turn

TOP = Path(__file__).parents[2]
ERASED = "erasing a customer must reach all that there is, however much"
BY_IDS = "by ids, of which the caller has a bounded number"
OF_BRANCH = "one for each member of staff, law, method or month of a branch"
AT_WORK = "what is under way, which is a few"
PAGED = "reads a page at a time, by both its ends"
WITHOUT_LIMIT = {
    "customer/analysis/queries.py sample_of": "doubles its range until there are enough",
    "customer/analysis/queries.py reliabilities_of": OF_BRANCH,
    "customer/analysis/queries.py merged_with": ERASED,
    "customer/audit/queries.py audited_branches": "ids of branches",
    "customer/audit/queries.py chain_of": PAGED,
    "customer/audit/queries.py glasses_of": "those of a person that are in force, for some hours",
    "customer/audit/queries.py glasses_about": ERASED,
    "customer/audit/queries.py reads_under": "counts the readings of one person in some hours",
    "customer/audit/queries.py unjustified_since": "counts the unjustified readings of a day",
    "customer/audit/verify.py kept_anchors": "a command of its own, beside the service",
    "customer/cases/queries.py law_books": OF_BRANCH,
    "customer/causes/queries.py kept_by": BY_IDS,
    "customer/causes/queries.py masked_names": BY_IDS,
    "customer/consents/queries.py records_of": ERASED,
    "customer/contacts/queries.py branches_with_plans": "ids of branches",
    "customer/contacts/queries.py in_hall_of": "customers of one account manager who wait now",
    "customer/contacts/queries.py plans_in_bucket": PAGED,
    "customer/contacts/queries.py portfolios_of": OF_BRANCH,
    "customer/contacts/queries.py rounds_under_way": AT_WORK,
    "customer/duplicates/queries.py merges_of": ERASED,
    "customer/enquiries/queries.py enquiries_of_customer": ERASED,
    "customer/handovers/queries.py items_of": "the customers of a portfolio, handed over as a whole",
    "customer/imports/queries.py imports_at_work": AT_WORK,
    "customer/imports/queries.py worked_on": AT_WORK,
    "customer/latent/queries.py measures_of": OF_BRANCH,
    "customer/messages/queries.py message_ids_of": ERASED,
    "customer/needs/queries.py need_ids_of": ERASED,
    "customer/schedule/queries.py entries_of_customer": ERASED,
    "customer/visits/queries.py traces_of_customer": ERASED,
    "customer/leads/queries.py leads_of": BY_IDS,
    "lobby/equipment/heartbeats.py read_clocks": "one document for each branch, once at the start",
    "lobby/equipment/heartbeats.py known_devices": BY_IDS,
    "lobby/erasure/queries.py drop_hashes": ERASED,
    "lobby/erasure/queries.py _blank_arrival": ERASED,
    "notify/staff/queries.py having": "people of a department or of operations, in the whole bank",
    "referral/deals/queries.py deals_of_prospects": BY_IDS,
    "referral/deals/queries.py open_deals_of_customer": ERASED,
    "referral/deals/queries.py times_of_branch": "one for each step of a template",
    "referral/plans/queries.py goals_of": OF_BRANCH,
    "referral/plans/queries.py parts_of": BY_IDS,
    "referral/plans/queries.py running_goals": OF_BRANCH,
    "referral/plans/queries.py budgets_of": OF_BRANCH,
    "referral/plans/queries.py entries_of": "a budget is judged by all its movements",
    "referral/plans/queries.py branches_of": OF_BRANCH,
    "referral/plans/queries.py lines_between": PAGED,
    "referral/prospects/queries.py tallies_of": OF_BRANCH,
    "referral/prospects/queries.py finders_of": OF_BRANCH,
}
BY_ID = {"work", "store"}
COSTLY = (".html", ".csv", ".xlsx", "/exports/portfolio", "/reports/{day}")
"""Ends of the addresses of files that are made while somebody waits."""


def is_collection(node: ast.expr, of_queries: bool) -> bool:
    """Tell whether this is a collection, or, among queries, a name for one; what finds documents by their ids
    is none."""
    named = of_queries and isinstance(node, ast.Name) and node.id not in BY_ID
    return named or isinstance(node, ast.Subscript)


def reads(name: str) -> Iterator[tuple[str, bool]]:
    """Yield the functions of a service that read a collection, and whether they name a limit."""
    folder = TOP / "services"
    for path in sorted((folder / name).rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                called = {
                    (node.func.attr, is_collection(node.func.value, path.name == "queries.py"))
                    for node in ast.walk(function)
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
                }
                if ("find", True) in called:
                    limited = any(attribute == "limit" for attribute, _ in called)
                    yield f"{path.relative_to(folder)} {function.name}", limited


def test_every_read_names_a_limit_or_has_a_reason_why_it_needs_none() -> None:
    bare = {place for name in SERVICES for place, limited in reads(name) if not limited}
    assert bare - WITHOUT_LIMIT.keys() == set()


def test_no_reason_is_left_over() -> None:
    found = {place for name in SERVICES for place, _ in reads(name)}
    assert WITHOUT_LIMIT.keys() - found == set()


def test_every_file_that_is_made_while_somebody_waits_is_made_in_turn() -> None:
    routes = [
        route
        for name in SERVICES
        for router in service(name).routers
        for route in router.routes
        if isinstance(route, APIRoute) and "GET" in route.methods and route.path.endswith(COSTLY)
    ]
    assert len(routes) >= 8
    assert [route.path for route in routes if in_turn not in route.dependencies] == []


def test_the_lists_of_operations_are_told_a_page_at_a_time() -> None:
    routes = {route.path: route for route in operations.router.routes if isinstance(route, APIRoute)}
    asked = {
        path: {one.name for one in routes[path].dependant.query_params}
        for path in ("/dead-letters", "/trace/{id:path}")
    }
    assert asked == {"/dead-letters": {"before", "limit"}, "/trace/{id:path}": {"after"}}

"""Rights of referral: one table, which every route checks in one way."""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from types import SimpleNamespace

import httpx
import pytest

from services.referral.app import COMMANDS, RIGHTS
from services.referral.products.commands import NoteSuitabilityRead
from services.referral.referrals import api
from services.referral.referrals.domain.referral import Referral
from shared.access import Person
from shared.contracts.words import Role
from shared.domain import Document
from tests.apps import app_of, asked_by_routes, get_as
from tests.unit.acting import MORNING

Ask = Callable[[Person, str], Awaitable[httpx.Response]]
REFERRAL = Referral(id="R1", branch="B1", visit="V1", need="wealth", found_by="lm.1", opened_at=MORNING)
OF_DEAL, OF_TASK = "/api/referral/deals/{deal}", "/api/referral/deals/{deal}/tasks/{step}"
ROUTES = {
    # prospects
    "GET /api/referral/prospects": ["list_prospects"],
    "GET /api/referral/prospects/overdue": ["list_prospects"],
    "GET /api/referral/prospects/board": ["list_prospects"],
    "POST /api/referral/prospects": ["open_prospect"],
    "POST /api/referral/prospects/campaigns": ["list_campaign"],
    "GET /api/referral/prospects/{prospect}": ["view_prospect"],
    "POST /api/referral/prospects/{prospect}/move": ["move_prospect"],
    "POST /api/referral/prospects/{prospect}/next-step": ["set_next_step"],
    "POST /api/referral/prospects/{prospect}/park": ["park_prospect"],
    "POST /api/referral/prospects/{prospect}/win": ["win_prospect"],
    "POST /api/referral/prospects/{prospect}/lose": ["lose_prospect"],
    "POST /api/referral/prospects/{prospect}/give": ["give_prospect"],
    "GET /api/referral/finders": ["list_finders"],
    "GET /api/referral/finders/me": ["list_found_prospects"],
    # deals
    "GET /api/referral/deals": ["list_deals"],
    "POST /api/referral/deals": ["open_deal"],
    f"GET {OF_DEAL}": ["view_deal"],
    f"POST {OF_DEAL}/team": ["add_to_deal_team"],
    f"POST {OF_DEAL}/team/{{staff}}/remove": ["remove_from_deal_team"],
    f"POST {OF_DEAL}/groups": ["form_working_group"],
    f"POST {OF_DEAL}/give": ["give_deal"],
    f"POST {OF_DEAL}/close": ["close_deal"],
    f"POST {OF_DEAL}/cancel": ["cancel_deal"],
    "GET /api/referral/deal-tasks": ["list_department_tasks"],
    "GET /api/referral/deal-waits": ["view_deal_waits"],
    f"POST {OF_TASK}/take": ["take_deal_task"],
    f"POST {OF_TASK}/put-back": ["put_back_deal_task"],
    f"POST {OF_TASK}/block": ["block_deal_task"],
    f"POST {OF_TASK}/unblock": ["unblock_deal_task"],
    f"POST {OF_TASK}/return": ["return_deal_task"],
    f"POST {OF_TASK}/resume": ["resume_deal_task"],
    f"POST {OF_TASK}/finish": ["finish_deal_task"],
    f"POST {OF_TASK}/leave-out": ["leave_out_deal_task"],
    "GET /api/referral/deal-templates": ["view_deal_templates"],
    "POST /api/referral/deal-templates": ["publish_deal_template"],
    # referrals
    "GET /api/referral/referrals": [],  # of a branch, or one's own: checked by what is asked
    "GET /api/referral/referrals/{referral}": ["view_referral"],
    "POST /api/referral/referrals/{referral}/accept": ["accept_referral"],
    "POST /api/referral/referrals/{referral}/decline": ["decline_referral"],
    "POST /api/referral/referrals/{referral}/assign": ["assign_referral"],
    "POST /api/referral/referrals/{referral}/close": ["close_referral"],
    # plans
    "GET /api/referral/branches/{branch}/goals": ["list_goals"],
    "PUT /api/referral/branches/{branch}/goals": ["set_goal"],
    "GET /api/referral/region/goals": ["list_region_goals"],
    "PUT /api/referral/region/goals": ["set_region_goal"],
    "GET /api/referral/branches/{branch}/achievements": ["list_achievements"],
    "GET /api/referral/branches/{branch}/budgets": ["list_budgets"],
    "PUT /api/referral/branches/{branch}/budgets": ["set_budget"],
    "GET /api/referral/budgets/{budget}/entries": ["list_budgets"],
    "POST /api/referral/budgets/{budget}/commitments": ["commit_budget"],
    "POST /api/referral/commitments/{commitment}/spend": ["spend_budget"],
    "POST /api/referral/commitments/{commitment}/release": ["release_budget"],
    "GET /api/referral/branches/{branch}/plan-items": ["list_plan_items"],
    "POST /api/referral/branches/{branch}/plan-items": ["add_plan_item"],
    "POST /api/referral/plan-items/{plan_item}/move": ["move_plan_item"],
    "POST /api/referral/plan-items/{plan_item}/done": ["finish_plan_item"],
    "POST /api/referral/plan-items/{plan_item}/drop": ["drop_plan_item"],
    "GET /api/referral/branches/{branch}/direction": ["view_market_direction"],
    "PUT /api/referral/branches/{branch}/direction": ["set_market_direction"],
    # territory
    "GET /api/referral/branches/{branch}/territory": ["view_territory"],
    "POST /api/referral/branches/{branch}/territory": ["file_territory_report"],
    "GET /api/referral/territory/{report}": ["view_territory"],
    "GET /api/referral/territory/{report}/lines": ["view_territory"],
    "PUT /api/referral/territory/{report}/words": ["write_territory_words"],
    "POST /api/referral/territory/{report}/sign": ["sign_territory_report"],
    "POST /api/referral/territory/{report}/read": ["mark_territory_read"],
    "GET /api/referral/territory/{report}/export/report.html": ["view_territory"],
    "GET /api/referral/territory/{report}/export/report.csv": ["view_territory"],
    "GET /api/referral/territory/{report}/export/report.xlsx": ["view_territory"],
    "GET /api/referral/region/territory": ["view_region"],
    "GET /api/referral/region/funnel": ["view_region"],
    "GET /api/referral/account-managers": ["list_account_managers"],
    "GET /api/referral/served-needs/{branch}": ["view_served_needs"],
    "PUT /api/referral/served-needs/{branch}/{staff}": ["set_served_needs"],
    # products, suitability
    "GET /api/referral/products": ["view_products"],
    "GET /api/referral/products/{product}/versions": ["view_products"],
    "PUT /api/referral/products/{product}": ["draft_product"],
    "POST /api/referral/products/{product}/publish": ["publish_product"],
    "POST /api/referral/products/{product}/rerate": ["rerate_product"],
    "POST /api/referral/products/{product}/withdraw": ["withdraw_product"],
    "GET /api/referral/suitability": ["view_suitability_rules"],
    "PUT /api/referral/suitability": ["change_suitability_rules"],
    "POST /api/referral/customers/{customer}/assessments": ["record_assessment"],
    "GET /api/referral/customers/{customer}/profiles": ["view_risk_profiles"],  # of those, who keeps them
    "GET /api/referral/customers/{customer}/products": ["view_risk_profiles"],
    # the need desk
    "GET /api/referral/desk/needs": ["list_desk_needs"],
    "GET /api/referral/desk/needs/{desk_need}/askings": ["read_desk_words"],
    "POST /api/referral/desk/needs/{desk_need}/acknowledge": ["acknowledge_desk_need"],
    "POST /api/referral/desk/needs/{desk_need}/answer": ["answer_desk_need"],
    "POST /api/referral/desk/askings": ["raise_desk_need"],
    "GET /api/referral/desk/askings": ["list_own_askings"],
    "GET /api/referral/desk/settings": ["view_desk_settings"],
    "PUT /api/referral/desk/settings": ["change_desk_settings"],
    "POST /api/referral/desk/notes": ["note_market"],
    "GET /api/referral/desk/notes/counts": ["count_market_notes"],
    "GET /api/referral/desk/notes": ["list_market_notes"],
    # recommendations; of account managers, one's own
    "GET /api/referral/recommendations": ["list_recommendations"],
    "GET /api/referral/customers/{customer}/recommendations": ["list_recommendations"],
    "POST /api/referral/customers/{customer}/recommendations": ["propose_recommendation"],
    "POST /api/referral/recommendations/{recommendation}/present": ["present_recommendation"],
    "POST /api/referral/recommendations/{recommendation}/interested": ["note_interest"],
    "POST /api/referral/recommendations/{recommendation}/decline": ["decline_recommendation"],
    "POST /api/referral/recommendations/{recommendation}/bought": ["buy_recommended"],
    "POST /api/referral/recommendations/{recommendation}/withdraw": ["withdraw_recommendation"],
    "GET /api/referral/holder-tasks": ["list_recommendations"],
    "POST /api/referral/holder-tasks/{holder_task}/done": ["finish_holder_task"],
}


class Documents:
    """A store that finds one referral."""

    async def find(self, model: type[Document], id: str) -> Document | None:
        return REFERRAL if (model, id) == (Referral, REFERRAL.id) else None


async def none_of(store: Documents, of: str, **page: int) -> list[Referral]:
    return []


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Ask for an address as a person."""
    app = app_of("referral")
    app.state.runtime = SimpleNamespace(store=Documents())
    monkeypatch.setattr(api, "referrals_of_branch", none_of)
    monkeypatch.setattr(api, "open_referrals_of", none_of)

    yield partial(get_as, app)
    app.state.runtime = None


def person(*roles: Role, covers: tuple[tuple[str, Role], ...] = ()) -> Person:
    return Person("x", frozenset(roles), ("B1", "B2"), frozenset(covers))


def test_every_route_checks_its_right() -> None:
    found = {
        route: [asked.name for asked in several] for route, several in asked_by_routes("referral").items()
    }
    assert found == ROUTES


def test_every_command_that_is_asked_for_has_a_right() -> None:
    assert set(COMMANDS) - {NoteSuitabilityRead} <= set(RIGHTS)  # carried out with what is asked for


COVERING = person(Role.TELLER, covers=(("B1", Role.LOBBY_MANAGER),))


@pytest.mark.parametrize(
    ("who", "query", "status"),
    [
        (person(Role.ACCOUNT_MANAGER), "?mine=1", 200),
        (person(Role.LOBBY_MANAGER), "?mine=1", 403),
        (person(Role.LOBBY_MANAGER), "?branch=B1", 200),
        (person(Role.LOBBY_MANAGER), "?branch=B3", 403),
        (person(Role.ACCOUNT_MANAGER), "?branch=B1", 403),
        (COVERING, "?branch=B1", 200),
        (COVERING, "?branch=B2", 403),
        (person(Role.LOBBY_MANAGER), "", 422),
        (COVERING, "/R1", 200),
        (person(Role.TELLER), "/R1", 403),
        (person(Role.TELLER, covers=(("B2", Role.LOBBY_MANAGER),)), "/R1", 404),
        (person(Role.ACCOUNT_MANAGER), "/R9", 404),
    ],
)
async def test_referrals_are_for_those_who_work_with_them(
    ask: Ask, who: Person, query: str, status: int
) -> None:
    assert (await ask(who, f"/api/referral/referrals{query}")).status_code == status

"""Rights of customer: one table, which every route checks in one way."""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from types import SimpleNamespace

import httpx
import pytest

from services.customer.app import COMMANDS, RIGHTS
from services.customer.audit.commands import RecordAccess
from services.customer.cases.domain.case import Case
from services.customer.cases.domain.laws import STANDARD
from services.customer.contacts.commands import EndDates, NoteDates
from services.customer.imports.commands import (
    ApplyPage,
    FinishCheck,
    FinishImport,
    HoldImport,
    KeepPages,
    UndoPage,
)
from services.customer.messages.commands import ReceiveReceipt, SettleAttempt
from shared.access import Person
from shared.contracts.words import ComplaintTopic, Role
from shared.domain import Document
from shared.unit_of_work import Cause
from tests.apps import app_of, asked_by_routes, get_as
from tests.unit.acting import MORNING

Ask = Callable[[Person, str], Awaitable[httpx.Response]]
CASE = Case(
    id="K1",
    branch="B1",
    topic=ComplaintTopic.WAITING,
    raised_by="device:K1",
    raised_at=MORNING,
    owner="lm.1",
    take_over_by=None,
    answer_by=MORNING,
    rules=STANDARD["cn"][0],
    timezone="Asia/Shanghai",
)
ROUTES = {
    "POST /api/customer/customers": "open_file",
    "GET /api/customer/customers/{customer}": "view_file",
    # files
    "POST /api/customer/customers/search": "find_customers",
    "GET /api/customer/portfolio": "view_portfolio",
    "PUT /api/customer/customers/{customer}/household": "join_household",
    "DELETE /api/customer/customers/{customer}/household": "leave_household",
    "GET /api/customer/customers/{customer}/household": "view_household",
    # duplicates
    "POST /api/customer/duplicates/check": "open_file",
    "GET /api/customer/customers/{customer}/duplicates": "find_duplicates",
    "POST /api/customer/customers/{customer}/duplicates/{other}/reject": "reject_duplicate",
    "POST /api/customer/customers/{customer}/merges": "merge_customers",
    "GET /api/customer/customers/{customer}/merges": "list_merges",
    "POST /api/customer/merges/{merge}/undo": "undo_merge",
    "PUT /api/customer/tags": "set_tags",
    "GET /api/customer/schedule": "view_schedule",
    "GET /api/customer/tags": "view_tags",
    "GET /api/customer/risk-reviews": "view_reviews",
    "PUT /api/customer/risk-reviews": "set_reviews",
    "PUT /api/customer/customers/{customer}/profile": "change_profile",
    "GET /api/customer/customers/{customer}/history": "view_history",
    "PUT /api/customer/customers/{customer}/holdings": "report_holdings",
    "PUT /api/customer/customers/{customer}/account-manager": "change_account_manager",
    "DELETE /api/customer/customers/{customer}": "erase_customer",
    "POST /api/customer/customers/{customer}/credentials": "link_credential",
    "DELETE /api/customer/customers/{customer}/credentials/{credential}": "revoke_credential",
    "POST /api/customer/customers/{customer}/corrections": "correct_file",
    "GET /api/customer/customers/{customer}/corrections": "list_corrections",
    "POST /api/customer/customers/{customer}/needs": "record_need",
    "GET /api/customer/customers/{customer}/needs": "list_needs",
    "GET /api/customer/needs": "list_branch_needs",
    "POST /api/customer/customers/{customer}/needs/{need}/qualify": "qualify_need",
    "POST /api/customer/customers/{customer}/needs/{need}/offer": "offer_for_need",
    "POST /api/customer/customers/{customer}/needs/{need}/assign": "assign_need",
    "POST /api/customer/customers/{customer}/needs/{need}/fulfil": "fulfil_need",
    "POST /api/customer/customers/{customer}/needs/{need}/decline": "decline_need",
    "POST /api/customer/customers/{customer}/needs/{need}/unservable": "give_up_need",
    "GET /api/customer/today": "view_today",
    "GET /api/customer/today/hall": "view_today",
    "GET /api/customer/customers/{customer}/contacts": "view_contacts",
    "POST /api/customer/customers/{customer}/contacts": "record_contact",
    "PUT /api/customer/customers/{customer}/contact-excuse": "excuse_contact",
    "DELETE /api/customer/customers/{customer}/contact-excuse": "end_excuse",
    "GET /api/customer/branches/{branch}/rhythm": "view_rhythm",
    "PUT /api/customer/branches/{branch}/rhythm": "change_rhythm",
    "DELETE /api/customer/branches/{branch}/rhythm": "drop_rhythm",
    "POST /api/customer/branches/{branch}/rhythm/check": "change_rhythm",
    "GET /api/customer/feasibility": "view_feasibility",
    "POST /api/customer/complaints": "open_case",
    "GET /api/customer/complaints": "list_cases",
    "GET /api/customer/complaints/{case}": "view_case",
    "POST /api/customer/complaints/{case}/words": "record_complaint_words",
    "POST /api/customer/complaints/{case}/take-over": "take_over_case",
    "POST /api/customer/complaints/{case}/settle": "settle_case",
    "GET /api/customer/complaints/of-my-customers": "list_cases_of_my_customers",
    "POST /api/customer/complaints/{case}/about": "name_staff_complained_about",
    "POST /api/customer/complaints/{case}/acknowledge": "acknowledge_complaint",
    "POST /api/customer/complaints/{case}/extension": "ask_extension",
    "POST /api/customer/complaints/{case}/extension/approve": "approve_extension",
    "POST /api/customer/complaints/{case}/extension/refuse": "refuse_extension",
    "POST /api/customer/complaints/{case}/holding-reply": "send_holding_reply",
    "POST /api/customer/complaints/{case}/repair": "record_repair",
    "POST /api/customer/complaints/{case}/report": "record_complaint_report",
    "GET /api/customer/branches/{branch}/complaint-law": "view_complaint_law",
    "PUT /api/customer/branches/{branch}/complaint-law": "choose_complaint_law",
    "PUT /api/customer/branches/{branch}/complaint-law/{law}": "change_complaint_law",
    "GET /api/customer/enquiries": "list_enquiries",
    "GET /api/customer/enquiries/{enquiry}": "view_enquiry",
    "POST /api/customer/enquiries/{enquiry}/statement": "record_statement",
    "POST /api/customer/enquiries/{enquiry}/answer": "answer_enquiry",
    "POST /api/customer/enquiries/{enquiry}/approve": "approve_answer",
    "POST /api/customer/enquiries/{enquiry}/return": "return_answer",
    "POST /api/customer/enquiries/{enquiry}/sent": "close_enquiry",
    "POST /api/customer/handovers": "propose_handover",
    "GET /api/customer/handovers": "list_handovers",
    "GET /api/customer/handovers/unkept": "list_unkept",
    "GET /api/customer/handovers/managers": "list_handovers",
    "GET /api/customer/handovers/{handover}": "view_handover",
    "POST /api/customer/handovers/{handover}/accept": "accept_handover",
    "POST /api/customer/handovers/{handover}/customers/{customer}/accept": "accept_handover",
    "POST /api/customer/handovers/{handover}/customers/{customer}/return": "return_handover",
    "POST /api/customer/handovers/{handover}/withdraw": "withdraw_handover",
    "POST /api/customer/imports": "begin_import",
    "GET /api/customer/imports": "list_imports",
    "GET /api/customer/imports/{import}": "view_import",
    "GET /api/customer/imports/{import}/faults.csv": "view_import",
    "GET /api/customer/imports/{import}/kept": "view_import",
    "PUT /api/customer/imports/{import}/parts/{number}": "store_part",
    "POST /api/customer/imports/{import}/check": "check_import",
    "POST /api/customer/imports/{import}/apply": "apply_import",
    "POST /api/customer/imports/{import}/undo": "undo_import",
    "POST /api/customer/imports/{import}/discard": "discard_import",
    "POST /api/customer/leads/{visit}": "record_lead",
    "GET /api/customer/leads/{visit}": "view_lead",
    "POST /api/customer/customers/{customer}/lead": "follow_lead",
    "GET /api/customer/names": "name_customers",
    "GET /api/customer/segments/rules": "view_segment_rules",
    "POST /api/customer/segments/rules": "make_segment_rules",
    "POST /api/customer/segments/rules/{number}/activate": "activate_segment_rules",
    "POST /api/customer/segments/trials/{rules}": "try_segment_rules",
    "GET /api/customer/segments/trials/{rules}": "try_segment_rules",
    "GET /api/customer/customers/{customer}/segment": "view_segment",
    "PUT /api/customer/customers/{customer}/segment": "hold_segment",
    "DELETE /api/customer/customers/{customer}/segment": "lift_segment",
    "GET /api/customer/customers/{customer}/analysis": "view_analysis",
    "GET /api/customer/analysis": "list_analysis",
    "GET /api/customer/analysis/reliability": "view_reliability",
    "POST /api/customer/analysis/run": "score_branch",
    # latent needs
    "GET /api/customer/customers/{customer}/latent": "view_latent_needs",
    "POST /api/customer/customers/{customer}/latent/{product}/take-up": "take_up_latent_need",
    "POST /api/customer/customers/{customer}/latent/{product}/dismiss": "dismiss_latent_need",
    "GET /api/customer/branches/{branch}/latent": "list_latent_needs",
    "GET /api/customer/branches/{branch}/latent/measure": "view_latent_measure",
    "POST /api/customer/branches/{branch}/latent/run": "find_latent_needs",
    "GET /api/customer/branches/{branch}/latent/rules": "view_latent_rules",
    "PUT /api/customer/branches/{branch}/latent/rules": "change_latent_rules",
    # consents
    "GET /api/customer/customers/{customer}/consents": "view_consents",
    "GET /api/customer/customers/{customer}/consents/{record}/evidence": "view_evidence",
    "POST /api/customer/customers/{customer}/consents": "give_consent",
    "POST /api/customer/customers/{customer}/consents/withdraw": "withdraw_consent",
    "POST /api/customer/customers/{customer}/consents/refuse": "refuse_contact",
    "PUT /api/customer/customers/{customer}/contact-preferences": "change_contact_preferences",
    "GET /api/customer/customers/{customer}/may-contact": "ask_may_contact",
    "GET /api/customer/branches/{branch}/contact-rules": "view_contact_rules",
    "PUT /api/customer/branches/{branch}/contact-rules": "change_contact_rules",
    # messages
    "GET /api/customer/customers/{customer}/messages": "list_messages",
    "POST /api/customer/customers/{customer}/messages": "send_message",
    "POST /api/customer/customers/{customer}/messages/preview": "send_message",
    "GET /api/customer/customers/{customer}/messages/{message}/text": "view_message_text",
    "GET /api/customer/message-templates": "list_message_templates",
    "PUT /api/customer/message-templates/{template}": "draft_message_template",
    "POST /api/customer/message-templates/{template}/publish": "publish_message_template",
    "POST /api/customer/gateways/sms/receipts": "",
    "POST /api/customer/gateways/sms/replies": "",
    "GET /api/customer/unsubscribe/{token}": "",
    "POST /api/customer/unsubscribe/{token}": "",
    # audit, break-glass, exports, retention
    "GET /api/customer/audit": "view_audit",
    "GET /api/customer/customers/{customer}/audit": "view_file_audit",
    "POST /api/customer/customers/{customer}/break-glass": "break_glass",
    "GET /api/customer/break-glass": "list_break_glass",
    "GET /api/customer/exports/portfolio": "export_portfolio",
    "GET /api/customer/retention": "view_retention",
    "PUT /api/customer/retention": "change_retention",
    # relations, timeline
    "GET /api/customer/customers/{customer}/relations": "list_relations",
    "POST /api/customer/customers/{customer}/relations": "record_relation",
    "POST /api/customer/customers/{customer}/relations/{pair}/{relation}/end": "end_relation",
    "GET /api/customer/customers/{customer}/timeline": "view_timeline",
    "GET /api/customer/customers/{customer}/timeline/{line}/causes": "view_timeline",
    # visits
    "POST /api/customer/customers/{customer}/visits": "plan_visit",
    "GET /api/customer/customers/{customer}/visits": "list_visits_of_customer",
    "GET /api/customer/visits": "list_visits",
    "GET /api/customer/visits/{visit}": "view_visit",
    "GET /api/customer/visits/{visit}/brief": "view_visit",
    "POST /api/customer/visits/{visit}/move": "move_visit",
    "POST /api/customer/visits/{visit}/confirm": "confirm_visit",
    "POST /api/customer/visits/{visit}/begin": "begin_visit",
    "POST /api/customer/visits/{visit}/held": "hold_visit",
    "POST /api/customer/visits/{visit}/not-held": "miss_visit",
    "POST /api/customer/visits/{visit}/cancel": "cancel_visit",
    "POST /api/customer/visits/{visit}/record": "record_visit",
    "GET /api/customer/promises/{promise}": "view_promise",
    "POST /api/customer/promises/{promise}/keep": "keep_promise",
    "GET /api/customer/calendar": "view_calendar_feed",
    "POST /api/customer/calendar": "issue_calendar_feed",
    "DELETE /api/customer/calendar": "revoke_calendar_feed",
    "GET /api/customer/calendar/{token}.ics": "",
}


class Documents:
    """A store that finds one case."""

    async def find(self, model: type[Document], id: str) -> Document | None:
        return CASE if (model, id) == (Case, CASE.id) else None


async def put_on_record(command: RecordAccess, cause: Cause) -> None:
    """The runtime, which is asked for nothing but records of denials here."""
    assert isinstance(command, RecordAccess)


@pytest.fixture
def ask() -> Iterator[Ask]:
    """Ask for an address as a person."""
    app = app_of("customer")
    settings = SimpleNamespace(key=lambda _: b"k" * 32, keys=lambda _: b"k" * 32)
    app.state.runtime = SimpleNamespace(store=Documents(), settings=settings, execute=put_on_record)

    yield partial(get_as, app)
    app.state.runtime = None


def test_every_route_checks_its_right() -> None:
    found = {
        route: [asked.name for asked in several] for route, several in asked_by_routes("customer").items()
    }
    assert found == {route: [name] if name else [] for route, name in ROUTES.items()}


IN_A_ROUTE = {
    "choose_segment",
    "handle_any_case",
    "list_all_handovers",
    "list_all_visits",
    "view_any_analysis",
    "view_any_latent_needs",
    "view_any_lead",
    "view_any_segment",
    "view_own_customers_data",
    "view_personal_data",
}
"""Rights that decide within a route what it shows."""


BY_A_REPLICA = {HoldImport, KeepPages, FinishCheck, ApplyPage, UndoPage, FinishImport, NoteDates, EndDates}
"""Commands that a replica gives itself while it works on an import, or looks for important dates."""
BY_A_ROUTE_ITSELF = {RecordAccess, SettleAttempt, ReceiveReceipt}
"""Commands that the service carries out on its own account, or for a gateway; no person asks for them."""


def test_every_command_and_query_that_is_asked_has_a_right_and_no_other() -> None:
    assert {asked.name for asked in RIGHTS} == {*ROUTES.values(), *IN_A_ROUTE} - {""}
    assert set(COMMANDS) - BY_A_ROUTE_ITSELF - BY_A_REPLICA <= set(RIGHTS)


@pytest.mark.parametrize(
    ("roles", "branches", "covers", "status"),
    [
        ({Role.LOBBY_MANAGER}, ("B1",), (), 200),
        ({Role.TELLER}, ("B1",), (), 403),
        ({Role.LOBBY_MANAGER}, ("B2",), (), 404),
        ({Role.TELLER}, ("B1", "B2"), (("B1", Role.LOBBY_MANAGER),), 200),
        ({Role.TELLER}, ("B1", "B2"), (("B2", Role.LOBBY_MANAGER),), 404),
    ],
)
async def test_a_case_of_another_branch_does_not_exist_and_a_cover_counts_at_its_branch(
    ask: Ask, roles: set[Role], branches: tuple[str, ...], covers: tuple[tuple[str, Role], ...], status: int
) -> None:
    person = Person("x", frozenset(roles), branches, frozenset(covers))
    assert (await ask(person, "/api/customer/complaints/K1")).status_code == status


async def test_a_case_that_does_not_exist_is_refused_as_one_of_another_branch(ask: Ask) -> None:
    manager = Person("x", frozenset({Role.LOBBY_MANAGER}), ("B2",))
    missing = await ask(manager, "/api/customer/complaints/K9")
    hidden = await ask(manager, "/api/customer/complaints/K1")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    assert hidden.json() == {**missing.json(), "detail": "case/K1"}


@pytest.mark.parametrize(("branch", "status"), [("B1", 403), ("B2", 403), ("not a branch", 422)])
async def test_a_branch_in_the_query_is_checked(ask: Ask, branch: str, status: int) -> None:
    manager = Person("x", frozenset({Role.TELLER}), ("B1",), frozenset({("B3", Role.LOBBY_MANAGER)}))
    assert (await ask(manager, f"/api/customer/complaints?branch={branch}")).status_code == status

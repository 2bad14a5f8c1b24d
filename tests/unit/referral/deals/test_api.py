"""Deals and the departments' desks over HTTP (A4)."""

from typing import Any

import pytest

from services.referral.products.domain.keepers import KeptCustomer
from shared.access import Person
from shared.contracts.customer import CaseOpened
from shared.contracts.referral import DealOpened
from shared.contracts.words import ComplaintTopic
from tests.unit.acting import MORNING
from tests.unit.referral.deals.served import Served
from tests.unit.referral.people import (
    AUDITOR,
    COLLEAGUE,
    DESK,
    ELSEWHERE,
    HEAD,
    MANAGER,
    OFFICE,
    OTHER_RISK,
    RISK,
    TELLER,
)

FORM: dict[str, Any] = {"product": "home_loan", "amount": 80_000_000, "customer": "C1", "template": "loan"}
STEP = {"department": "risk", "days": 2}


async def opened(**changes: Any) -> tuple[Served, str]:
    """A served branch with an open deal, and its id."""
    served = await Served(MORNING).begin()
    answer = await served.ask(MANAGER, "POST", "/deals?branch=B1", {**FORM, **changes})
    assert answer.status_code == 201, answer.text
    return served, answer.json()["deal"]


async def task(served: Served, who: Person, deal: str, step: str, what: str, **body: str) -> Any:
    return await served.ask(who, "POST", f"/deals/{deal}/tasks/{step}/{what}", body or None)


async def to_risk() -> tuple[Served, str]:
    """An open deal that has come to the department of risk."""
    served, deal = await opened()
    await task(served, MANAGER, deal, "papers", "take")
    await task(served, MANAGER, deal, "papers", "finish")
    return served, deal


async def test_a_deal_is_opened_and_shows_who_holds_the_ball() -> None:
    served, deal = await opened()
    strip = (await served.ask(MANAGER, "GET", f"/deals/{deal}")).json()
    assert [(one["step"], one["owner"], one["en"]) for one in strip["ball"]] == [
        ("papers", "am.1", "Collect the papers")
    ]
    assert [one["state"] for one in strip["tasks"]] == ["offered", "waiting", "waiting", "waiting"]
    assert strip["promise"]["basis"] == "plan"
    assert (strip["mine"], strip["may_lead"], strip["happened"]) == (True, True, [])


async def test_a_repeat_under_the_same_key_opens_no_second_deal() -> None:
    served = await Served(MORNING).begin()
    answers = [await served.ask(MANAGER, "POST", "/deals?branch=B1", FORM, "key-12345678") for _ in range(2)]
    assert answers[0].json()["deal"] == answers[1].json()["deal"]
    assert len([one for one in served.published if isinstance(one.data, DealOpened)]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 0},
        {"amount": "1"},
        {"amount": 1.5},
        {"currency": "yuan"},
        {"customer": "C 1"},
        {"template": "Loan"},
        {"colour": "red"},
        {"team": [{"staff": "a", "purpose": "fun"}]},
    ],
)
async def test_a_form_that_is_not_right_is_refused_and_opens_nothing(wrong: dict[str, Any]) -> None:
    served = await Served(MORNING).begin()
    answer = await served.ask(MANAGER, "POST", "/deals?branch=B1", {**FORM, **wrong})
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert served.published == []


async def test_only_the_head_opens_a_deal_for_another() -> None:
    served = await Served(MORNING).begin()
    form = {**FORM, "account_manager": "am.2"}
    assert (await served.ask(MANAGER, "POST", "/deals?branch=B1", form)).status_code == 403
    assert (await served.ask(HEAD, "POST", "/deals?branch=B1", form)).json()["account_manager"] == "am.2"
    assert (await served.ask(HEAD, "POST", "/deals?branch=B1", FORM)).json()[
        "code"
    ] == "not_an_account_manager"


async def test_a_department_takes_blocks_returns_and_finishes_its_tasks() -> None:
    served, deal = await to_risk()
    assert (await task(served, RISK, deal, "credit", "take")).status_code == 200
    assert (await task(served, RISK, deal, "credit", "block", reason="papers")).status_code == 200
    assert (await task(served, RISK, deal, "credit", "finish")).json()["code"] == "deal_task_blocked"
    assert (await task(served, RISK, deal, "credit", "unblock")).status_code == 200
    strip = (await task(served, RISK, deal, "credit", "return", reason="incomplete")).json()
    credit = next(one for one in strip["tasks"] if one["step"] == "credit")
    assert (credit["state"], credit["return_reason"], credit["returned_by"]) == (
        "returned",
        "incomplete",
        "risk.1",
    )
    assert (await task(served, MANAGER, deal, "credit", "resume")).status_code == 200
    assert (await task(served, RISK, deal, "credit", "take")).status_code == 200
    strip = (await task(served, RISK, deal, "credit", "finish")).json()
    assert [one["state"] for one in strip["tasks"]] == ["done", "done", "offered", "waiting"]


async def test_the_second_who_takes_a_task_is_told_so_in_both_languages() -> None:
    served, deal = await to_risk()
    await task(served, RISK, deal, "credit", "take")
    late = await task(served, OTHER_RISK, deal, "credit", "take")
    assert (late.status_code, late.json()["code"]) == (409, "deal_task_taken")
    assert "colleague" in str(late.json())
    assert "同事" in str(late.json())


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [
        (OFFICE, 403, "not_your_department"),
        (MANAGER, 403, "not_your_department"),
        (HEAD, 403, "not_your_department"),
        (COLLEAGUE, 404, "not_found"),
        (ELSEWHERE, 404, "not_found"),
        (TELLER, 403, "not_allowed"),
        (AUDITOR, 403, "not_allowed"),
    ],
)
async def test_a_task_is_its_department_s(who: Person, status: int, code: str) -> None:
    served, deal = await to_risk()
    answer = await task(served, who, deal, "credit", "take")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *((one, 200) for one in (MANAGER, HEAD, AUDITOR, RISK, DESK)),
        *((COLLEAGUE, 404), (ELSEWHERE, 404), (TELLER, 403)),
    ],
)
async def test_a_deal_is_seen_by_those_who_have_to_do_with_it(who: Person, status: int) -> None:
    served, deal = await opened()
    assert (await served.ask(who, "GET", f"/deals/{deal}")).status_code == status


async def test_a_colleague_of_the_team_sees_the_deal_and_works_on_the_branch_s_tasks() -> None:
    served, deal = await opened()
    form = {"staff": "am.2", "purpose": "papers"}
    assert (await served.ask(COLLEAGUE, "POST", f"/deals/{deal}/team", form)).status_code == 404
    assert (await served.ask(MANAGER, "POST", f"/deals/{deal}/team", form)).status_code == 200
    found = (await served.ask(COLLEAGUE, "GET", "/deals?branch=B1&team=true")).json()["deals"]
    assert [one["deal"] for one in found] == [deal]
    assert (await task(served, COLLEAGUE, deal, "papers", "take")).status_code == 200
    assert (await served.ask(COLLEAGUE, "POST", f"/deals/{deal}/close")).json()["code"] == "deal_not_yours"
    await served.ask(MANAGER, "POST", f"/deals/{deal}/team/am.2/remove")
    assert (await served.ask(COLLEAGUE, "GET", f"/deals/{deal}")).status_code == 404


async def test_a_working_group_of_the_team_stands_on_the_strip() -> None:
    served, deal = await opened(team=[{"staff": "risk.1", "purpose": "risk_view"}])
    form = {"purpose": "approval", "members": ["risk.1", "am.1"], "ends_on": "2026-03-06"}
    strip = (await served.ask(MANAGER, "POST", f"/deals/{deal}/groups", form)).json()
    assert [(one["members"], one["ends_on"]) for one in strip["groups"]] == [
        (["risk.1", "am.1"], "2026-03-06")
    ]


async def test_one_s_own_deals_are_listed_and_all_of_the_branch_for_the_head() -> None:
    served, _ = await opened()
    await served.ask(COLLEAGUE, "POST", "/deals?branch=B1", {**FORM, "customer": "C2"})

    async def customers(who: Person) -> list[str]:
        found = (await served.ask(who, "GET", "/deals?branch=B1")).json()["deals"]
        return [one["customer"] for one in found]

    assert await customers(MANAGER) == ["C1"]
    assert await customers(COLLEAGUE) == ["C2"]
    assert sorted(await customers(HEAD)) == ["C1", "C2"]
    assert (await served.ask(RISK, "GET", "/deals?branch=B1")).status_code == 403


async def test_the_list_goes_on_page_by_page_and_leaves_nothing_out() -> None:
    served = await Served(MORNING).begin()
    for number in range(53):
        served.store.put(KeptCustomer(id=f"C{number}", branch="B1", account_manager="am.1", version=1))
        await served.ask(MANAGER, "POST", "/deals?branch=B1", {**FORM, "customer": f"C{number}"})
    first = (await served.ask(MANAGER, "GET", "/deals?branch=B1")).json()
    rest = (await served.ask(MANAGER, "GET", f"/deals?branch=B1&before={first['next']}")).json()
    found = [one["customer"] for one in (*first["deals"], *rest["deals"])]
    assert (len(first["deals"]), rest["next"]) == (50, None)
    assert sorted(found) == sorted(f"C{number}" for number in range(53))


async def test_a_desk_lists_its_own_tasks_the_first_due_first() -> None:
    served, deal = await to_risk()
    second = (await served.ask(MANAGER, "POST", "/deals?branch=B1", {**FORM, "template": "wealth"})).json()
    desk = (await served.ask(DESK, "GET", "/deal-tasks?branch=B1&department=product_desk")).json()
    assert [(one["deal"], one["step"]) for one in desk["tasks"]] == sorted(
        [(deal, "terms"), (second["deal"], "plan")]
    )
    assert {one["due"] for one in desk["tasks"]} == {"2026-03-04"}
    risk = (await served.ask(RISK, "GET", "/deal-tasks?branch=B1&department=risk")).json()
    assert [(one["step"], one["mine"], one["account_manager"]) for one in risk["tasks"]] == [
        ("credit", True, "am.1")
    ]


async def test_a_desk_is_for_its_department_alone() -> None:
    served, _ = await to_risk()
    answer = await served.ask(OFFICE, "GET", "/deal-tasks?branch=B1&department=risk")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_your_department")
    assert (await served.ask(ELSEWHERE, "GET", "/deal-tasks?branch=B1&department=risk")).status_code == 403


async def test_the_branch_s_desk_has_one_s_own_deals_for_account_managers_and_all_for_the_head() -> None:
    served, _ = await opened()
    address = "/deal-tasks?branch=B1&department=branch"
    assert [one["step"] for one in (await served.ask(MANAGER, "GET", address)).json()["tasks"]] == ["papers"]
    assert (await served.ask(COLLEAGUE, "GET", address)).json()["tasks"] == []
    assert len((await served.ask(HEAD, "GET", address)).json()["tasks"]) == 1


async def test_the_head_puts_back_a_department_s_task_and_leaves_one_out() -> None:
    served, deal = await to_risk()
    await task(served, RISK, deal, "credit", "take")
    assert (await task(served, OTHER_RISK, deal, "credit", "put-back")).json()[
        "code"
    ] == "deal_task_not_yours"
    assert (await task(served, HEAD, deal, "credit", "put-back")).status_code == 200
    assert (await task(served, MANAGER, deal, "terms", "leave-out", reason="not_needed")).status_code == 403
    assert (await task(served, HEAD, deal, "terms", "leave-out", reason="not_needed")).status_code == 200


async def test_waits_are_shown_by_department_and_step() -> None:
    served, deal = await to_risk()
    await task(served, RISK, deal, "credit", "take")
    found = (await served.ask(RISK, "GET", "/deal-waits?branch=B1")).json()
    risk = next(one for one in found["departments"] if one["department"] == "risk")
    assert (risk["waits"], risk["running"]) == ({"n": 1, "p50": 0, "p80": 0}, 1)
    only = (await served.ask(RISK, "GET", "/deal-waits?branch=B1&department=branch")).json()
    assert [one["step"] for one in only["steps"]] == ["papers"]
    assert only["steps"][0]["works"]["n"] == 1


async def test_a_complaint_is_on_the_strip_and_in_the_lists_at_once() -> None:
    served, deal = await to_risk()
    await served.hear(
        CaseOpened(
            branch="B1",
            case="K1",
            customer="C1",
            topic=ComplaintTopic.FEES,
            raised_by="lm.1",
            case_owner=None,
            take_over_by=MORNING,
            answer_by=MORNING,
        )
    )
    strip = (await served.ask(MANAGER, "GET", f"/deals/{deal}")).json()
    assert [(one["cause"], one["case"]) for one in strip["happened"]] == [("complaint", "K1")]
    assert (await served.ask(MANAGER, "GET", "/deals?branch=B1")).json()["deals"][0]["flags"] == 1
    desk = (await served.ask(RISK, "GET", "/deal-tasks?branch=B1&department=risk")).json()
    assert desk["tasks"][0]["flags"] == 1


async def test_a_deal_is_closed_when_all_is_done_and_given_up_with_a_reason() -> None:
    served, deal = await opened()
    assert (await served.ask(MANAGER, "POST", f"/deals/{deal}/close")).json()["code"] == "deal_not_done"
    for who, step in ((MANAGER, "papers"), (RISK, "credit"), (DESK, "terms"), (OFFICE, "payout")):
        await task(served, who, deal, step, "take")
        await task(served, who, deal, step, "finish")
    closed = (await served.ask(MANAGER, "POST", f"/deals/{deal}/close")).json()
    assert (closed["state"], closed["days"], closed["ball"]) == ("closed", 0, [])
    late = await served.ask(MANAGER, "POST", f"/deals/{deal}/cancel", {"reason": "terms"})
    assert late.json()["code"] == "deal_ended"
    other = (await served.ask(MANAGER, "POST", "/deals?branch=B1", FORM)).json()["deal"]
    given_up = (await served.ask(MANAGER, "POST", f"/deals/{other}/cancel", {"reason": "customer"})).json()
    assert (given_up["state"], given_up["cancel_reason"]) == ("cancelled", "customer")
    assert [one["state"] for one in given_up["tasks"]] == ["cancelled"] * 4


async def test_the_head_gives_a_deal_to_another_account_manager_of_the_branch() -> None:
    served, deal = await opened()
    form = {"account_manager": "am.2"}
    assert (await served.ask(MANAGER, "POST", f"/deals/{deal}/give", form)).status_code == 403
    nobody = await served.ask(HEAD, "POST", f"/deals/{deal}/give", {"account_manager": "am.9"})
    assert nobody.json()["code"] == "not_an_account_manager"
    given = (await served.ask(HEAD, "POST", f"/deals/{deal}/give", form)).json()
    assert (given["account_manager"], given["ball"][0]["owner"]) == ("am.2", "am.2")
    assert (await served.ask(MANAGER, "GET", f"/deals/{deal}")).status_code == 404
    await served.ask(HEAD, "POST", f"/deals/{deal}/cancel", {"reason": "customer"})
    late = await served.ask(HEAD, "POST", f"/deals/{deal}/give", {"account_manager": "am.1"})
    assert late.json()["code"] == "deal_ended"


async def test_a_head_publishes_templates_of_the_branch_and_operations_those_of_the_bank() -> None:
    served = await Served(MORNING).begin()
    form = {
        "template": "own",
        "zh": "自有",
        "en": "Own",
        "steps": [{"step": "a", "zh": "甲", "en": "A", **STEP}],
    }
    made = await served.ask(HEAD, "POST", "/deal-templates?branch=B1", form)
    assert [(one["template"], one["number"]) for one in made.json()] == [
        ("loan", 0),
        ("own", 1),
        ("wealth", 0),
    ]
    assert (await served.ask(HEAD, "POST", "/deal-templates?branch=bank", form)).status_code == 403
    assert (await served.ask(MANAGER, "POST", "/deal-templates?branch=B1", form)).status_code == 403


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([], "template_empty"),
        ([("a", ["a"])], "template_circle"),
        ([("a", ["b"]), ("b", ["a"])], "template_circle"),
        ([("a", ["c"])], "template_step_unknown"),
        ([("a", []), ("a", [])], "template_step_twice"),
    ],
)
async def test_a_template_that_cannot_work_is_refused_with_its_reason(
    steps: list[tuple[str, list[str]]], code: str
) -> None:
    served = await Served(MORNING).begin()
    listed = [{"step": step, "zh": "步", "en": "Step", "after": after, **STEP} for step, after in steps]
    form = {"template": "own", "zh": "自有", "en": "Own", "steps": listed}
    answer = await served.ask(HEAD, "POST", "/deal-templates?branch=B1", form)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_the_deal_under_way_for_a_prospect_is_found_by_those_who_see_it() -> None:
    served = await Served(MORNING).begin()
    next_step = {"next_step": "call", "next_on": f"{MORNING:%Y-%m-%d}"}
    about = {"branch": "B1", "need": "loan", "customer": "C1", **next_step}
    prospect = (await served.ask(MANAGER, "POST", "/prospects", about)).json()["prospect"]
    path = f"/deals?branch=B1&prospect={prospect}&prospect=P9"
    assert (await served.ask(MANAGER, "GET", path)).json() == {"deals": [], "next": None}
    form = {**FORM, "prospect": prospect}
    deal = (await served.ask(MANAGER, "POST", "/deals?branch=B1", form)).json()["deal"]
    second = await served.ask(MANAGER, "POST", "/deals?branch=B1", form)
    refused = second.json()
    assert (second.status_code, refused["code"], refused["deal"]) == (409, "prospect_has_deal", deal)
    for who, seen in ((MANAGER, [(prospect, deal)]), (HEAD, [(prospect, deal)]), (COLLEAGUE, [])):
        found = (await served.ask(who, "GET", path)).json()["deals"]
        assert [(one["prospect"], one["deal"]) for one in found] == seen
    await served.ask(MANAGER, "POST", f"/deals/{deal}/cancel", {"reason": "customer"})
    assert (await served.ask(MANAGER, "GET", path)).json()["deals"] == []


async def test_the_list_of_a_department_says_whose_deal_a_task_belongs_to() -> None:
    served, _ = await to_risk()
    (found,) = (await served.ask(RISK, "GET", "/deal-tasks?branch=B1&department=risk")).json()["tasks"]
    assert found["customer"] == "C1"

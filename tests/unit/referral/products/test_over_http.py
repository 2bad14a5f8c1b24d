"""Products, suitability, recommendations and the desk over HTTP: who sees and does what."""

from datetime import timedelta
from typing import Any

import pytest

from services.referral.products.domain.catalogue import Product
from shared.access import Person
from shared.contracts.notify import StaffEnrolled
from shared.contracts.referral import SuitabilityRead
from shared.contracts.words import Role
from shared.errors import Unavailable
from tests.unit.referral.bank import Bank, bank, terms
from tests.unit.referral.people import (
    COLLEAGUE,
    DESK,
    HEAD,
    LOBBY,
    MANAGER,
    OPS,
    REGION_HEAD,
    RISK,
    STRANGER,
    TELLER,
)

FORM = {
    "family": "wealth",
    "name_zh": "稳健 90 天",
    "name_en": "Prudent 90 days",
    "issuer_risk": "R1",
    "seller_risk": "R2",
    "on_sale_from": "2020-01-01",
    "needs": ["wealth"],
    "steps": ["explain", "record"],
    "papers": ["identity"],
}


async def test_the_product_department_drafts_publishes_and_rerates() -> None:
    world = Bank()
    drafted = await world.ask(DESK, "PUT", "/products/p_1", FORM)
    assert (drafted.status_code, drafted.json()["state"]) == (200, "draft")
    assert await world.read(MANAGER, "/products?branch=B1") == []
    published = await world.post(DESK, "/products/p_1/publish")
    assert (published["number"], published["terms"]["risk"]) == (1, "R2")
    again = await world.post(DESK, "/products/p_1/rerate", {"issuer_risk": "R3", "seller_risk": "R2"})
    assert (again["number"], again["terms"]["risk"]) == (2, "R3")
    (seen,) = await world.read(MANAGER, "/products?branch=B1")
    assert (seen["product"], seen["state"], seen["terms"]["needs_recording"]) == ("p_1", "on_sale", True)
    versions = await world.read(MANAGER, "/products/p_1/versions")
    assert [one["number"] for one in versions] == [2, 1]
    gone = await world.post(DESK, "/products/p_1/withdraw")
    assert gone["state"] == "withdrawn"


@pytest.mark.parametrize("who", [MANAGER, HEAD, LOBBY, OPS, REGION_HEAD])
async def test_nobody_else_keeps_the_catalogue(who: Person) -> None:
    world = await bank()
    before = await world.find(Product, "prudent_90")
    risk = {"issuer_risk": "R5", "seller_risk": "R5"}
    for method, path, body in (
        ("PUT", "", FORM),
        ("POST", "/publish", None),
        ("POST", "/rerate", risk),
        ("POST", "/withdraw", None),
    ):
        answer = await world.ask(who, method, f"/products/prudent_90{path}", body)
        assert answer.status_code == 403, path
    assert await world.find(Product, "prudent_90") == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"risk": "R1"},
        {"issuer_risk": "R6"},
        {"needs": ["wealth", "wealth"]},
        {"smallest_amount": -1},
        {"smallest_amount": 1.5},
        {"on_sale_from": "2020-02-30"},
        {"name_zh": " "},
        {"currency": "yuan"},
    ],
)
async def test_terms_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    answer = await Bank().ask(DESK, "PUT", "/products/p_1", {**FORM, **wrong})
    assert answer.status_code == 422


async def test_the_class_of_a_customer_is_for_those_who_keep_them() -> None:
    world = await bank()
    path = "/customers/C1/profiles"
    for who in (MANAGER, HEAD):
        (profile,) = await world.read(who, path)
        assert (profile["tolerance"], profile["holds"]) == ("C2", True)
    for who, status in (
        (COLLEAGUE, 403),
        (TELLER, 403),
        (LOBBY, 403),
        (DESK, 403),
        (STRANGER, 404),
        (OPS, 403),
    ):
        answer = await world.ask(who, "GET", path)
        assert answer.status_code == status, who
        assert "C2" not in answer.text


async def test_a_teller_records_an_assessment_and_reads_none() -> None:
    world = await bank()
    form = {"family": "trust", "tolerance": "C3", "questionnaire": "q1"}
    answer = await world.ask(TELLER, "POST", "/customers/C1/assessments", form)
    assert answer.status_code == 201
    assert "C3" not in answer.text
    assert len(await world.read(MANAGER, "/customers/C1/profiles")) == 2


async def test_of_what_does_not_suit_the_reason_is_said_in_both_languages() -> None:
    world = await bank()
    await world.publish("bold_1", terms("R5"))
    good, bad = await world.read(MANAGER, "/customers/C1/products")
    assert (good["product"], good["suits"]) == ("prudent_90", True)
    assert (bad["product"], bad["suits"], bad["code"]) == ("bold_1", False, "not_suitable")
    assert bad["zh"]
    assert bad["en"]
    assert "version 0" in bad["rule"]


async def test_the_rules_of_suitability_are_changed_by_risk_management_alone() -> None:
    world = await bank()
    rules = await world.read(MANAGER, "/suitability")
    form = {"matrix": {**rules["matrix"], "C2": "R1"}}
    for other in (DESK, OPS):
        assert (await world.ask(other, "PUT", "/suitability", form)).status_code == 403
    answer = await world.ask(RISK, "PUT", "/suitability", form)
    assert (answer.status_code, answer.json()["number"]) == (200, 1)
    refused = await world.ask(
        MANAGER, "POST", "/customers/C1/recommendations", {"product": "prudent_90", "reasons": ["asked"]}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "not_suitable")


async def propose(world: Bank, who: Person = MANAGER) -> Any:
    form = {"product": "prudent_90", "reasons": ["stated_need"]}
    return await world.ask(who, "POST", "/customers/C1/recommendations", form)


async def test_a_recommendation_goes_its_way_over_http() -> None:
    world = await bank()
    made = (await propose(world)).json()
    one = f"/recommendations/{made['recommendation']}"
    assert (await world.post(MANAGER, f"{one}/present", {}))["state"] == "presented"
    assert (await world.post(MANAGER, f"{one}/interested"))["state"] == "interested"
    listed = await world.read(MANAGER, "/recommendations?branch=B1")
    assert [line["state"] for line in listed] == ["interested"]
    bought = await world.post(MANAGER, f"{one}/bought", {"amount": 100_00})
    assert (bought["state"], bought["open"], bought["amount"]) == ("bought", False, 100_00)
    assert await world.read(MANAGER, "/recommendations?branch=B1") == []
    assert len(await world.read(MANAGER, "/customers/C1/recommendations")) == 1


async def test_recommendations_are_of_those_who_keep_the_customer_and_of_the_head() -> None:
    world = await bank()
    assert [(await propose(world, who)).status_code for who in (COLLEAGUE, TELLER, STRANGER)] == [
        403,
        403,
        404,
    ]
    one = f"/recommendations/{(await propose(world)).json()['recommendation']}"
    assert (await world.ask(COLLEAGUE, "POST", f"{one}/present", {})).status_code == 403
    assert await world.read(COLLEAGUE, "/recommendations?branch=B1") == []
    assert (await world.ask(COLLEAGUE, "GET", "/customers/C1/recommendations")).status_code == 403
    for who in (HEAD, REGION_HEAD):
        assert len(await world.read(who, "/recommendations?branch=B1")) == 1
    assert (await world.ask(REGION_HEAD, "POST", f"{one}/present", {})).status_code == 403
    assert (await world.post(HEAD, f"{one}/withdraw"))["withdrawn"] == "changed_mind"


async def test_a_task_to_tell_a_holder_is_done_by_the_one_whose_customer_it_is() -> None:
    world = await bank()
    one = (await propose(world)).json()["recommendation"]
    await world.post(MANAGER, f"/recommendations/{one}/present", {})
    await world.post(MANAGER, f"/recommendations/{one}/bought", {"amount": 1})
    await world.post(DESK, "/products/prudent_90/rerate", {"issuer_risk": "R3", "seller_risk": "R3"})
    await world.pass_time(timedelta(minutes=1))
    (task,) = await world.read(MANAGER, "/holder-tasks?branch=B1")
    path = f"/holder-tasks/{task['holder_task']}/done"
    assert (await world.ask(COLLEAGUE, "POST", path)).status_code == 403
    assert (await world.post(MANAGER, path))["open"] is False
    assert await world.read(MANAGER, "/holder-tasks?branch=B1") == []


async def raised(world: Bank, who: Person = MANAGER, **more: Any) -> Any:
    form = {"need": "pension", "missing": "term", "words": "要十年期的", **more}
    return await world.ask(who, "POST", "/desk/askings?branch=B1", form)


async def test_the_words_of_a_need_and_of_its_answer_are_for_those_concerned() -> None:
    world = await bank()
    asked = (await raised(world, customer="C1")).json()
    need = asked["desk"]["desk_need"]
    (line,) = await world.read(DESK, f"/desk/needs/{need}/askings")
    assert (line["words"], line["customer"]) == ("要十年期的", None)
    assert (await world.ask(MANAGER, "GET", f"/desk/needs/{need}/askings")).status_code == 403
    await world.post(DESK, f"/desk/needs/{need}/acknowledge")
    await world.post(DESK, f"/desk/needs/{need}/answer", {"answer": "planned", "words": "下季度推出"})
    (mine,) = await world.read(MANAGER, "/desk/askings?branch=B1")
    assert (mine["customer"], mine["desk"]["answer_words"]) == ("C1", "下季度推出")
    assert await world.read(COLLEAGUE, "/desk/askings?branch=B1") == []
    stored = world.store.db["desk_needs"].raws[need]
    assert "下季度推出".encode() not in stored
    assert all("下季度" not in one.data.model_dump_json() for one in world.published)


async def test_the_desk_lists_the_needs_of_all_branches() -> None:
    world = await bank()
    await raised(world)
    await raised(world, LOBBY)
    for who in (DESK, REGION_HEAD):
        (need,) = await world.read(who, "/desk/needs?state=raised")
        assert need["count"] == 2
    for who in (MANAGER, TELLER):
        assert (await world.ask(who, "GET", "/desk/needs")).status_code == 403
    assert (
        await world.ask(REGION_HEAD, "POST", f"/desk/needs/{need['desk_need']}/acknowledge")
    ).status_code == 403


@pytest.mark.parametrize(("customer", "status"), [("C1", 201), ("C9", 404)])
async def test_a_need_is_raised_for_a_customer_of_the_branch(customer: str, status: int) -> None:
    world = await bank()
    assert (await raised(world, customer=customer)).status_code == status


async def test_a_lobby_manager_sends_a_note_about_the_market() -> None:
    world = await bank()
    note = {"topic": "competitor", "words": "隔壁存款利率上调"}
    assert (await world.ask(LOBBY, "POST", "/desk/notes?branch=B1", note)).status_code == 201
    assert (await world.ask(TELLER, "POST", "/desk/notes?branch=B1", note)).status_code == 403
    month = world.today[:7]
    assert (await world.read(DESK, f"/desk/notes/counts?month={month}"))["competitor"] == 1
    (found,) = await world.read(DESK, f"/desk/notes?month={month}&topic=competitor")
    assert (found["words"], found["noted_by"]) == ("隔壁存款利率上调", "lm.1")
    assert (await world.ask(LOBBY, "GET", f"/desk/notes?month={month}&topic=rates")).status_code == 403


async def test_notes_about_the_market_are_read_page_by_page() -> None:
    world = await bank()
    for number in range(3):
        note = {"topic": "competitor", "words": f"第{number}条"}
        assert (await world.ask(LOBBY, "POST", "/desk/notes?branch=B1", note)).status_code == 201
    path = f"/desk/notes?month={world.today[:7]}&topic=competitor&limit=2"
    pages = [await world.read(DESK, f"{path}&skip={skip}") for skip in (0, 2)]
    assert [len(page) for page in pages] == [2, 1]
    assert {one["words"] for page in pages for one in page} == {"第0条", "第1条", "第2条"}


async def test_a_region_head_counts_the_notes_about_the_market_and_reads_none() -> None:
    world = await bank()
    note = {"topic": "competitor", "words": "隔壁存款利率上调"}
    await world.ask(LOBBY, "POST", "/desk/notes?branch=B1", note)
    month = world.today[:7]
    assert (await world.read(REGION_HEAD, f"/desk/notes/counts?month={month}"))["competitor"] == 1
    assert (
        await world.ask(REGION_HEAD, "GET", f"/desk/notes?month={month}&topic=competitor")
    ).status_code == 403


async def test_the_product_department_sets_the_working_days_of_the_desk() -> None:
    world = await bank()
    for reader in (DESK, REGION_HEAD):
        known = await world.read(reader, "/desk/settings")
        assert (known["number"], known["acknowledge_days"], known["answer_days"]) == (0, 2, 10)
    form = {"acknowledge_days": 1, "answer_days": 5}
    for other in (REGION_HEAD, OPS):
        assert (await world.ask(other, "PUT", "/desk/settings", form)).status_code == 403
    answer = await world.ask(DESK, "PUT", "/desk/settings", form)
    known = answer.json()
    assert (known["number"], {name: known[name] for name in form}) == (1, form)


@pytest.mark.parametrize("path", ["profiles", "products"])
async def test_whoever_is_given_the_class_of_a_customer_is_put_on_record_each_time_before(path: str) -> None:
    world = await bank()
    for _ in range(2):
        assert (await world.ask(MANAGER, "GET", f"/customers/C1/{path}")).status_code == 200
    read = world.events(SuitabilityRead)
    assert [(one.customer, one.read_by, one.fields) for one in read] == [  # type: ignore[attr-defined]
        ("C1", "am.1", ("risk_profile",))
    ] * 2
    assert all("C2" not in one.model_dump_json() for one in read)


async def test_a_class_that_cannot_be_put_on_record_is_not_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    world = await bank()

    async def away(command: object, cause: object) -> None:
        raise Unavailable

    monkeypatch.setattr(world, "execute", away)
    answer = await world.ask(MANAGER, "GET", "/customers/C1/profiles")
    assert answer.status_code == 503
    assert "C2" not in answer.text


async def test_somebody_unknown_at_the_branch_has_assessed_nobody() -> None:
    world = await bank()
    form = {"family": "wealth", "tolerance": "C3", "questionnaire": "q2026", "assessed_by": "nobody.1"}
    answer = await world.ask(TELLER, "POST", "/customers/C1/assessments", form)
    assert (answer.status_code, answer.json()["code"]) == (422, "assessor_unknown")
    await world.tell(StaffEnrolled(branch="B1", staff="left.1", roles=(Role.TELLER,)))
    await world.tell(StaffEnrolled(branch="B1", staff="left.1", roles=()))
    answer = await world.ask(TELLER, "POST", "/customers/C1/assessments", {**form, "assessed_by": "left.1"})
    assert answer.json()["code"] == "assessor_unknown"
    await world.tell(StaffEnrolled(branch="B1", staff="t.9", roles=(Role.TELLER,)))
    answer = await world.ask(TELLER, "POST", "/customers/C1/assessments", {**form, "assessed_by": "t.9"})
    assert answer.status_code == 201

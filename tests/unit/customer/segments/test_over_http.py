"""The routes of segments and of the analysis, in each role and for what is wrong."""

from datetime import timedelta

import pytest

from services.customer.analysis.domain.scores import Score
from services.customer.audit.domain.records import AuditRecord
from shared.access import Person
from shared.contracts.customer import CustomerRecognised, SegmentChanged
from shared.contracts.words import Role, Segment
from tests.unit.acting import MORNING
from tests.unit.customer.building import new_file
from tests.unit.customer.over_http import COLLEAGUE, ELSEWHERE, HEAD, LOBBY, MANAGER, TELLER, Served

OPS = Person("ops", frozenset({Role.OPS}), ())
REGION = Person("region", frozenset({Role.REGION_HEAD}), ("B1",))
AUDITOR = Person("auditor", frozenset({Role.AUDITOR}), ("B1",))
RULES = "/segments/rules?branch=B1"
LADDER = {
    "rules": [
        {"name": "低", "segment": "mass", "conditions": [{"input": "total_balance", "below": 50000}]},
        {"name": "高", "segment": "vip", "conditions": [{"input": "total_balance", "at_least": 50000}]},
    ]
}
DECISION = {"segment": "private", "reason": "care"}


async def served() -> Served:
    """A branch with a customer of MANAGER, who was here today."""
    world = Served(MORNING)
    await world.open(new_file())
    await world.hear(
        CustomerRecognised(branch="B1", visit="V1", customer="C1", masked_name="王**", segment=Segment.VIP)
    )
    return world


@pytest.mark.parametrize(
    ("method", "path", "content", "allowed"),
    [
        ("GET", "/customers/C1/analysis", None, {"am.1", "head", "region"}),
        ("GET", "/analysis?branch=B1", None, {"am.1", "am.2", "head", "region"}),
        ("GET", "/analysis/reliability?branch=B1", None, {"head", "region", "auditor"}),
        ("POST", "/analysis/run?branch=B1", {}, {"head", "ops"}),
        ("GET", RULES, None, {"am.1", "am.2", "head", "region", "ops"}),
        ("POST", RULES, LADDER, {"head", "ops"}),
        ("POST", "/segments/rules/1/activate?branch=B1", {"from_day": "2026-03-02"}, {"head", "ops"}),
        ("POST", "/segments/trials/B1:1?branch=B1", {}, {"head"}),
        ("GET", "/segments/trials/B1:1?branch=B1", None, {"head"}),
        ("GET", "/customers/C1/segment", None, {"am.1", "head", "region"}),
        ("PUT", "/customers/C1/segment", DECISION, {"head", "region"}),
        ("DELETE", "/customers/C1/segment", None, {"head", "region"}),
        ("POST", "/segments/rules?branch=bank", LADDER, {"ops"}),
    ],
)
async def test_a_route_is_for_its_roles_alone(method: str, path: str, content: object, allowed: set[str]):
    people = (MANAGER, COLLEAGUE, HEAD, REGION, AUDITOR, LOBBY, TELLER, ELSEWHERE, OPS)
    found = set()
    for person in people:
        world = await served()
        assert (await world.ask(HEAD, "POST", RULES, LADDER)).status_code == 201
        assert (await world.ask(HEAD, "POST", "/segments/trials/B1:1?branch=B1", {})).status_code == 202
        assert (
            await world.ask(HEAD, "PUT", "/customers/C1/segment", {**DECISION, "segment": "vip"})
        ).is_success
        answer = await world.ask(person, method, path, content)
        assert answer.is_success or answer.status_code in (403, 404), (person.staff, answer.text)
        if answer.is_success:
            found.add(person.staff)
    assert found == allowed


async def test_an_account_manager_may_not_change_a_segment_any_more():
    world = await served()
    answer = await world.ask(MANAGER, "PUT", "/customers/C1/segment", DECISION)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert not world.events(SegmentChanged)


@pytest.mark.parametrize(("person", "status"), [(MANAGER, 403), (HEAD, 201)])
async def test_a_file_is_opened_in_a_segment_by_those_who_may_choose_one(person: Person, status: int):
    world = await served()
    file = {"branch": "B1", "name": "李明", "phone": "13900000001", "segment": "vip"}
    assert (await world.ask(person, "POST", "/customers", file)).status_code == status
    plain = {**file, "segment": "mass", "phone": "13900000002"}
    assert (await world.ask(person, "POST", "/customers", plain)).status_code == 201


async def test_a_denied_analysis_is_on_record():
    world = await served()
    assert (await world.ask(COLLEAGUE, "GET", "/customers/C1/analysis")).status_code == 403
    (record,) = world.store.raws(AuditRecord.collection)
    assert (record["kind"], record["fields"], record["staff"]) == ("denied", ["analysis"], "am.2")


async def test_the_analysis_is_shown_with_its_sentence_inputs_and_method():
    world = await served()
    found = (await world.ask(MANAGER, "GET", "/customers/C1/analysis")).json()
    score = found["score"]
    assert score["sentence"] == {"zh": "今天来过。", "en": "Was here today."}
    assert (score["band"], score["inputs"]["last"], score["method"]) == ("stable", "2026-03-02", "2026-11")
    assert {one["factor"] for one in score["factors"]} == {"rhythm"}
    assert found["value"] is None


async def test_the_list_by_risk_is_masked_and_an_account_manager_s_is_their_own():
    world = await served()
    await world.open(new_file("C2", credentials=()))
    one, other = world.store.raws(Score.collection)[0], "C2"
    assert one["_id"] == "C1"
    mine = (await world.ask(MANAGER, "GET", "/analysis?branch=B1")).json()
    assert [(row["customer"], row["masked_name"]) for row in mine["customers"]] == [("C1", "王**")]
    assert (await world.ask(COLLEAGUE, "GET", "/analysis?branch=B1")).json()["customers"] == []
    assert other not in str((await world.ask(HEAD, "GET", "/analysis?branch=B1")).json())


async def test_the_segment_of_a_customer_says_who_decided_and_until_when():
    world = await served()
    until = (MORNING + timedelta(days=30)).date().isoformat()
    answer = await world.ask(HEAD, "PUT", "/customers/C1/segment", {**DECISION, "until": until})
    assert answer.status_code == 204
    found = (await world.ask(MANAGER, "GET", "/customers/C1/segment")).json()
    assert found["segment"] == "private"
    assert found["hold"] == {"segment": "private", "reason": "care", "by": "head", "until": until}
    assert (found["last"]["before"], found["last"]["cause"], found["last"]["by"]) == ("vip", "head", "head")
    assert (await world.ask(HEAD, "DELETE", "/customers/C1/segment")).status_code == 204
    assert (await world.ask(MANAGER, "GET", "/customers/C1/segment")).json()["hold"] is None


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"rules": []}, 422, "malformed"),
        ({"rules": [{"name": "a", "segment": "gold"}]}, 422, "malformed"),
        ({"rules": [{"name": " \u200b", "segment": "vip"}]}, 422, "malformed"),
        ({"rules": [{"name": "a", "segment": "vip"}], "currency": "yuan"}, 422, "malformed"),
        ({"rules": LADDER["rules"][:1]}, 422, "segment_rules_hole"),
        ({"rules": [*LADDER["rules"], {"name": "c", "segment": "mass"}]}, 422, "segment_rules_overlap"),
        (
            {
                "rules": [
                    {"name": "a", "segment": "vip", "conditions": [{"input": "product_balance", "below": 5}]}
                ]
            },
            422,
            "malformed",
        ),
        (
            {"rules": [{"name": "a", "segment": "vip", "conditions": [{"input": "products", "below": 1.5}]}]},
            422,
            "malformed",
        ),
    ],
)
async def test_rules_that_cannot_be_are_refused_with_a_code_in_both_languages(
    change: dict[str, object], status: int, code: str
):
    world = await served()
    answer = await world.ask(HEAD, "POST", RULES, {**LADDER, **change})
    found = answer.json()
    assert (answer.status_code, found["code"]) == (status, code)
    assert found["title"]
    assert found["title_zh"]


async def test_a_version_of_another_branch_is_not_tried_here():
    world = await served()
    assert (await world.ask(OPS, "POST", "/segments/rules?branch=B2", LADDER)).status_code == 201
    answer = await world.ask(HEAD, "POST", "/segments/trials/B2:1?branch=B1", {})
    assert (answer.status_code, answer.json()["code"]) == (404, "segment_rules_unknown")


async def test_the_rules_of_a_branch_are_shown_with_those_of_the_bank():
    world = await served()
    assert (await world.ask(OPS, "POST", "/segments/rules?branch=bank", LADDER)).status_code == 201
    await world.ask(OPS, "POST", "/segments/rules/1/activate?branch=bank", {"from_day": "2026-03-02"})
    found = (await world.ask(MANAGER, "GET", RULES)).json()
    assert (found["active"], found["own"]["versions"]) == ("bank:1", [])
    assert [one["name"] for one in found["bank"]["versions"][0]["rules"]] == ["低", "高"]

"""Complaints over HTTP: who reads what, which law binds, what bad input gets (D9)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.customer.audit.domain.records import AuditRecord
from services.customer.cases.domain.case import Case
from shared import clock
from shared.access import Person
from shared.contracts.lobby import CustomerArrived
from shared.contracts.notify import StaffEnrolled, StaffSignedOn
from shared.contracts.words import Role
from tests.unit.customer.building import CARD, new_file
from tests.unit.customer.over_http import COLLEAGUE, HEAD, LOBBY, MANAGER, TELLER, Served

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # in Shanghai
OPS = Person("ops", frozenset({Role.OPS}), ("B1",))
REGION = Person("region", frozenset({Role.REGION_HEAD}), ("B1",))
SAID = {"topic": "fees", "words": "多收了十元"}
ANSWER = {"sent_through": "phone", "sent_on": "2026-03-02", "root_cause": "算错", "resolution": "已退还"}
LAW = "/branches/B1/complaint-law"


@pytest.fixture
async def served(monkeypatch: pytest.MonkeyPatch) -> Served:
    """The routes at noon of 2 March 2026, at a branch with its staff."""
    one = Served(NOON)
    monkeypatch.setattr(clock, "now", lambda: one.now)
    for person in (LOBBY, TELLER, HEAD, REGION, MANAGER, COLLEAGUE):
        await one.hear(StaffEnrolled(branch="B1", staff=person.staff, roles=tuple(person.roles)))
    await one.hear(StaffSignedOn(branch="B1", staff="lm.1", roles=(Role.LOBBY_MANAGER,)))
    return one


async def raise_one(served: Served, **more: Any) -> str:
    answer = await served.ask(LOBBY, "POST", "/complaints", {**SAID, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["case"])


async def post(served: Served, person: Person, path: str, content: object = None) -> Any:
    return await served.ask(person, "POST", f"/complaints/{path}", content or {})


def records(served: Served) -> list[Any]:
    return served.store.raws(AuditRecord.collection)


async def test_a_case_is_shown_with_its_clocks_the_days_left_and_its_rule_set(served: Served):
    id = await raise_one(served)
    shown = (await served.ask(LOBBY, "GET", f"/complaints/{id}")).json()
    (answer,) = shown["clocks"]
    assert (answer["clock"], answer["day"], answer["days_left"], answer["late"]) == (
        "answer",
        "2026-03-17",
        15,
        False,
    )
    assert answer["working_days_left"] == 11
    assert (shown["law"], shown["rules"], shown["rule_set"]["id"]) == ("cn", "cn:1", "cn:1")
    assert shown["extend_until"] == "2026-04-01"
    assert shown["words"] == SAID["words"]


async def test_the_texts_are_read_by_owner_and_heads_on_record_and_never_by_the_one_complained_about(
    served: Served,
):
    id = await raise_one(served, about_staff="head")
    before = len(records(served))
    mine = (await served.ask(HEAD, "GET", f"/complaints/{id}")).json()
    assert (mine["recused"], mine["words"], mine["about_staff"]) == (True, None, None)
    assert len(records(served)) == before
    above = (await served.ask(REGION, "GET", f"/complaints/{id}")).json()
    assert (above["recused"], above["words"], above["about_staff"]) == (False, SAID["words"], "head")
    assert len(records(served)) > before


@pytest.mark.parametrize(
    ("act", "content"),
    [
        ("take-over", {}),
        ("settle", ANSWER),
        ("extension/approve", {}),
        ("words", {"words": "别的话"}),
        ("acknowledge", {"sent_through": "phone", "sent_on": "2026-03-02"}),
    ],
)
async def test_the_one_complained_about_has_no_part_in_the_case(served: Served, act: str, content: Any):
    id = await raise_one(served, about_staff="head")
    await post(served, LOBBY, f"{id}/take-over")
    await post(served, LOBBY, f"{id}/extension", {"until": "2026-04-01", "reason": "待查"})
    refused = await post(served, HEAD, f"{id}/{act}", content)
    assert (refused.status_code, refused.json()["code"]) == (403, "case_recused")


async def test_nothing_of_what_is_written_leaves_on_the_bus_or_lies_open_in_the_store(served: Served):
    id = await raise_one(served)
    await post(served, LOBBY, f"{id}/take-over")
    await post(served, LOBBY, f"{id}/extension", {"until": "2026-03-20", "reason": "因由甲"})
    await post(served, HEAD, f"{id}/extension/approve")
    held = {"sent_through": "phone", "sent_on": "2026-03-02", "until": "2026-03-20", "reason": "因由乙"}
    assert (await post(served, LOBBY, f"{id}/holding-reply", held)).status_code == 200
    assert (await post(served, LOBBY, f"{id}/settle", ANSWER)).status_code == 200
    assert (await post(served, LOBBY, f"{id}/repair", {"note": "因由丙"})).status_code == 200
    there = str(served.store.raws(Case.collection)) + str([one.model_dump_json() for one in served.published])
    assert not [word for word in (SAID["words"], "因由", "算错", "已退还") if word in there]
    shown = (await served.ask(LOBBY, "GET", f"/complaints/{id}")).json()
    assert shown["holding_replies"][0]["reason"] == "因由乙"
    assert (shown["root_cause"], shown["repair_note"]) == ("算错", "因由丙")


async def test_settling_needs_the_way_and_the_day_of_the_answer(served: Served):
    id = await raise_one(served)
    await post(served, LOBBY, f"{id}/take-over")
    for missing in ("sent_through", "sent_on"):
        answer = {name: value for name, value in ANSWER.items() if name != missing}
        refused = await post(served, LOBBY, f"{id}/settle", answer)
        assert (refused.status_code, refused.json()["code"]) == (422, "malformed")


async def test_the_list_of_what_runs_has_settled_cases_with_a_repair(served: Served):
    first, second = await raise_one(served), await raise_one(served)
    await post(served, LOBBY, f"{first}/take-over")
    await post(served, LOBBY, f"{first}/settle", {**ANSWER, "repair": {"until": "2026-03-05"}})
    listed = (await served.ask(LOBBY, "GET", "/complaints?branch=B1&running=true")).json()
    assert [one["case"] for one in listed] == [first, second]
    assert {one["words"] for one in listed} == {None}


async def test_an_account_manager_sees_the_complaints_of_their_customers_masked_and_of_no_others(
    served: Served,
):
    await served.open(new_file(credentials=(CARD,)))
    await served.hear(CustomerArrived(branch="B1", visit="V1", need="cash", credential=CARD))
    id = await raise_one(served, visit="V1")
    await raise_one(served)
    (mine,) = (await served.ask(MANAGER, "GET", "/complaints/of-my-customers")).json()
    assert (mine["case"], mine["masked_name"], mine["words"]) == (id, "王**", None)
    assert (await served.ask(COLLEAGUE, "GET", "/complaints/of-my-customers")).json() == []
    assert (await served.ask(TELLER, "GET", "/complaints/of-my-customers")).status_code == 403
    moved_on = Person(MANAGER.staff, MANAGER.roles, ("B2",))  # and has not handed over yet
    assert (await served.ask(moved_on, "GET", "/complaints/of-my-customers")).json() == []


async def test_head_and_operations_choose_the_law_and_both_see_its_rule_set(served: Served):
    before = (await served.ask(OPS, "GET", LAW)).json()
    assert (before["law"], before["chosen_by"], before["rules"]["id"]) == ("cn", "", "cn:1")
    assert (await served.ask(LOBBY, "PUT", LAW, {"law": "eu"})).status_code == 403
    assert (await served.ask(HEAD, "PUT", LAW, {"law": "eu"})).json()["rules"]["id"] == "eu:1"
    assert (await served.ask(OPS, "PUT", LAW, {"law": "uk"})).json()["chosen_by"] == "ops"
    refused = await served.ask(HEAD, "PUT", LAW, {"law": "mars"})
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_complaint_law")


async def test_operations_add_a_dated_set_as_it_is_shown_and_a_hole_is_refused(served: Served):
    shown = (await served.ask(OPS, "GET", LAW)).json()["laws"][0]["sets"][0]
    known = {name: value for name, value in shown.items() if name not in ("id", "law", "number")}
    later = {**known, "valid_from": "2027-01-01", "repair": {"count": 20, "unit": "working_days"}}
    for end, status in (("2026-12-30", 422), ("2027-01-01", 422), ("2026-12-31", 200)):
        sets = {"sets": [{**known, "valid_until": end}, later]}
        answer = await served.ask(OPS, "PUT", f"{LAW}/cn", sets)
        assert answer.status_code == status, answer.text
    assert [one["id"] for one in answer.json()["laws"][0]["sets"]] == ["cn:1", "cn:2"]
    assert (await served.ask(HEAD, "PUT", f"{LAW}/cn", sets)).status_code == 403

"""A request that carries an edition is sent once more after its answer was lost, under no key: it finds what
it wants, is answered as before, and changes nothing. Nobody is refused over a change of their own."""

from datetime import timedelta
from typing import Any

import pytest

from services.customer.enquiries.commands import ApproveAnswer
from services.customer.enquiries.handlers import approve_answer
from shared.contracts.customer import EnquiryApproved
from shared.contracts.lobby import OpinionRecorded
from shared.contracts.words import OpinionSource, OpinionTopic
from tests.unit.customer.people import HEAD, LOBBY, MANAGER, OPS, REGION
from tests.unit.customer.served import Served, served
from tests.unit.customer.test_editions import C1, FORMS, PLACES, RHYTHM, VISIT, bank_with, mark_at, seen
from tests.unit.customer.test_replacing import EDITIONS

OF_FORMS = {
    "rhythm": "change_rhythm",
    "hours": "change_contact_rules",
    "hints": "change_latent_rules",
    "reviews": "set_reviews",
}
OF_PLACES = {
    "wishes": ("change_contact_preferences", ""),
    "excuse": ("excuse_contact", "end_excuse"),
    "household": ("join_household", "leave_household"),
    "segment": ("hold_segment", "lift_segment"),
    "draft": ("draft_message_template", "publish_message_template"),
    "tags": ("set_tags", ""),
    "retention": ("change_retention", ""),
    "law": ("choose_complaint_law", ""),
    "activation": ("activate_segment_rules", ""),
    "manager": ("change_account_manager", ""),
    "time": ("move_visit", ""),
    "need": ("assign_need", ""),
}
"""The commands behind each row of `PLACES`: what replaces, and what ends."""
READING = ("audit_records", "audit_chains")


async def must_be_harmless(world: Served, *request: Any) -> None:
    """Ask twice: the second time answers as the first, and only its reading is on record."""
    first = await world.ask(*request)
    assert first.status_code < 300, first.text
    await world.hear()
    before, told = await contents(world), acts(world)
    again = await world.ask(*request)
    assert (again.status_code, again.text) == (first.status_code, first.text)
    await world.hear()
    assert await contents(world) == before
    assert acts(world) == told


async def contents(world: Served) -> dict[str, Any]:
    """Return the documents, but for the record of what was read."""
    names = await world.store.database.list_collection_names()
    return {name: world.store.raws(name) for name in names if name not in READING}


def acts(world: Served) -> list[str]:
    """Return the ids of what was published, but for what was read."""
    return [one.id for one in world.published if type(one.data).__name__ != "FileOpened"]


@pytest.mark.parametrize("rules", FORMS)
async def test_rules_that_are_sent_again_are_in_force_and_nobody_is_refused(rules: str) -> None:
    who, path, form, _, fields = FORMS[rules]
    world = await served()
    read = await seen(world, who, path, fields)
    await must_be_harmless(world, who, "PUT", path, {**form, "seen": read})


@pytest.mark.parametrize("name", PLACES)
async def test_what_is_sent_again_as_it_stands_there_by_now_changes_nothing(name: str) -> None:
    place = PLACES[name]
    world, path = await bank_with(place)
    body = {**place.contents[0], "seen": await mark_at(world, place)}
    await must_be_harmless(world, place.who, place.method, path, body)


@pytest.mark.parametrize("name", [name for name, place in PLACES.items() if place.ends])
async def test_what_is_ended_again_has_ended(name: str) -> None:
    place = PLACES[name]
    assert place.ends is not None
    world, path = await bank_with(place)
    await world.ask(place.who, place.method, path, place.contents[0])
    await world.hear()
    method, end = place.ends
    await must_be_harmless(world, place.who, method, f"{end}?seen={await mark_at(world, place)}")


async def test_a_law_that_is_sent_again_and_a_rhythm_that_is_dropped_again_are_as_they_were() -> None:
    world = await served()
    path = "/api/customer/branches/B1/complaint-law"
    law = next(one for one in (await world.get(OPS, path))["laws"] if one["law"] == "cn")
    unnamed = [{name: one[name] for name in one.keys() - {"id", "law", "number"}} for one in law["sets"]]
    later = {**unnamed[-1], "valid_from": "2031-01-01"}
    sets = [*unnamed[:-1], {**unnamed[-1], "valid_until": "2030-12-31"}, later]
    await must_be_harmless(world, OPS, "PUT", f"{path}/cn", {"sets": sets, "seen": f"cn:{law['edition']}"})
    rhythm = "/api/customer/branches/B1/rhythm"
    await world.ask(HEAD, "PUT", rhythm, RHYTHM)
    await must_be_harmless(world, HEAD, "DELETE", f"{rhythm}?seen=B1:1")


FILES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "change_profile": (
        "PUT",
        f"{C1}/profile",
        {"edition": 0, "preferred_name": "小明", "tags": ["golf"], "risk": "high"},
    ),
    "correct_file": (
        "POST",
        f"{C1}/corrections",
        {"edition": 0, "reason": "mistyped", "phone": "13800000077"},
    ),
    "report_holdings": (
        "PUT",
        f"{C1}/holdings",
        {"seen": None, "holdings": [{"product": "fund", "amount": 100}, {"product": "deposit", "amount": 5}]},
    ),
}


@pytest.mark.parametrize("name", FILES)
async def test_a_change_of_a_file_that_is_sent_again_is_answered_as_before(name: str) -> None:
    world = await served()
    world.now += timedelta(minutes=1)
    await must_be_harmless(world, MANAGER, *FILES[name])


async def test_a_review_that_another_has_not_made_is_not_taken_for_a_repeat() -> None:
    world = await served()
    await world.ask(MANAGER, "PUT", f"{C1}/profile", {"edition": 0, "tags": ["golf"]})
    late = await world.ask(MANAGER, "PUT", f"{C1}/profile", {"edition": 0, "risk": "high"})
    assert (late.status_code, late.json()["code"]) == (409, "file_changed")


async def test_an_email_that_is_sent_again_is_the_one_on_file_though_it_would_be_sealed_anew() -> None:
    world = await served()
    path = f"{C1}/contact-preferences"
    await must_be_harmless(world, MANAGER, "PUT", path, {"email": "ming@example.com", "seen": ""})
    other = await world.ask(MANAGER, "PUT", path, {"email": "other@example.com", "seen": ""})
    assert (other.status_code, other.json()["code"]) == (409, "changed_meanwhile")


STEPS = {
    "confirm_visit": ("confirm", {}),
    "cancel_visit": ("cancel", {"reason": "customer_cancelled"}),
    "miss_visit": ("not-held", {"reason": "customer_cancelled", "none_because": "by_rhythm"}),
}


async def visit_of(world: Served) -> tuple[str, str]:
    """Plan a visit; return its path and its mark."""
    day = PLACES["time"].contents[0]["start"]
    planned = await world.ask(MANAGER, "POST", f"{C1}/visits", {**VISIT, "start": day})
    assert planned.status_code == 201, planned.text
    return f"/api/customer/visits/{planned.json()['visit']}", planned.json()["mark"]


@pytest.mark.parametrize("step", STEPS)
async def test_a_step_of_a_visit_that_is_sent_again_changes_nothing(step: str) -> None:
    world = await served()
    path, mark = await visit_of(world)
    way, body = STEPS[step]
    await must_be_harmless(world, MANAGER, "POST", f"{path}/{way}", {**body, "seen": mark})


@pytest.mark.parametrize("step", STEPS)
async def test_a_visit_that_another_has_moved_is_not_confirmed_cancelled_or_missed_at_its_old_time(
    step: str,
) -> None:
    world = await served()
    path, mark = await visit_of(world)
    moved = await world.ask(HEAD, "POST", f"{path}/move", {**PLACES["time"].contents[1], "seen": mark})
    assert moved.status_code == 200, moved.text
    way, body = STEPS[step]
    late = await world.ask(MANAGER, "POST", f"{path}/{way}", {**body, "seen": mark})
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    assert late.json()["now"] == moved.json()["mark"]
    assert (await world.get(MANAGER, path))["state"] == "planned"
    again = await world.ask(MANAGER, "POST", f"{path}/{way}", {**body, "seen": late.json()["now"]})
    assert again.status_code == 200, again.text


ENQUIRY = "/api/customer/enquiries/M1"


async def answered(world: Served, text: str) -> str:
    """Write an answer to an opinion as the lobby manager, a minute later; return its mark."""
    world.now += timedelta(minutes=1)
    answer = await world.ask(LOBBY, "POST", f"{ENQUIRY}/answer", {"answer": text})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["mark"])


async def opinion() -> Served:
    """A bank where a customer has an opinion."""
    world = await served()
    topic, source = OpinionTopic.SERVICE, OpinionSource.BOX
    await world.tell(
        OpinionRecorded(branch="B1", record="M1", topic=topic, source=source, recorded_by="lm.1")
    )
    return world


JUDGED: dict[str, dict[str, Any]] = {"approve": {}, "return": {"objection": "请写得再客气些"}}


@pytest.mark.parametrize("what", JUDGED)
async def test_an_answer_that_was_written_anew_is_not_judged_by_what_was_read_of_the_one_before(
    what: str,
) -> None:
    world = await opinion()
    read = await answered(world, "第一稿")
    await world.ask(REGION, "POST", f"{ENQUIRY}/return", {"objection": "不妥", "seen": read})
    now = await answered(world, "第二稿")
    late = await world.ask(HEAD, "POST", f"{ENQUIRY}/{what}", {**JUDGED[what], "seen": read})
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    assert (late.json()["now"], late.json()["changed_by"]) == (now, "lm.1")
    held = await world.get(HEAD, ENQUIRY)
    assert (held["state"], held["answer"]) == ("answered", "第二稿")
    again = await world.ask(HEAD, "POST", f"{ENQUIRY}/{what}", {**JUDGED[what], "seen": now})
    assert again.status_code == 200, again.text


async def test_an_approval_that_is_sent_again_changes_nothing() -> None:
    world = await opinion()
    body = {"seen": await answered(world, "第一稿")}
    await must_be_harmless(world, HEAD, "POST", f"{ENQUIRY}/approve", body)


async def test_what_two_approve_at_once_is_approved_once() -> None:
    world = await opinion()
    mark = await answered(world, "第一稿")
    both = [(approve_answer, ApproveAnswer("M1", who, mark)) for who in ("head", "region")]
    assert await world.act_together(both) == [None, None]
    assert len(world.events(EnquiryApproved)) == 1


async def test_a_merge_that_is_sent_again_is_the_one_that_was_made() -> None:
    world = await served()
    await world.open("C2", "王小明", "13900000000")
    plan = await world.ask(MANAGER, "POST", f"{C1}/merges", {"merged": "C2"})
    made = {"merged": "C2", "dry_run": False, "editions": plan.json()["editions"]}
    first = await world.ask(MANAGER, "POST", f"{C1}/merges", made)
    again = await world.ask(MANAGER, "POST", f"{C1}/merges", made)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json()["merge"] == first.json()["merge"]


def test_every_command_with_an_edition_is_sent_again_in_a_test() -> None:
    here = {"change_complaint_law", "drop_rhythm", "merge_customers", "approve_answer"}
    of_places = {one for both in OF_PLACES.values() for one in both if one}
    known = {*OF_FORMS.values(), *of_places, *FILES, *STEPS, *here}
    assert set(OF_PLACES) == set(PLACES)
    assert set(OF_FORMS) == set(FORMS)
    gone_on = {"return_answer", "approve_extension", "refuse_extension"}
    assert known | gone_on == {one.name for one in EDITIONS}, "the matter is another by then"

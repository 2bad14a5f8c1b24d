"""Visits over HTTP: for those who keep the customer, sealed, and on record when they are read (W1, Q1)."""

from typing import Any

import pytest

from services.customer.audit.domain.records import AuditRecord
from services.customer.cases.domain.case import Case
from services.customer.cases.domain.laws import STANDARD
from services.customer.files.domain.customer import Customer, CustomerNeed, DataKey
from services.customer.visits.domain.promise import Promise
from services.customer.visits.domain.visit import CustomerVisit, Diary
from shared.access import Person
from shared.branch_places import BranchPlace
from shared.contracts.words import ComplaintTopic, Role
from shared.domain import Document
from shared.privacy import seal
from shared.roster import Member, Roster
from tests.fakes import FakeStore
from tests.unit.acting import MORNING
from tests.unit.customer.asking import MASTER, MemoryRuntime, asking
from tests.unit.customer.timeline.test_api import COLLEAGUE, ELSEWHERE, KEEPER, TELLER, customer, line

HEAD = Person("head", frozenset({Role.BRANCH_HEAD}), ("B1",))
PLAN = "/api/customer/customers/C1/visits"
FORM: dict[str, Any] = {
    "start": "2026-03-03T10:00",
    "minutes": 60,
    "purpose": "care",
    "place": "home",
    "goal": "谈养老规划",
    "address": "世纪大道100号",
}
RECORD: dict[str, Any] = {
    "observations": "客户考虑明年退休。",
    "follow_up": "contact",
    "follow_up_on": "2026-03-20",
    "promises": [{"what": "送养老金测算", "owner": "teller", "due": "2026-03-06"}],
}


def of(*documents: Document, zone: str = "Asia/Shanghai") -> MemoryRuntime:
    """A bank with a customer, at a branch in a time zone, with its staff."""
    wrapped = seal(MASTER, b"k" * 32, place="data_keys/C1")
    members = [Member(staff=one, roles=(Role.TELLER,)) for one in ("am.1", "am.2", "teller", "head")]
    known = (
        customer(),
        DataKey(id="C1", wrapped=wrapped),
        BranchPlace(id="B1", version=1, timezone=zone),
        Roster(id="B1", version=1, members=tuple(members)),
    )
    return MemoryRuntime(FakeStore("customer", *known, *documents))


async def ask(runtime: MemoryRuntime, person: Person, method: str, path: str, body: Any = None) -> Any:
    with asking(runtime, person) as client:
        return await client.request(method, path, json=body)


async def planned(runtime: MemoryRuntime, **changes: Any) -> str:
    """Plan a visit, and let its time come; return its address."""
    answer = await ask(runtime, KEEPER, "POST", PLAN, {**FORM, **changes})
    assert answer.status_code == 201
    runtime.now = MORNING.replace(day=3, hour=2, minute=30)
    return f"/api/customer/visits/{answer.json()['visit']}"


def kept(runtime: MemoryRuntime) -> str:
    """Everything that is stored or published."""
    names = (CustomerVisit, Promise, Diary, AuditRecord)
    return f"{[runtime.store.raws(one.collection) for one in names]} {runtime.events}"


async def test_a_time_is_that_of_the_branch_and_what_is_written_is_sealed():
    runtime = of()
    visit = (await ask(runtime, KEEPER, "POST", PLAN, FORM)).json()
    assert (visit["starts_at"], visit["wall_start"]) == ("2026-03-03T02:00:00Z", "2026-03-03T10:00")
    assert visit["working_day"] is True
    assert not [text for text in (FORM["goal"], FORM["address"]) if text in kept(runtime)]


@pytest.mark.parametrize("person", [COLLEAGUE, TELLER, ELSEWHERE], ids=lambda one: one.staff)
async def test_the_customer_of_another_is_not_visited(person: Person):
    runtime = of()
    path = await planned(runtime)
    asked = [
        ("POST", PLAN, FORM),
        ("GET", path, None),
        ("GET", f"{path}/brief", None),
        ("POST", f"{path}/confirm", {}),
        ("POST", f"{path}/record", RECORD),
        ("POST", f"{path}/cancel", {"reason": "weather"}),
    ]
    for method, address, body in asked:
        assert (await ask(runtime, person, method, address, body)).status_code in (403, 404), address


@pytest.mark.parametrize(
    ("changes", "zone", "code"),
    [
        ({"start": "2026-03-01T10:00"}, "Asia/Shanghai", "visit_in_past"),
        ({"start": "2028-03-01T10:00"}, "Asia/Shanghai", "visit_too_far"),
        ({"start": "2026-02-30T10:00"}, "Asia/Shanghai", "malformed"),
        ({"start": "2026-03-03T25:00"}, "Asia/Shanghai", "malformed"),
        ({"minutes": 0}, "Asia/Shanghai", "malformed"),
        ({"minutes": 1.5}, "Asia/Shanghai", "malformed"),
        ({"start": "2026-03-29T02:30"}, "Europe/Berlin", "hour_removed"),
        ({"start": "2026-10-25T02:30"}, "Europe/Berlin", "hour_doubled"),
        ({"goal": "x" * 4001}, "Asia/Shanghai", "malformed"),
        ({"purpose": "golf"}, "Asia/Shanghai", "malformed"),
    ],
)
async def test_a_plan_that_cannot_be_is_refused_with_a_word(changes: dict[str, Any], zone: str, code: str):
    runtime = of(zone=zone)
    answer = await ask(runtime, KEEPER, "POST", PLAN, {**FORM, **changes})
    assert (answer.json()["code"], runtime.store.raws(CustomerVisit.collection)) == (code, [])
    assert answer.json()["title_zh"]


async def test_of_an_hour_that_comes_twice_each_may_be_chosen():
    starts = []
    for which in (0, 1):
        runtime = of(zone="Europe/Berlin")
        form = {**FORM, "start": "2026-10-25T02:30", "which": which}
        starts.append((await ask(runtime, KEEPER, "POST", PLAN, form)).json()["starts_at"])
    assert starts == ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]


async def test_two_at_one_time_are_refused_until_both_are_meant():
    runtime = of()
    await planned(runtime)
    runtime.now = MORNING
    form = {**FORM, "start": "2026-03-03T10:30"}
    assert (await ask(runtime, KEEPER, "POST", PLAN, form)).json()["code"] == "visit_overlaps"
    again = await ask(runtime, KEEPER, "POST", PLAN, {**form, "despite_overlap": True})
    assert again.status_code == 201


@pytest.mark.parametrize("district", ["世纪大道100号", "31.23, 121.47", "B栋"])
async def test_a_place_finer_than_a_district_is_not_taken(district: str):
    runtime = of()
    path = await planned(runtime)
    answer = await ask(runtime, KEEPER, "POST", f"{path}/begin", {"district": district})
    assert (answer.status_code, district in answer.text) == (422, False)
    good = await ask(runtime, KEEPER, "POST", f"{path}/begin", {"district": "浦东新区"})
    assert good.json()["begun_at"] == "2026-03-03T02:30:00Z"


@pytest.mark.parametrize(
    "changes",
    [
        {"follow_up": None, "follow_up_on": None},
        {"follow_up_on": None},
        {"none_because": "all_done"},
        {"observations": " "},
        {"promises": [{"what": "x", "owner": "am.1"}]},
        {"promises": [{"what": "x", "owner": "am.1", "due": "2026-03-06"}] * 11},
    ],
)
async def test_a_record_without_a_next_step_or_a_reason_is_refused(changes: dict[str, Any]):
    runtime = of()
    path = await planned(runtime)
    answer = await ask(runtime, KEEPER, "POST", f"{path}/record", {**RECORD, **changes})
    assert answer.json()["code"] == "malformed"


async def test_a_record_is_read_by_the_keeper_on_record_and_its_promise_by_its_owner():
    runtime = of()
    path = await planned(runtime)
    await ask(runtime, KEEPER, "POST", f"{path}/record", RECORD)
    assert not [text for text in ("退休", "养老金") if text in kept(runtime)]
    visit = (await ask(runtime, KEEPER, "GET", path)).json()
    assert (visit["observations"], visit["address"]) == (RECORD["observations"], FORM["address"])
    reading = runtime.store.raws(AuditRecord.collection)[-1]
    assert (reading["purpose"], reading["staff"], reading["cause"]) == (
        "view_visit",
        "am.1",
        f"visit/{visit['visit']}",
    )
    (promise,) = runtime.store.raws(Promise.collection)
    address = f"/api/customer/promises/{promise['_id']}"
    assert (await ask(runtime, TELLER, "GET", address)).json()["what"] == "送养老金测算"
    assert (await ask(runtime, COLLEAGUE, "GET", address)).status_code == 403
    assert (await ask(runtime, COLLEAGUE, "POST", f"{address}/keep", {})).status_code == 403
    assert (await ask(runtime, TELLER, "POST", f"{address}/keep", {})).json()["kept_at"]


async def test_a_confidential_visit_is_read_by_the_account_manager_alone():
    runtime = of()
    path = await planned(runtime, confidentiality="confidential")
    await ask(runtime, KEEPER, "POST", f"{path}/record", RECORD)
    assert (await ask(runtime, KEEPER, "GET", path)).json()["observations"] == RECORD["observations"]
    hidden = (await ask(runtime, HEAD, "GET", path)).json()
    assert (hidden["observations"], hidden["goal"], hidden["withheld"]) == (None, None, True)
    brief = (await ask(runtime, HEAD, "GET", f"{path}/brief")).text
    assert not [text for text in ("退休", "养老") if text in brief]


async def test_the_brief_has_everything_since_the_last_visit():
    need = CustomerNeed(id="N1", word="pension", due="2026-03-10")
    case = Case(
        id="K1",
        branch="B2",
        topic=ComplaintTopic.FEES,
        raised_by="staff:lm.1",
        raised_at=MORNING,
        customer="C1",
        owner="lm.1",
        take_over_by=None,
        answer_by=MORNING,
        rules=STANDARD["cn"][0],
        timezone="Asia/Shanghai",
    )
    after = 2 * 24 * 3600 * 1000
    runtime = of(customer().evolve(needs=(need,)), case, line(1), line(2, at=after))
    first = await planned(runtime)
    await ask(runtime, KEEPER, "POST", f"{first}/record", RECORD)
    second = (await ask(runtime, KEEPER, "POST", PLAN, {**FORM, "start": "2026-03-20T10:00"})).json()
    brief = (await ask(runtime, KEEPER, "GET", f"/api/customer/visits/{second['visit']}/brief")).json()
    assert brief["last"]["observations"] == RECORD["observations"]
    assert brief["since"] == "2026-03-03T02:30:00Z"
    assert [one["line"] for one in brief["lines"]] == ["event-0002:C1"]
    assert (brief["needs"], [one["case"] for one in brief["cases"]]) == (["pension"], ["K1"])
    assert [one["what"] for one in brief["promises"]] == ["送养老金测算"]
    assert runtime.store.raws(AuditRecord.collection)[-1]["purpose"] == "view_brief"


async def test_the_list_is_ones_own_and_for_the_head_the_branch_s_without_texts():
    runtime = of()
    await planned(runtime)
    path = "/api/customer/visits?branch=B1"
    own = (await ask(runtime, KEEPER, "GET", path)).json()["visits"]
    assert [(one["masked_name"], one["goal"]) for one in own] == [("王**", None)]
    assert (await ask(runtime, COLLEAGUE, "GET", path)).json()["visits"] == []
    assert len((await ask(runtime, HEAD, "GET", path)).json()["visits"]) == 1
    assert (await ask(runtime, TELLER, "GET", path)).status_code == 403


async def test_a_customer_who_is_gone_is_not_visited_any_more():
    gone = Customer.model_validate({**customer().model_dump(), "erased_at": MORNING})
    answer = await ask(of(gone), KEEPER, "POST", PLAN, FORM)
    assert answer.json()["code"] == "customer_erased"

"""Hand-overs over HTTP: who proposes whom, and who sees what."""

from typing import Any

import httpx
import pytest

from services.customer.files.domain.customer import Customer
from services.customer.handovers.domain.handover import Unkept
from shared.access import Person
from shared.contracts.words import Role, Segment
from shared.roster import Member, Roster
from tests.fakes import FakeStore
from tests.unit.acting import MORNING
from tests.unit.customer.asking import MemoryRuntime, asking

MANAGER = (Role.ACCOUNT_MANAGER,)
ROSTER = Roster(
    id="B1",
    version=1,
    members=(
        Member(staff="head.1", roles=(Role.BRANCH_HEAD,)),
        *(Member(staff=staff, roles=MANAGER) for staff in ("am.1", "am.2", "am.3")),
    ),
)
PATH = "/api/customer/handovers"


def person(staff: str, role: Role = Role.ACCOUNT_MANAGER, branch: str = "B1") -> Person:
    return Person(staff, frozenset({role}), (branch,))


HEAD = person("head.1", Role.BRANCH_HEAD)


def customer(id: str, manager: str | None) -> Customer:
    return Customer(
        id=id,
        branch="B1",
        masked_name="王**",
        segment=Segment.MASS,
        account_manager=manager,
        sealed=None,
        opened_at=MORNING,
        version=1,
    )


def service() -> MemoryRuntime:
    files = [customer("C1", "am.1"), customer("C2", "am.1"), customer("C3", "am.2"), customer("C4", None)]
    unkept = Unkept(id="C4", branch="B1", left_by="am.9", since=MORNING, act_by=MORNING, version=1)
    return MemoryRuntime(FakeStore("customer", ROSTER, unkept, *files))


async def propose(runtime: MemoryRuntime, who: Person, **form: Any) -> httpx.Response:
    with asking(runtime, who) as client:
        return await client.post(PATH, json={"branch": "B1", "receiver": "am.2", **form})


@pytest.mark.parametrize(
    ("who", "form", "status", "proposed"),
    [
        (HEAD, {"giver": "am.1"}, 201, 2),
        (HEAD, {"giver": "am.1", "customers": ["C1", "C3"]}, 201, 1),
        (HEAD, {"customers": ["C1"]}, 201, 1),
        (HEAD, {"giver": None}, 201, 1),
        (person("am.1"), {"giver": "am.1"}, 201, 2),
        (person("am.1"), {"customers": ["C2"]}, 201, 1),
        (person("am.3"), {"giver": "am.1"}, 403, None),
        (person("am.3"), {"customers": ["C1"]}, 403, None),
        (person("am.1"), {"giver": None}, 403, None),
        (person("t", Role.TELLER), {"giver": "am.1"}, 403, None),
        (person("head.2", Role.BRANCH_HEAD, "B2"), {"giver": "am.1"}, 403, None),
        (HEAD, {"giver": "am.3"}, 409, None),
        (HEAD, {"giver": "am.1", "effective_on": "2020-01-01"}, 422, None),
        (HEAD, {"giver": "am.1", "customers": ["../x"]}, 422, None),
    ],
)
async def test_the_head_proposes_anybody_and_an_account_manager_their_own(
    who: Person, form: dict[str, Any], status: int, proposed: int | None
) -> None:
    answer = await propose(service(), who, **form)
    assert (answer.status_code, answer.json().get("proposed")) == (status, proposed)


async def test_a_hand_over_is_seen_by_its_two_and_the_head_masked_and_by_no_other() -> None:
    runtime = service()
    handover = (await propose(runtime, HEAD, giver="am.1")).json()["handover"]
    seen = {}
    for who in (person("am.1"), person("am.2"), person("am.3"), HEAD):
        with asking(runtime, who) as client:
            one = await client.get(f"{PATH}/{handover}")
            listed = (await client.get(PATH, params={"branch": "B1"})).json()
            seen[who.staff] = (one.status_code, len(listed))
            if one.status_code == 200:
                assert {item["masked_name"] for item in one.json()["items"]} == {"王**"}
    assert seen == {"am.1": (200, 1), "am.2": (200, 1), "am.3": (404, 0), "head.1": (200, 1)}


async def test_the_receiver_accepts_all_that_wait_and_nobody_else_does() -> None:
    runtime = service()
    handover = (await propose(runtime, HEAD, giver="am.1")).json()["handover"]
    for who, status in ((HEAD, 403), (person("am.3"), 404), (person("am.2"), 200)):
        with asking(runtime, who) as client:
            answer = await client.post(f"{PATH}/{handover}/accept", json={})
            assert answer.status_code == status
    assert (answer.json()["accepted"], answer.json()["proposed"]) == (2, 0)


async def test_the_giver_accepts_nothing_in_the_name_of_the_receiver() -> None:
    runtime = service()
    handover = (await propose(runtime, HEAD, giver="am.1")).json()["handover"]
    with asking(runtime, person("am.1")) as client:
        answer = await client.post(f"{PATH}/{handover}/customers/C1/accept", json={})
        assert (answer.status_code, answer.json()["code"]) == (403, "not_the_receiver")
        reason = {"reason": "full"}
        returned = await client.post(f"{PATH}/{handover}/customers/C1/return", json=reason)
        assert (returned.status_code, returned.json()["code"]) == (403, "not_the_receiver")


@pytest.mark.parametrize(
    ("who", "status"), [(HEAD, 200), (person("am.1"), 403), (person("ops", Role.OPS), 403)]
)
async def test_customers_without_anybody_are_the_head_s_to_see(who: Person, status: int) -> None:
    with asking(service(), who) as client:
        answer = await client.get(f"{PATH}/unkept", params={"branch": "B1"})
    assert answer.status_code == status
    if status == 200:
        assert [one["customer"] for one in answer.json()] == ["C4"]

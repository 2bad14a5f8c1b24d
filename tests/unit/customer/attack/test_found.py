"""The faults that attacks have found, each by the request that found it (W2, W3, W5, Q1)."""

from datetime import timedelta
from typing import Any

import pytest

from services.customer.cases.domain.case import Case
from services.customer.consents.domain.standing import ConsentRecord, ContactStanding
from services.customer.files.commands import EraseCustomer, LinkCredential
from services.customer.files.domain.credentials import CredentialRecord
from services.customer.files.domain.customer import Customer
from services.customer.files.domain.recognition import RecognisedVisit
from services.customer.messages.domain.message import Message
from shared.access import Person
from shared.contracts.customer import CredentialLinked
from shared.contracts.words import Role
from shared.privacy import blind_index
from tests.unit.customer.attack.bank import C1, CUSTOMERS, NUMBER, Bank, person
from tests.unit.customer.attack.test_every_way import world as world
from tests.unit.customer.people import AUDITOR, HEAD, LOBBY, MANAGER, OTHER
from tests.unit.served import MASTER

LIKE_C1 = {"branch": "B1", "name": "王晓明", "phone": "13800000000"}


async def merged(world: Bank) -> dict[str, Any]:
    """Merge C4 into C1, after something was said about C4; returns the answer of the merge."""
    await world.done(MANAGER, "DELETE", f"{CUSTOMERS}/C4/household")
    await world.done(MANAGER, "POST", f"{CUSTOMERS}/C4/needs", {"need": "loan", "words": "另一份档案的话"})
    spoken = {"way": "phone", "outcome": "reached", "words": "另一份档案的电话"}
    await world.done(MANAGER, "POST", f"{CUSTOMERS}/C4/contacts", spoken)
    day = (world.now + timedelta(days=3)).date()
    goal = {
        "start": f"{day}T10:00",
        "minutes": 60,
        "purpose": "care",
        "place": "home",
        "goal": "另一份的目的",
    }
    visit = await world.done(MANAGER, "POST", f"{CUSTOMERS}/C4/visits", goal)
    plan = await world.done(MANAGER, "POST", f"{C1}/merges", {"merged": "C4"})
    sent = {"merged": "C4", "dry_run": False, "editions": plan["editions"]}
    made = await world.done(MANAGER, "POST", f"{C1}/merges", sent)
    return {**sent, "merge": made["merge"], "visit": visit["visit"]}


@pytest.mark.parametrize("who", [MANAGER, HEAD], ids=lambda one: one.staff)
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", f"{C1}/relations", {"other": "C9", "kind": "spouse", "source": "customer"}),
        ("PUT", f"{C1}/household", {"other": "C9", "role": "spouse"}),
        ("POST", f"{C1}/merges", {"merged": "C9"}),
        ("POST", f"{C1}/duplicates/C9/reject", {}),
        ("POST", "/api/customer/handovers", {"branch": "B1", "receiver": "am.2", "customers": ["C9"]}),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
async def test_a_customer_of_another_branch_cannot_be_told_from_one_that_there_is_not(
    world: Bank, who: Person, method: str, path: str, body: dict[str, Any]
) -> None:
    answers = []
    for id in ("C9", "X9"):
        named = {key: [id] if isinstance(value, list) else value for key, value in body.items()}
        named = {key: id if value == "C9" else value for key, value in named.items()}
        answer = await world.asked(who, method, path.replace("C9", id), named)
        assert answer.status_code >= 400, answer.text
        assert "赵" not in answer.text
        answers.append((answer.status_code, answer.json()["code"]))
    assert answers[0] == answers[1]


ELSEWHERE = {"card": "6222020000000999", "identity": "110105194912310038", "phone": "13800000009"}
"""The marks of C9, of another branch."""
NOWHERE = {"card": "6222020000000998", "identity": "E12345678", "phone": "13800000998"}


@pytest.mark.parametrize("kind", ["card", "identity", "phone"])
async def test_what_a_customer_of_another_branch_is_known_by_cannot_be_told_from_what_nobody_is(
    world: Bank, kind: str
) -> None:
    known = blind_index(MASTER, kind, ELSEWHERE[kind])
    if kind != "phone":
        await world.do(LinkCredential("C9", known))
    told = [await tried(world.copy(), kind, value[kind]) for value in (ELSEWHERE, NOWHERE)]
    assert told[0] == told[1]
    assert {status for status, _ in told[0]} == {200, 201, 204, 409, 404}


async def tried(world: Bank, kind: str, value: str) -> list[tuple[int, Any]]:
    """Try every way to learn of a value; returns the answers, without the value's own hash."""
    hashed = blind_index(MASTER, kind, value)
    credential = {"kind": kind, "value": value}
    new = {"branch": "B1", "customer": "C78", "name": "黄一一", "phone": NUMBER}
    of_new = {**new, kind: value} if kind != "card" else new
    edition = (await world.get(MANAGER, C1))["edition"]
    right = {"edition": edition, "reason": "other", kind: value}
    words = {"branch": "B1", "words": value}
    steps = [
        ("POST", f"{C1}/credentials", credential),
        ("POST", f"{C1}/credentials", credential),
        ("POST", f"{CUSTOMERS}/C4/credentials", credential),
        ("POST", f"{CUSTOMERS}/search", words),
        ("GET", C1, None),
        ("DELETE", f"{CUSTOMERS}/C4/credentials/{hashed}", None),
        ("DELETE", f"{C1}/credentials/{hashed}", None),
        ("POST", f"{CUSTOMERS}/search", words),
        ("POST", CUSTOMERS, of_new),
        ("GET", f"{CUSTOMERS}/C78", None),
        *([("POST", f"{C1}/corrections", right)] if kind != "card" else []),
    ]
    answers = []
    for method, path, body in steps:
        answer = await world.asked(MANAGER, method, path, body)
        text = answer.text.replace(hashed, "*").replace(value, "*")
        answers.append((answer.status_code, text if answer.status_code < 300 else answer.json()["code"]))
    return answers


async def test_a_card_that_two_branches_know_passes_to_the_second_when_the_first_gives_it_up(
    world: Bank,
) -> None:
    card = blind_index(MASTER, "card", ELSEWHERE["card"])
    await world.do(LinkCredential("C9", card))
    await world.do(LinkCredential("C1", card))
    known = await world.find(CredentialRecord, card)
    assert (known.customer, known.live, known.holders) == ("C9", True, ("C9", "C1"))
    world.published.clear()
    world.heard = 0
    await world.do(EraseCustomer("C9", "head"))
    known = await world.find(CredentialRecord, card)
    assert (known.customer, known.live, known.holders, known.branches) == ("C1", True, ("C1",), {"C1": "B1"})
    told = [one for one in world.events(CredentialLinked) if one.credential == card]
    assert [(one.branch, one.customer) for one in told] == [("B1", "C1")]
    await world.do(EraseCustomer("C1", "head"))
    assert (await world.find(CredentialRecord, card)).holders == ()


async def test_the_id_of_an_erased_customer_of_another_branch_is_taken_and_no_more_is_told(
    world: Bank,
) -> None:
    new = {"branch": "B9", "customer": "C1", "name": "钱七", "phone": "13700000000"}
    head = person(Role.BRANCH_HEAD, "B9")
    before = await world.asked(head, "POST", CUSTOMERS, new)
    await world.done(HEAD, "DELETE", C1)
    after = await world.asked(head, "POST", CUSTOMERS, new)
    assert before.json()["code"] == after.json()["code"] == "customer_exists"


async def test_a_merge_tells_a_colleague_nothing_of_either_file(world: Bank) -> None:
    known = await merged(world)
    repeated = {name: known[name] for name in ("merged", "dry_run", "editions")}
    again = await world.asked(OTHER, "POST", f"{C1}/merges", repeated)
    assert (again.status_code, again.json()["code"]) == (403, "not_allowed")
    assert known["merge"] not in again.text
    for path, other in ((f"{CUSTOMERS}/C2/merges", "C1"), (f"{C1}/merges", "C2")):
        refused = await world.asked(OTHER, "POST", path, {"merged": other})
        assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert (await world.done(MANAGER, "POST", f"{C1}/merges", repeated))["merge"] == known["merge"]


async def test_what_was_said_about_a_file_is_read_after_it_was_merged_and_on_record(world: Bank) -> None:
    visit = f"/api/customer/visits/{(await merged(world))['visit']}"
    assert (await world.get(MANAGER, visit))["goal"] == "另一份的目的"
    assert (await world.get(MANAGER, f"{visit}/brief"))["visit"]["goal"] == "另一份的目的"
    needs = await world.get(MANAGER, f"{C1}/needs")
    contacts = await world.get(MANAGER, f"{C1}/contacts")
    assert "另一份档案的话" in {one["words"] for one in needs}
    assert "另一份档案的电话" in {one["words"] for one in contacts["contacts"]}
    trail = await world.get(AUDITOR, "/api/customer/audit?branch=B1&customer=C1")
    assert {"list_needs", "view_contacts"} <= {one["purpose"] for one in trail["records"]}


async def test_a_file_like_another_is_opened_by_who_has_looked_at_that_one(world: Bank) -> None:
    refused = await world.asked(OTHER, "POST", CUSTOMERS, LIKE_C1)
    assert (refused.status_code, refused.json()["code"]) == (409, "possible_duplicate")
    (likely,) = refused.json()["likely"]
    assert likely == {
        "customer": "C1",
        "masked_name": "王**",
        "account_manager": "am.1",
        "signs": ["same_phone", "same_name"],
    }
    assert "王小明" not in refused.text
    assert "1380" not in refused.json()["detail"]
    other = await world.asked(OTHER, "POST", CUSTOMERS, {**LIKE_C1, "despite": ["C2"]})
    assert other.json()["code"] == "possible_duplicate"
    seen = {**LIKE_C1, "customer": "C77", "despite": ["C1"]}
    assert (await world.asked(OTHER, "POST", CUSTOMERS, seen)).status_code == 201
    again = {**LIKE_C1, "customer": "C77"}
    assert (await world.asked(OTHER, "POST", CUSTOMERS, again)).status_code == 200  # it is there


async def test_of_a_locked_customer_no_wish_evidence_or_message_is_left(world: Bank) -> None:
    assert (await world.find(ContactStanding, "C1")).preferences.email is not None
    await world.done(HEAD, "DELETE", C1)
    assert (await world.find(Customer, "C1")).locked_at is not None
    record = await world.find(ConsentRecord, world.ids["record"])
    assert (record.evidence, record.mark) == (None, None)
    assert (await world.find(ContactStanding, "C1")).preferences.email is None
    message = await world.find(Message, "M1")
    assert (message.values, message.state) == (None, "withheld")
    await world.pass_time(timedelta(days=1))
    assert (await world.find(Message, "M1")).state == "withheld"


async def test_a_complaint_that_names_a_visit_of_another_branch_names_no_customer_of_it(world: Bank) -> None:
    world.store.put(RecognisedVisit(id="V9", branch="B9", customer="C9", version=1))
    complaint = {"branch": "B1", "topic": "waiting", "words": "等了很久", "visit": "V9"}
    raised = await world.done(LOBBY, "POST", "/api/customer/complaints", complaint)
    assert (await world.find(Case, raised["case"])).customer is None

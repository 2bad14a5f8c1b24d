"""The timeline over HTTP: in pages, on record for those who keep the customer, else in groups (W3, Q1)."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.customer.audit.domain.records import Audited, AuditRecord
from services.customer.files.domain.customer import Customer
from services.customer.timeline.domain import TimelineLine, line_id, place_of
from services.customer.timeline.queries import PAGE, lines_of
from shared.access import Person
from shared.contracts.customer import TimelineGroup
from shared.contracts.words import Role, Segment
from tests.fakes import FakeStore
from tests.unit.acting import MORNING
from tests.unit.customer.asking import MemoryRuntime, asking

KEEPER = Person("am.1", frozenset({Role.ACCOUNT_MANAGER}), ("B1",))
COLLEAGUE = Person("am.2", frozenset({Role.ACCOUNT_MANAGER}), ("B1",))
TELLER = Person("teller", frozenset({Role.TELLER}), ("B1",))
ELSEWHERE = Person("head.2", frozenset({Role.BRANCH_HEAD}), ("B2",))
PATH = "/api/customer/customers/C1/timeline"


def customer(id: str = "C1") -> Customer:
    return Customer(
        id=id,
        branch="B1",
        masked_name="王**",
        segment=Segment.VIP,
        account_manager="am.1",
        sealed=None,
        opened_at=MORNING,
    )


HOUR = 3_600_000


def line(number: int, at: int = 0, customer: str = "C1", group: str = "case") -> TimelineLine:
    """The line of the event with this number, so many milliseconds after the morning."""
    event, time = f"event-{number:04d}", MORNING + timedelta(milliseconds=at)
    return TimelineLine(
        id=line_id(event, customer),
        version=1,
        customer=customer,
        branch="B2",
        at=time,
        place=place_of(time, event),
        event=event,
        kind="case_opened",
        group=TimelineGroup(group),
        actor="staff:lm.1",
        cause="cause-1",
        correlation="V1",
        facts={"topic": "fees"},
    )


def of(*lines: TimelineLine) -> MemoryRuntime:
    return MemoryRuntime(FakeStore("customer", customer(), *lines))


async def test_the_keeper_reads_it_whole_and_that_is_on_record():
    runtime = of(line(1))
    with asking(runtime, KEEPER) as client:
        answer = (await client.get(PATH)).json()
    (shown,) = answer["lines"]
    assert (shown["kind"], shown["facts"], shown["cause"]) == ("case_opened", {"topic": "fees"}, "cause-1")
    assert answer["whole"] is True
    (record,) = runtime.store.raws(AuditRecord.collection)
    assert (record["kind"], record["purpose"]) == (Audited.OPENED, "view_timeline")
    assert record["customers"] == ["C1"]


@pytest.mark.parametrize("person", [COLLEAGUE, TELLER], ids=lambda person: person.staff)
async def test_others_of_the_branch_see_who_did_what_kind_of_thing_and_nothing_more(person: Person):
    runtime = of(line(1))
    with asking(runtime, person) as client:
        answer = (await client.get(PATH)).json()
        causes = await client.get(f"{PATH}/event-0001:C1/causes")
    (shown,) = answer["lines"]
    assert (shown["group"], shown["actor"], shown["branch"]) == ("case", "staff:lm.1", "B2")
    assert (shown["kind"], shown["facts"], shown["cause"]) == (None, {}, None)
    assert answer["whole"] is False
    assert (causes.status_code, causes.json()["code"]) == (403, "not_allowed")
    assert [record["kind"] for record in runtime.store.raws(AuditRecord.collection)] == [Audited.DENIED]


async def test_for_another_branch_there_is_no_such_customer():
    with asking(of(line(1)), ELSEWHERE) as client:
        assert (await client.get(PATH)).status_code == 404


async def test_the_causes_of_a_line_are_a_chain_as_far_as_it_is_known():
    runtime = of(line(1))
    for id, kind, before in (("event-0001", "foyer.x", "cause-1"), ("cause-1", "open_case", "unknown")):
        seen = {"kind": kind, "time": MORNING, "actor": "staff:lm.1", "branch": "B2"}
        runtime.store.database["inbox"].put({"_id": f"customer:{id}", **seen, "causation_id": before})
    with asking(runtime, KEEPER) as client:
        chain = (await client.get(f"{PATH}/event-0001:C1/causes")).json()
        missing = await client.get(f"{PATH}/event-0002:C1/causes")
    assert [one["kind"] for one in chain] == ["foyer.x", "open_case"]
    assert missing.status_code == 404


async def test_the_line_of_another_customer_is_not_opened_by_a_guess():
    with asking(of(line(1, customer="C2")), KEEPER) as client:
        assert (await client.get(f"{PATH}/event-0001:C2/causes")).status_code == 404
        assert (await client.get(PATH)).json()["lines"] == []


@pytest.mark.parametrize("place", ["99999999T999999999~x", "20251399T000000000~x", "00010101T000000000~x"])
async def test_a_place_on_a_day_that_no_calendar_has_is_a_place(place: str):
    with asking(of(line(1)), KEEPER) as client:
        answer = await client.get(PATH, params={"before": place})
    assert len(answer.json()["lines"]) == (place.startswith("9"))


@pytest.mark.parametrize("query", ["before=now", "kind=secret", "before=20260302T010000000~"])
async def test_a_wrong_place_or_kind_is_refused(query: str):
    with asking(of(), KEEPER) as client:
        answer = await client.get(f"{PATH}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 30), max_size=130), st.sampled_from([1, 9 * HOUR, 50 * 24 * HOUR]))
async def test_pages_have_every_line_once_in_order_whatever_shares_a_moment(times: list[int], apart: int):
    store = FakeStore("customer", *(line(number, -apart * at) for number, at in enumerate(times)))
    seen: list[str] = []
    before = None
    while page := await lines_of(store, ["C1"], before):
        seen += [one.place for one in page[:PAGE]]
        if len(page) <= PAGE:
            break
        before = page[PAGE - 1].place
    assert len(seen) == len(times)
    assert seen == sorted(set(seen), reverse=True)


async def test_a_page_has_fifty_lines_and_says_where_the_next_begins():
    runtime = of(*(line(number, at=number, group="hall" if number % 2 else "case") for number in range(120)))
    with asking(runtime, KEEPER) as client:
        first = (await client.get(PATH)).json()
        second = (await client.get(PATH, params={"before": first["before"]})).json()
        third = (await client.get(PATH, params={"before": second["before"]})).json()
        halls = (await client.get(PATH, params={"kind": "hall"})).json()
    assert [len(page["lines"]) for page in (first, second, third)] == [50, 50, 20]
    assert third["before"] is None
    assert {one["group"] for one in halls["lines"]} == {"hall"}

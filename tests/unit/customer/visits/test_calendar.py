"""Calendars of visits: right by RFC 5545, masked, and read by a secret that is kept nowhere (Q2)."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.routing import Match

from services.customer.app import COMMANDS, EVENT_HANDLERS
from services.customer.schedule.api import feed
from services.customer.visits.api import calendar
from services.customer.visits.api.ical import calendar_of
from services.customer.visits.api.limits import Limit
from services.customer.visits.commands import IssueCalendarFeed
from services.customer.visits.domain.calendar import CalendarFeed, CalendarToken, hash_of
from services.customer.visits.domain.visit import CustomerVisit, VisitState
from shared.access import Person
from shared.contracts.customer import CalendarFeedIssued, Confidentiality, VisitPlace, VisitPurpose
from shared.contracts.notify import TokensRevoked
from shared.web import plain_path
from tests.apps import app_of
from tests.fakes import FakeStore
from tests.unit.acting import MORNING, World
from tests.unit.customer.asking import MemoryRuntime, asking
from tests.unit.customer.timeline.test_api import COLLEAGUE, KEEPER, TELLER, customer

PATH = "/api/customer/calendar"
ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo"]


def visit(
    id: str = "W1", zone: str = "Asia/Shanghai", at: datetime = MORNING, **fields: object
) -> CustomerVisit:
    known = {
        "branch": "B1",
        "customer": "C1",
        "staff": "am.1",
        "purpose": VisitPurpose.CARE,
        "place": VisitPlace.HOME,
        "confidentiality": Confidentiality.NORMAL,
        "timezone": zone,
        "starts_at": at,
        "ends_at": at + timedelta(hours=1),
        "planned_at": MORNING,
        "changed_at": MORNING,
        "record_due": at + timedelta(days=1),
        "version": 1,
    }
    return CustomerVisit.model_validate({"id": id, **known, **fields})


def lines_of(content: bytes) -> list[str]:
    """The content lines of a calendar, unfolded, after a check of how they are written (RFC 5545, 3.1)."""
    text = content.decode()
    assert text.endswith("\r\n")
    assert not re.search(r"(?<!\r)\n|\r(?!\n)", text)
    for raw in content.split(b"\r\n"):
        assert len(raw) <= 75
        raw.decode()  # a fold never breaks a character
    lines = re.sub(r"\r\n[ \t]", "", text).split("\r\n")[:-1]
    assert all(re.match(r"[A-Z][A-Z0-9-]*(;[A-Z0-9-]+=(\"[^\"]*\"|[^\";:,]*))*:", line) for line in lines)
    opened: list[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            opened.append(value)
        elif name == "END":
            assert opened.pop() == value
    assert not opened
    return lines


def entry_lines(content: bytes) -> list[str]:
    lines = lines_of(content)
    begin, end = lines.index("BEGIN:VEVENT"), lines.index("END:VEVENT")
    return lines[begin + 1 : end]


def test_an_entry_says_when_and_with_whom_masked_and_nothing_more():
    lines = entry_lines(calendar_of([visit(address=b"sealed")], {"C1": "王**"}, MORNING))
    assert sorted(lines) == [
        "CLASS:CONFIDENTIAL",
        "CREATED:20260302T010000Z",
        "DTEND;TZID=Asia/Shanghai:20260302T100000",
        "DTSTAMP:20260302T010000Z",
        "DTSTART;TZID=Asia/Shanghai:20260302T090000",
        "LAST-MODIFIED:20260302T010000Z",
        "SEQUENCE:0",
        "STATUS:TENTATIVE",
        "SUMMARY:访问 王**",
        "TRANSP:OPAQUE",
        "UID:W1@visits.foyer",
    ]


def test_a_change_keeps_the_uid_and_raises_the_sequence_and_what_is_off_is_cancelled():
    moved = visit(sequence=3, state=VisitState.CANCELLED)
    lines = entry_lines(calendar_of([moved], {}, MORNING))
    assert {"UID:W1@visits.foyer", "SEQUENCE:3", "STATUS:CANCELLED", "TRANSP:TRANSPARENT"} <= set(lines)


def test_the_same_visits_read_the_same():
    assert calendar_of([visit()], {"C1": "王**"}, MORNING) == calendar_of([visit()], {"C1": "王**"}, MORNING)


def test_a_calendar_without_visits_is_one():
    lines = lines_of(calendar_of([], {}, MORNING))
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert "VERSION:2.0" in lines
    assert any(line.startswith("PRODID:") for line in lines)


def test_a_long_name_is_folded_between_characters():
    name = "𠮷" * 60
    lines = entry_lines(calendar_of([visit()], {"C1": f"{name}, Ltd; \\"}, MORNING))
    assert f"SUMMARY:访问 {name}\\, Ltd\\; \\\\" in lines


def offset_at(lines: list[str], zone: str, wall: datetime) -> timedelta:
    """The offset that the VTIMEZONE of a calendar gives to a time on the wall, by the plain rules of RFC 5545
    alone: the observance that began last before it."""
    begin = lines.index(f"TZID:{zone}")
    latest: tuple[datetime, str] | None = None
    onsets: list[datetime] = []
    to = ""
    for line in lines[begin + 1 :]:
        if line == "END:VTIMEZONE":
            break
        if line.startswith("BEGIN:"):
            onsets, to = [], ""
        elif line.startswith("DTSTART:"):
            onsets.append(datetime.fromisoformat(line[8:]))
        elif line.startswith("RDATE:"):
            onsets += [datetime.fromisoformat(one) for one in line[6:].split(",")]
        elif line.startswith("TZOFFSETTO:"):
            to = line[11:]
        elif line.startswith("RRULE:"):
            pytest.fail("a rule would have to be worked out; the dates are written out instead")
        elif line.startswith("END:"):
            for onset in onsets:
                if onset <= wall and (latest is None or onset > latest[0]):
                    latest = (onset, to)
    assert latest is not None
    sign = -1 if latest[1][0] == "-" else 1
    return sign * timedelta(hours=int(latest[1][1:3]), minutes=int(latest[1][3:5]))


@settings(max_examples=60)
@given(
    st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2029-01-01")),
    st.sampled_from(ZONES),
)
def test_whoever_reads_it_finds_the_moment_that_was_planned(moment: datetime, zone: str):
    at = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    content = calendar_of([visit(zone=zone, at=at)], {}, MORNING)
    lines = lines_of(content)
    (start,) = [line for line in entry_lines(content) if line.startswith("DTSTART")]
    name, _, written = start.rpartition(":")
    wall = datetime.fromisoformat(written.removesuffix("Z"))
    if written.endswith("Z"):  # the second of two equal hours cannot be told by a clock on the wall
        assert (name, at.astimezone(ZoneInfo(zone)).fold) == ("DTSTART", 1)
        assert wall == at.replace(tzinfo=None)
    else:
        assert name == f"DTSTART;TZID={zone}"
        assert wall - offset_at(lines, zone, wall) == at.replace(tzinfo=None)
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert event["DTSTART"].dt.replace(tzinfo=None) == wall


def test_each_of_two_equal_hours_is_another_moment():
    moments = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    starts = [entry_lines(calendar_of([visit(zone="Europe/Berlin", at=at)], {}, MORNING)) for at in moments]
    assert [next(line for line in lines if line.startswith("DTSTART")) for lines in starts] == [
        "DTSTART;TZID=Europe/Berlin:20261025T023000",
        "DTSTART:20261025T013000Z",
    ]


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test count the reads of another."""
    monkeypatch.setattr(calendar, "READS", Limit(60, 600.0))
    monkeypatch.setattr(calendar, "GUESSES", Limit(120, 60.0))
    monkeypatch.setattr(feed, "now", lambda: MORNING)


def of(*visits: CustomerVisit) -> MemoryRuntime:
    return MemoryRuntime(FakeStore("customer", customer(), *visits))


async def issue(runtime: MemoryRuntime, person: Person = KEEPER, key: str = "key-0001") -> str:
    with asking(runtime, person) as client:
        answer = await client.post(PATH, headers={"Idempotency-Key": key})
    assert answer.status_code == 201
    return str(answer.json()["path"])


async def test_a_calendar_reads_the_visits_of_its_owner_alone():
    others = visit("W2", staff="am.2")
    runtime = of(visit(), others)
    path = await issue(runtime)
    with asking(runtime, TELLER) as client:  # who is signed in is not asked
        answer = await client.get(path)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert [line for line in lines_of(answer.content) if line.startswith("UID")] == ["UID:W1@visits.foyer"]
    assert "SUMMARY:访问 王**" in lines_of(answer.content)


async def test_reading_changes_nothing():
    runtime = of(visit())
    path = await issue(runtime)
    before, events = dict(runtime.store.database["calendar_tokens"].raws), list(runtime.events)
    commits = runtime.store.commits
    with asking(runtime, KEEPER) as client:
        first, second = await client.get(path), await client.get(path)
    assert first.content == second.content
    assert (dict(runtime.store.database["calendar_tokens"].raws), runtime.events) == (before, events)
    assert runtime.store.commits == commits


async def test_the_secret_has_128_bits_and_is_kept_and_published_nowhere():
    runtime = of(visit())
    token = (await issue(runtime)).removeprefix(f"{PATH}/").removesuffix(".ics")
    assert len(token) * 6 >= 128
    kept = f"{runtime.store.raws('calendar_tokens')} {runtime.store.raws('calendar_feeds')} {runtime.events}"
    assert token not in kept
    assert hash_of(token) in kept
    with asking(runtime, KEEPER) as client:
        assert "path" not in {k for k, v in (await client.get(PATH)).json().items() if v}
    assert [type(event) for event in runtime.events] == [CalendarFeedIssued]


async def test_a_new_address_ends_the_old_one_and_revoking_ends_it_for_good():
    runtime = of(visit())
    old = await issue(runtime)
    new = await issue(runtime, key="key-0002")
    with asking(runtime, KEEPER) as client:
        assert [(await client.get(path)).status_code for path in (old, new)] == [404, 200]
        assert (await client.delete(PATH)).status_code == 204
        assert (await client.get(new)).status_code == 404
        assert (await client.get(PATH)).json()["active"] is False


async def test_two_people_with_one_key_have_two_addresses():
    runtime = of(visit())
    assert await issue(runtime, KEEPER) != await issue(runtime, COLLEAGUE)


async def test_whoever_is_no_account_manager_has_no_calendar():
    with asking(of(), TELLER) as client:
        assert (await client.post(PATH)).status_code == 403


@pytest.mark.parametrize("name", ["A" * 22, "short", "A" * 22 + "%00", "../rights"])
async def test_a_guessed_address_says_nothing(name: str):
    with asking(of(visit()), KEEPER) as client:
        answer = await client.get(f"{PATH}/{name}.ics")
    assert answer.status_code in (404, 422)
    assert name not in answer.text


async def test_an_address_is_read_so_often_and_no_more(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(calendar, "READS", Limit(2, 600.0))
    monkeypatch.setattr(calendar, "GUESSES", Limit(1, 60.0))
    runtime = of(visit())
    path = await issue(runtime)
    with asking(runtime, KEEPER) as client:
        assert [(await client.get(path)).status_code for _ in range(3)] == [200, 200, 429]
        guesses = [(await client.get(f"{PATH}/{n:022}.ics")).status_code for n in range(2)]
    assert guesses == [404, 429]


def test_a_limit_counts_by_key_and_forgets_with_time():
    at = [0.0]
    limit = Limit(1, 10.0, keys=2, clock=lambda: at[0])
    assert [limit.allows("a"), limit.allows("a"), limit.allows("b")] == [True, False, True]
    at[0] = 10.0
    assert limit.allows("a")


async def test_a_calendar_ends_with_a_change_of_rights_and_not_with_a_session():
    world = World("customer")
    handlers = EVENT_HANDLERS[TokensRevoked]
    await world.act(COMMANDS[IssueCalendarFeed], IssueCalendarFeed("am.1", ("B1",), "hash"))
    await world.act(handlers, TokensRevoked(branch="B1", staff="am.1", session="s"))
    assert world.get(CalendarToken, "hash").live
    await world.act(handlers, TokensRevoked(branch="B1", staff="am.1", epoch=2))
    assert not world.get(CalendarToken, "hash").live
    assert world.get(CalendarFeed, "am.1").token is None


@pytest.mark.parametrize("path", [f"{PATH}/secret.ics", f"{PATH}/secret.ICS", f"{PATH}/secret.ics/"])
def test_the_secret_of_an_address_does_not_come_into_a_log(path: str):
    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
    found = (one for one in app_of("customer").routes if one.matches(scope)[0] is Match.FULL)
    assert "secret" not in plain_path({**scope, "route": next(found, None)})
    assert plain_path(scope) == "*"

"""May a customer be contacted: yes or no, why, and when next (W5)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.consents.domain.hours import ContactRules, Hours
from services.customer.consents.domain.permission import Circumstances, may_contact
from services.customer.consents.domain.standing import ContactStanding, Pair, Preferences, pair_of
from shared.contracts.customer import ContactChannel, ContactPurpose, ContactReason
from shared.working_days import working_days
from tests.unit.acting import MORNING

MARKETING, SERVICE, SMS = ContactPurpose.MARKETING, ContactPurpose.SERVICE, ContactChannel.SMS
GIVEN = Pair(given_at=MORNING - timedelta(days=365))
CHINA = working_days("CN").is_working_day


def known(
    pair: Pair = GIVEN,
    *,
    wishes: Preferences | None = None,
    rules: ContactRules | None = None,
    timezone: str = "Asia/Shanghai",
    exists: bool = True,
) -> Circumstances:
    pairs = {pair_of(purpose, SMS): pair for purpose in ContactPurpose}
    standing = ContactStanding(id="C1", branch="B1", pairs=pairs, preferences=wishes or Preferences())
    return Circumstances(standing, rules or ContactRules(id="B1", number=3), timezone, CHINA, exists)


def at(text: str, zone: str = "Asia/Shanghai") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def asked(circumstances: Circumstances, when: datetime, purpose: ContactPurpose = MARKETING):
    found = may_contact(circumstances, purpose, SMS, when)
    assert found.allowed == (found.reason is ContactReason.ALLOWED)
    return found.reason, found.next_allowed


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        (Pair(), ContactReason.NO_CONSENT),
        (Pair(given_at=MORNING, withdrawn_at=MORNING), ContactReason.WITHDRAWN),
        (Pair(given_at=MORNING, refused_at=MORNING - timedelta(days=1)), ContactReason.REFUSED),
    ],
)
def test_without_a_consent_there_is_no_next_time(pair: Pair, reason: ContactReason) -> None:
    assert asked(known(pair), at("2026-03-03 10:00")) == (reason, None)


def test_a_customer_of_whom_nothing_is_known_is_not_contacted() -> None:
    nothing = Circumstances(None, ContactRules(id="bank"), "Asia/Shanghai", CHINA)
    assert asked(nothing, MORNING) == (ContactReason.NO_CONSENT, None)


def test_nobody_is_contacted_whose_file_was_erased() -> None:
    assert asked(known(exists=False), at("2026-03-03 10:00")) == (ContactReason.ERASED, None)


@pytest.mark.parametrize(
    ("when", "reason", "next_allowed"),
    [
        ("2026-03-03 09:00", ContactReason.ALLOWED, None),
        ("2026-03-03 19:59", ContactReason.ALLOWED, None),
        ("2026-03-03 08:59", ContactReason.QUIET_HOURS, "2026-03-03 09:00"),
        ("2026-03-03 20:00", ContactReason.QUIET_HOURS, "2026-03-04 09:00"),
        ("2026-03-06 21:00", ContactReason.QUIET_HOURS, "2026-03-09 09:00"),  # a Friday
        ("2026-03-07 10:00", ContactReason.NOT_A_WORKING_DAY, "2026-03-09 09:00"),
        ("2026-10-01 10:00", ContactReason.NOT_A_WORKING_DAY, "2026-10-08 09:00"),
        ("2026-10-10 10:00", ContactReason.ALLOWED, None),  # a Saturday that is worked
    ],
)
def test_marketing_waits_for_the_hours_of_a_working_day(
    when: str, reason: ContactReason, next_allowed: str | None
) -> None:
    assert asked(known(), at(when)) == (reason, at(next_allowed) if next_allowed else None)


def test_a_service_message_does_not_wait_for_a_working_day() -> None:
    assert asked(known(), at("2026-10-01 10:00"), SERVICE) == (ContactReason.ALLOWED, None)


def test_a_quiet_day_is_passed_over() -> None:
    rules = ContactRules(id="B1", quiet_days=("2026-03-03", "2026-03-04"))
    assert asked(known(rules=rules), at("2026-03-03 10:00")) == (
        ContactReason.QUIET_DAY, at("2026-03-05 09:00")
    )  # fmt: skip


def test_wishes_narrow_the_hours_and_hours_that_never_meet_have_no_next_time() -> None:
    narrow = known(wishes=Preferences(hours=Hours(begin="18:00", end="23:00")))
    assert asked(narrow, at("2026-03-03 10:00")) == (
        ContactReason.OUTSIDE_WISHED_HOURS, at("2026-03-03 18:00")
    )  # fmt: skip
    never = known(wishes=Preferences(hours=Hours(begin="21:00", end="23:00")))
    assert asked(never, at("2026-03-03 10:00")) == (ContactReason.OUTSIDE_WISHED_HOURS, None)


def test_a_channel_that_is_not_wanted_is_not_used() -> None:
    by_mail = known(wishes=Preferences(channels=(ContactChannel.EMAIL,)))
    assert asked(by_mail, at("2026-03-03 10:00")) == (ContactReason.CHANNEL_NOT_WANTED, None)


def test_hours_are_those_of_where_the_customer_lives() -> None:
    abroad = known(wishes=Preferences(timezone="Europe/London"))
    assert asked(abroad, at("2026-03-03 10:00")) == (
        ContactReason.QUIET_HOURS, at("2026-03-03 09:00", "Europe/London")
    )  # fmt: skip


def test_an_hour_that_a_clock_change_removes_is_not_waited_for() -> None:
    hours = {purpose: Hours(begin="02:15", end="03:30") for purpose in ContactPurpose}
    rules = ContactRules(id="B1", hours=hours, working_days_only=())
    london = known(rules=rules, wishes=Preferences(timezone="Europe/Berlin"))
    reason, next_allowed = asked(london, at("2026-03-29 01:00", "Europe/Berlin"))
    assert (reason, next_allowed) == (ContactReason.QUIET_HOURS, at("2026-03-29 03:00", "Europe/Berlin"))


CLOCKS = st.integers(0, 23).flatmap(
    lambda hour: st.integers(hour + 1, 24).map(lambda end: Hours(begin=f"{hour:02}:00", end=f"{end:02}:00"))
)


@given(
    minutes=st.integers(0, 365 * 24 * 60),
    rule=CLOCKS,
    wish=st.none() | CLOCKS,
    zone=st.sampled_from(["Asia/Shanghai", "Europe/London", "America/New_York", "Australia/Lord_Howe"]),
    working=st.booleans(),
    quiet=st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=3),
)
def test_the_next_time_is_allowed_and_none_before_it_is(
    minutes: int, rule: Hours, wish: Hours | None, zone: str, working: bool, quiet: list[date]
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    rules = ContactRules(
        id="B1",
        hours=dict.fromkeys(ContactPurpose, rule),
        working_days_only=(MARKETING,) if working else (),
        quiet_days=tuple(day.isoformat() for day in quiet),
    )
    circumstances = known(rules=rules, wishes=Preferences(hours=wish, timezone=zone))
    reason, after = asked(circumstances, now)
    if reason is ContactReason.ALLOWED:
        assert after is None
        return
    if after is None:
        assert wish is not None
        assert max(rule.begin, wish.begin) >= min(rule.end, wish.end)
        return
    assert after > now
    assert asked(circumstances, after)[0] is ContactReason.ALLOWED
    steps = min(int((after - now) / timedelta(minutes=15)), 400)
    for step in range(steps):
        between = now + timedelta(minutes=15) * step
        assert asked(circumstances, between)[0] is not ContactReason.ALLOWED, between

"""Fingerprints tell a repeat from something else under the same id."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.errors import IdReused, KeyReused
from shared.fingerprint import Fingerprint

KEY = b"k" * 32
NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def said(*content: object, id: str = "event-01", key: bytes = KEY, **more: object) -> Fingerprint:
    return Fingerprint.of(key, id, *content, **more)  # type: ignore[arg-type]


def test_the_same_content_is_a_repeat_in_whatever_order_its_members_stand():
    first = said("/visits", {"need": "cash", "care": ["elderly"]})
    said("/visits", {"care": ["elderly"], "need": "cash"}).must_match(first.record())


@pytest.mark.parametrize(
    "other",
    [
        said("/visits", {"need": "loan"}),
        said("/cases", {"need": "cash"}),
        said("/visits", {"need": "cash"}, id="event-02"),
        said("/visits", {"need": "cash"}, key=b"l" * 32),
    ],
)
def test_another_target_content_or_key_is_something_else(other: Fingerprint):
    with pytest.raises(KeyReused):
        other.must_match(said("/visits", {"need": "cash"}).record())


def test_the_sender_is_told_in_its_own_words():
    with pytest.raises(IdReused):
        said("a", reused=IdReused).must_match(said("b").record())


@pytest.mark.parametrize("later", [timedelta(0), timedelta(minutes=2), -timedelta(minutes=2)])
def test_a_sender_that_stamps_at_sending_may_send_again(later: timedelta):
    said("a", time=NINE + later).must_match(said("a", time=NINE).record())


@pytest.mark.parametrize("time", [NINE + timedelta(minutes=11), NINE - timedelta(days=1), None])
def test_the_same_content_of_another_time_is_something_else(time: datetime | None):
    with pytest.raises(KeyReused):
        said("a", time=time).must_match(said("a", time=NINE).record())


def test_what_an_older_version_saw_is_taken_for_the_same():
    said("a").must_match({"_id": "lobby:x", "kind": "arrive"})


def test_the_inbox_keeps_nothing_that_could_be_found_by_trying():
    record = said({"credential": "6222020000000001"}).record()
    assert len(record["fingerprint"]) == 16
    assert record["fingerprint"] != said({"credential": "6222020000000001"}, key=b"l" * 32).digest
    assert record["fingerprint"] != said({"credential": "6222020000000001"}, id="event-02").digest

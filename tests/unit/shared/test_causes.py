"""No envelope is built that its reader refuses, however long the parts of its ids are."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.contracts import decode, encode
from shared.contracts.base import LONGEST_CAUSE
from shared.contracts.lobby import VisitCancelled
from shared.unit_of_work import Batch, Cause, UnitOfWork
from tests.unit.acting import World

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
STAFF = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,63}", fullmatch=True)
NAME = st.from_regex(r"[A-Za-z0-9_-]{1,32}", fullmatch=True)
KEY = st.from_regex(r"[A-Za-z0-9_-]{8,64}", fullmatch=True)
EVENT_ID = st.from_regex(r"[A-Za-z0-9_:.-]{8,64}", fullmatch=True)
COMMAND = st.from_regex(r"[a-z_]{1,48}", fullmatch=True)
CAUSES = st.one_of(
    st.builds("{}:{}:{}".format, STAFF, COMMAND, KEY),
    st.builds("{}.{}:{}".format, NAME, NAME, EVENT_ID),
    st.builds("timer:{}:{}".format, st.text(max_size=200), st.just(1795671537374)),
    st.just("s" * 64 + ":" + "c" * 48 + ":" + "k" * 64),
    st.just("b" * 32 + "." + "d" * 32 + ":" + "e" * 64),
)


def unit_of(cause: Cause) -> UnitOfWork:
    return UnitOfWork(cause, NOW, "lobby", batch=Batch(World("lobby")))


@given(cause_id=CAUSES, staff=STAFF, branch=NAME)
def test_whatever_led_to_an_event_its_reader_takes_it(cause_id: str, staff: str, branch: str):
    work = unit_of(Cause(cause_id, "cancel", NOW, f"staff:{staff}", branch, causation_id=cause_id))
    work.publish(
        VisitCancelled(branch=branch, visit="v", ticket="A001", reason="left", waited_seconds=1),
        subject="v",
        correlation_id="v",
    )
    (envelope,) = work.events
    assert decode(encode(envelope), envelope.type) == envelope


@given(one=CAUSES, other=CAUSES)
def test_a_long_id_stays_one_of_its_own_and_the_same_each_time(one: str, other: str):
    ids = {Cause(id, "x", NOW).id for id in (one, other, one, other)}
    assert len(ids) == len({one, other})
    assert all(len(id) <= LONGEST_CAUSE for id in ids)


def test_a_long_id_is_still_seen_to_be_a_deadline():
    assert Cause("timer:" + "x" * 200, "x", NOW).id.startswith("timer:xxx")


def test_a_short_id_stays_as_it_is():
    assert Cause("li.na:arrive:12345678", "arrive", NOW).id == "li.na:arrive:12345678"


def test_an_envelope_that_its_reader_would_refuse_is_not_built():
    work = unit_of(Cause("cause-01", "cancel", NOW))
    event = VisitCancelled(branch="B1", visit="v", ticket="A001", reason="left", waited_seconds=1)
    with pytest.raises(ValidationError):
        work.publish(event, subject="x" * 129, correlation_id="v")
    assert work.events == []

"""Bounds of one device: how fast it sends and signs in, how many names it has at the broker."""

import pytest

from services.lobby.devices.api import _own_name_of
from services.lobby.devices.bounds import (
    EVENTS_AT_ONCE,
    MOST_NAMES,
    SIGN_INS_AT_ONCE,
    DeviceBounds,
    TooFast,
)


def still() -> float:
    return 0.0


def test_a_device_that_sends_too_fast_is_refused_and_no_other():
    bounds = DeviceBounds(clock=still)
    bounds.must_not_hurry("B1.K1", EVENTS_AT_ONCE)
    with pytest.raises(TooFast):
        bounds.must_not_hurry("B1.K1")
    bounds.must_not_hurry("B1.K2")


def test_at_a_faster_pace_devices_may_be_faster():
    time = [0.0]
    bounds = DeviceBounds(10.0, lambda: time[0])
    bounds.must_not_hurry("B1.K1", EVENTS_AT_ONCE)
    time[0] += 1.0
    bounds.must_not_hurry("B1.K1", 50)
    with pytest.raises(TooFast):
        bounds.must_not_hurry("B1.K1")


def test_it_is_told_so_a_few_times_and_may_sign_in_a_few_times():
    bounds = DeviceBounds(clock=still)
    assert [bounds.may_sign_in("B1.K1") for _ in range(SIGN_INS_AT_ONCE + 1)].count(True) == SIGN_INS_AT_ONCE
    assert 0 < [bounds.may_answer("B1.K1") for _ in range(1000)].count(True) < 1000


def test_a_device_has_a_few_names_of_its_own_and_none_of_another():
    bounds = DeviceBounds(clock=still)
    names = ["B1.K1", *(f"B1.K1.{number}" for number in range(100))]
    assert [bounds.may_be_called("B1.K1", name) for name in names].count(True) == MOST_NAMES
    assert bounds.may_be_called("B1.K1", names[0])
    assert not bounds.may_be_called("B1.K1", names[-1])
    assert not any(bounds.may_be_called("B1.K2", name) for name in ("B1.K1", "B1.K22", "B1.K2.", "", "K2"))
    assert bounds.may_be_called("B1.K2", "B1.K2")


@pytest.mark.parametrize(
    ("queue", "name"),
    [
        ("foyer.answers.B1.K1", "B1.K1"),
        ("foyer.answers.B1.K1.aside", "B1.K1.aside"),
        ("mqtt-subscription-B1.K1qos1", "B1.K1"),
        ("mqtt-subscription-B1.K1.aqos0", "B1.K1.a"),
        ("foyer.lobby.devices", ""),
        ("mqtt-subscription-B1.K1qos2", ""),
        ("foyer.answers.", ""),
    ],
)
def test_a_queue_is_named_after_its_device(queue: str, name: str):
    assert _own_name_of(queue) == name

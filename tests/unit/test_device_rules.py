"""The client's own rules are those of the hall: what it lets pass is taken, what it stops is not."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.devices.rules import Unfit, check
from services.lobby.ingress import read
from shared.contracts.words import Care, ComplaintTopic, Place
from shared.errors import Refusal

TOPICS = [*(one.value for one in ComplaintTopic), "", "Fees"]
text = st.text(alphabet=st.characters(codec=None), max_size=8)
odd = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.just(10**12), st.just(10**12 + 1), st.floats(), text
)
shown = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["card", "identity", "phone", "qr", "face", None]),
        "value": st.one_of(st.text(min_size=2, max_size=6), st.just("6222020000000001"), odd),
    }
)
arrivals = st.fixed_dictionaries(
    {},
    optional={
        "need": st.one_of(st.sampled_from(["cash", "Cash", "", "a" * 64, "a" * 65, "loan\n"]), text),
        "care": st.lists(st.one_of(st.sampled_from([one.value for one in Care]), odd), max_size=3),
        "amount": odd,
        "wants_counter": odd.filter(lambda one: one is not None),
        "credential": st.one_of(st.none(), shown, odd),
    },
)
said = st.one_of(
    st.tuples(
        st.just("complaint_raised"),
        st.fixed_dictionaries({"topic": st.sampled_from(TOPICS)}),
    ),
    st.tuples(
        st.just("device_status"),
        st.fixed_dictionaries(
            {
                "status": st.integers(-1, 9),
                "checks": st.dictionaries(st.sampled_from(["paper", "Paper", "", "a" * 33]), st.booleans()),
            }
        ),
    ),
    st.tuples(
        st.just("loiterer_seen"),
        st.fixed_dictionaries(
            {
                "place": st.sampled_from([*(one.value for one in Place), "roof"]),
                "minutes": st.sampled_from([0, 1, 1440, 1441]),
            }
        ),
    ),
)
others = st.one_of(said, st.tuples(st.just("customer_arrived"), arrivals))


def passes(kind: str, data: dict[str, Any]) -> bool:
    try:
        check(kind, data)
    except Unfit:
        return False
    return True


def is_taken(kind: str, data: dict[str, Any]) -> bool:
    event = {"id": "event-0001", "type": f"foyer.device.{kind}.v1", "source": "/device/B1/K1", "data": data}
    try:
        read(json.dumps(event, ensure_ascii=False).encode(), "B1", "K1", b"k" * 32)
    except (Refusal, ValueError):
        return False
    return True


@settings(deadline=None)
@given(event=others)
def test_what_the_client_lets_pass_the_hall_takes(event: tuple[str, dict[str, Any]]):
    if passes(*event):
        assert is_taken(*event)


@settings(deadline=None)
@given(event=said)
def test_what_the_client_stops_the_hall_would_refuse(event: tuple[str, dict[str, Any]]):
    assert passes(*event) == is_taken(*event)


@pytest.mark.parametrize("need", ["cash\n", "ｃａｓｈ", "cash ", "a" * 65])
def test_a_word_is_small_letters_digits_and_underscores(need: str):
    assert not passes("customer_arrived", {"need": need})

"""The client's own rules are those of the hall: what it lets pass is taken, what it stops is not."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.devices.rules import Unfit, check
from services.lobby.arrivals.messages import read_message
from shared.contracts.words import Care, ComplaintTopic, Place
from shared.errors import Refusal

TOPICS = [*(one.value for one in ComplaintTopic), "", "Fees"]
text = st.text(alphabet=st.characters(codec=None), max_size=8)
odd = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.just(10**12), st.just(10**12 + 1), st.floats(), text
)
VALUES = (
    *("6222020000000001", "6222 0200-0000 0001", "６２２２０２００", "6222020", "6" * 33, "62220200x"),
    *("11010519491231002X", "11010519491231002x", "110105194912310021", "110105491231002", "110105491331002"),
    *("110105194913310026", "E12345678", "ABCDE", "1101051949123", "12345678901234567X", "H0123456(7)"),
    *("13800138000", "+86 138-0013-8000", "8613800138000", "138001380001", "12800138000", "010-62345678"),
    *(
        "+852 2345 6789",
        "+86 10 6234 5678",
        "+0123456",
        "95588",
        "021",
        "    ",
        "ab\u200b\u200b",
        "ABCD",
        "\u3164" * 4,
    ),
)
typed = st.text(alphabet="0123456789 -+xX()·", min_size=4, max_size=20)
shown = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["card", "identity", "phone", "qr", "face", None]),
        "value": st.one_of(st.text(min_size=2, max_size=6), st.sampled_from(VALUES), typed, odd),
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
        read_message(json.dumps(event, ensure_ascii=False).encode(), "B1", "K1", b"k" * 32)
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


@pytest.mark.parametrize("kind", ["card", "identity", "phone", "qr"])
@pytest.mark.parametrize("value", [*VALUES, "\u200b\u200b\u200bab"])
def test_what_the_client_takes_for_a_card_is_one_in_the_hall(kind: str, value: str):
    event = "customer_arrived", {"credential": {"kind": kind, "value": value}}
    assert is_taken(*event) >= passes(*event)


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("card", "1234567", "bad_card"),
        ("identity", "110105194912310021", "bad_identity"),
        ("phone", "138001380", "bad_phone"),
        ("qr", "    ", "bad_code"),
    ],
)
def test_what_no_customer_can_show_is_stopped_under_the_code_of_the_hall(kind: str, value: str, code: str):
    shown = {"credential": {"kind": kind, "value": value}}
    with pytest.raises(Unfit) as unfit:
        check("customer_arrived", shown)
    assert (unfit.value.code, unfit.value.field) == (code, "credential")
    assert not is_taken("customer_arrived", shown)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("card", "6222 0200 0000 0001"),
        ("identity", "11010519491231002x"),
        ("identity", "110105491231002"),
        ("identity", "E12345678"),
        ("phone", "+86 138-0013-8000"),
        ("phone", "010-62345678"),
        ("qr", "ABCD"),
    ],
)
def test_what_customers_show_is_let_pass(kind: str, value: str):
    shown = {"credential": {"kind": kind, "value": value}}
    assert passes("customer_arrived", shown)
    assert is_taken("customer_arrived", shown)

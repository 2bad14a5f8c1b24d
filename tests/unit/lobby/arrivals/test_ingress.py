"""Events of devices are read as they stand, or refused by name."""

import json
from typing import Any

import pytest

from services.lobby.arrivals.commands import RegisterArrival
from services.lobby.arrivals.messages import AcceptedCommand, AcceptedMessage, id_of, read_message
from services.lobby.devices.domain.devices import BinaryMode, must_be_whole
from services.lobby.queue.domain.admission import Arrival
from shared import clock, strict_json
from shared.contracts.needs import EARLIER_WORDS
from shared.errors import IdReused, Malformed, MissingId, Refusal

KEY = b"k" * 32
NAN, INFINITY = float("nan"), float("inf")
HOSTILE = b"[" * 2000 + b'\\"' * 30_000
"""Each of its quotes could begin a string that never ends."""
DEEP = "[" * 9000 + "]" * 9000
NOW = "2026-03-02T01:00:00+00:00"


def text(data: dict[str, Any] | None = None, kind: str = "customer_arrived", **changes: Any) -> str:
    whole = {
        "specversion": "1.0",
        "id": "event-01",
        "type": f"foyer.device.{kind}.v1",
        "source": "/device/B1/K1",
        "time": clock.now().isoformat(),
        "data": {"need": "cash"} if data is None else data,
    }
    return json.dumps({**whole, **changes})


def hear(body: str | bytes, device: str = "K1") -> AcceptedMessage:
    return read_message(
        body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body, "B1", device, KEY
    )


def arrival(body: str) -> Arrival:
    accepted = hear(body)
    assert isinstance(accepted, AcceptedCommand)
    assert isinstance(accepted.command, RegisterArrival)
    return accepted.command.arrival


def refusal_of(body: str | bytes) -> Refusal:
    with pytest.raises(Refusal) as refused:
        hear(body)
    return refused.value


NOT_AS_IT_SHOULD_BE = {
    "data_base64 of an envelope": (text(data_base64="e30="), "data_base64"),
    "an attribute that means nothing here": (text(comexampleother="1"), "comexampleother"),
    "an attribute that is misspelt": (text(tme="2026-03-02T09:00:00Z"), "tme"),
    "a member that is misspelt": (text({"nede": "cash"}), "data.nede"),
    "a member of a member": (
        text({"credential": {"kind": "card", "value": "6222020000000001", "pin": "1"}}),
        "data.credential.pin",
    ),
    "an id twice": (text().replace('"id"', '"id": "event-02", "id"'), "id"),
    "a need twice": (text().replace('"need"', '"need": "loan", "need"'), "need"),
    "another form of content": (text(datacontenttype="application/xml"), "datacontenttype"),
    "content in pieces": (text(datacontenttype="application/json; charset=gbk"), "datacontenttype"),
    "another version": (text(specversion="0.3"), "specversion"),
    "an id that is a number": (text(id=12345678), "id"),
    "an id that is no number": (text(id=NAN), "NaN"),
    "an id that is half a letter": (text(id="event-01\ud800"), "content"),
    "a card that is half a letter": (
        text({"credential": {"kind": "card", "value": "6222\udc00"}}), "surrogate"
    ),
    "a time that is a number": (text(time=1_700_000_000), "time"),
    "a time that is a number in words": (text(time="1700000000"), "time"),
    "a time without a zone": (text(time="2026-03-02T09:00:00"), "time"),
    "a day": (text(time="2026-03-02"), "time"),
    "words for data": (text(data="cash"), "data"),  # type: ignore[arg-type]
    "a list for data": (text(data=["cash"]), "data"),  # type: ignore[arg-type]
    "true for an amount": (text({"amount": True}), "data.amount"),
    "a fraction for an amount": (text({"amount": 5.0}), "data.amount"),
    "words for an amount": (text({"amount": "5"}), "data.amount"),
    "no number for an amount": (text({"amount": NAN}), "NaN"),
    "an amount without end": (text({"amount": INFINITY}), "Infinity"),
    "an amount beyond all bounds": (text({"amount": "HERE"}).replace('"HERE"', "1e999"), "bounds"),
    "an amount of 5,000 digits": (text({"amount": "HERE"}).replace('"HERE"', "7" * 5000), "content"),
    "one for true": (text({"wants_counter": 1}), "data.wants_counter"),
    "words for true": (text({"wants_counter": "true"}), "data.wants_counter"),
    "a word for a list": (text({"care": "elderly"}), "data.care"),
    "nothing in a list": (text({"care": [None]}), "data.care"),
    "true for a status": (text({"status": True}, "device_status"), "data.status"),
    "a fraction for a status": (text({"status": 1.0}, "device_status"), "data.status"),
    "words for a status": (text({"status": "1"}, "device_status"), "data.status"),
    "a status that nobody knows": (text({"status": 9}, "device_status"), "data.status"),
    "one for a part": (text({"status": 0, "checks": {"paper": 1}}, "device_status"), "data.checks.paper"),
    "true for minutes": (text({"minutes": True}, "loiterer_seen"), "data.minutes"),
    "a fraction for numbers": (
        text({"since": "2026-03-02T09:00:00Z", "numbers": 3.0}, "connection_restored"), "data.numbers"
    ),
    "a number for since": (text({"since": 1_700_000_000}, "connection_restored"), "data.since"),
    "lists in lists": ("[" * 20_000, "nested too deep"),
    "objects in objects": ('{"a":' * 10_000, "nested too deep"),
    "lists in lists, as data": (text({"care": "HERE"}).replace('"HERE"', "[" * 150 + "]" * 150), "data.care"),
    "lists in lists without end, as data": (f'{{"a": {DEEP}}}', "content"),
    "a list": ("[1]", "content"),
    "nothing": ("", "content"),
    "a mark of byte order": ("\ufeff" + text(), "content"),
    "something behind it": (text() + "{}", "content"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "named"), NOT_AS_IT_SHOULD_BE.values(), ids=NOT_AS_IT_SHOULD_BE)
def test_what_is_not_as_it_should_be_is_refused_and_named(body: str, named: str):
    refusal = refusal_of(body)
    assert refusal.code == "malformed"
    assert named in refusal.detail


@pytest.mark.parametrize("body", [b"\xff\xfe", text().encode("utf-16"), text().encode("gbk") + b"\x81"])
def test_bytes_that_are_no_utf8_are_malformed(body: bytes):
    assert isinstance(refusal_of(body), Malformed)


def test_a_refusal_shows_nothing_that_somebody_typed():
    for body in (
        text({"6222020000000001": 1}),
        text({"龙小明": "x"}),
        text({"status": 0, "checks": {"6222020000000001/": True}}, "device_status"),
        text().replace('"need"', '"13800001234": 1, "13800001234"'),
    ):
        detail = refusal_of(body).detail
        assert not any(secret in detail for secret in ("6222", "1380", "龙"))


@pytest.mark.parametrize(("sent", "read"), [*EARLIER_WORDS.items(), ("cash", "cash"), ("our_own", "our_own")])
def test_the_second_word_of_a_need_is_read_as_its_one(sent: str, read: str):
    """Machines in the field send words that the catalogue has no more."""
    assert arrival(text({"need": sent})).need == read


def test_an_arrival_sent_again_with_the_other_word_is_a_repeat():
    again = text({"need": "payment"}), text({"need": "bill_payment"})
    first, second = (hear(body).cause.fingerprint for body in again)
    assert first
    assert second
    assert first.digest == second.digest


def test_null_is_nothing_wherever_a_member_may_be_absent():
    bare = arrival(text({"need": "cash"}, traceparent=None, subject=None, datacontenttype=None))
    full = arrival(text({"need": "cash", "care": None, "amount": None, "credential": None, "ticket": None}))
    assert (bare.need, bare.care, full.care) == ("cash", (), ())
    assert arrival(text({"need": None})).need == "enquiry"
    assert arrival(text(time=None)).arrived is not None
    with pytest.raises(MissingId):
        hear(text(id=None))


def test_what_cloudevents_allows_besides_is_read():
    kind = 'APPLICATION/JSON; charset="UTF-8"'
    found = arrival(text(datacontenttype=kind, subject="x", dataschema="urn:x", tracestate="a=1"))
    assert found.need == "cash"


@pytest.mark.parametrize("kind", [None, "", "application/json", "text/plain"])
@pytest.mark.parametrize("name", ["ce-id", "Ce-Type", "cloudEvents:id", "cloudEvents_type"])
def test_an_event_whose_attributes_stand_in_headers_is_refused_by_name(name: str, kind: str | None):
    with pytest.raises(BinaryMode):
        must_be_whole(["content-type", name], kind)


def test_other_headers_are_nobodys_business():
    must_be_whole(["content-type", "accept", "x-mqtt-publish-qos", "cache-control"], None)


@pytest.mark.parametrize(
    "kind", ["application/cloudevents+json", "Application/CloudEvents-Batch+JSON; charset=utf-8"]
)
def test_headers_that_repeat_what_the_body_says_are_passed_over(kind: str):
    must_be_whole(["ce-id", "ce-type"], kind)


# --- Repeats ------------------------------------------------------------------------------------------


def repeats(first: str, second: str) -> bool:
    (one, other) = (hear(body).cause.fingerprint for body in (first, second))
    assert one is not None
    assert other is not None
    try:
        other.must_match(one.record())
    except IdReused:
        return False
    return True


@pytest.mark.parametrize(
    "again",
    [
        text({"need": "cash", "care": ["elderly"]}, time=NOW),
        json.dumps(json.loads(text({"care": ["elderly"], "need": "cash"}, time=NOW)), indent=3),
        text({"need": "cash", "care": ["elderly"], "amount": None, "wants_counter": False}, time=NOW),
        text({"need": "cash", "care": ["elderly"], "branch": "B1"}, time=NOW),
        text({"need": "cash", "care": ["elderly"]}, time=NOW, traceparent="00-1-1-00"),
        text({"need": "cash", "care": ["elderly"]}, time=NOW.replace("+00:00", "Z")),
        text({"need": "c\u0061sh", "care": ["elderly"]}, time=NOW).replace("cash", "c\\u0061sh"),
    ],
)  # fmt: skip
def test_what_differs_in_its_writing_alone_is_a_repeat(again: str):
    assert repeats(text({"need": "cash", "care": ["elderly"]}, time=NOW), again)


@pytest.mark.parametrize(
    "other",
    [
        text({"need": "loan"}, time=NOW),
        text({"need": "cash", "care": ["elderly"]}, time=NOW),
        text({"need": "cash", "credential": {"kind": "card", "value": "6222020000000001"}}, time=NOW),
        text({"need": "cash", "amount": 5}, time=NOW),
        text({}, "complaint_raised", time=NOW),
        text({"need": "cash"}, time=None),
    ],
)
def test_another_content_under_the_same_id_is_none(other: str):
    assert not repeats(text({"need": "cash"}, time=NOW), other)


# --- Many at once -------------------------------------------------------------------------------------


def test_each_of_an_array_is_cut_out_as_it_stands():
    hard = r'{"a": ["]", "}", "\"", "[\\", {"b": [1, 2]}, NaN], "a": "\ud83d\ude00"}'
    cut = strict_json.elements(f' [ {text()} ,\n{hard},3,"a,b 卡" ] '.encode())
    assert cut is not None
    assert hear(cut[0]).id == "event-01"
    assert [piece.decode().strip() for piece in cut[1:]] == [hard, "3", '"a,b 卡"']


@pytest.mark.parametrize(("body", "expected"), [(b"[]", []), (b" [ ] ", []), (b"{}", None), (b'"[]"', None)])
def test_an_array_of_nothing_and_no_array(body: bytes, expected: list[bytes] | None):
    assert strict_json.elements(body) == expected


@pytest.mark.parametrize(
    "middle",
    ['{"id": NaN}', r'{"id": "\ud800"}', '{"a":1,"a":2}', f'{{"a": {DEEP}}}', "3", "null", '"event-02"'],
)
def test_one_that_cannot_be_read_takes_nobody_along(middle: str):
    cut = strict_json.elements(f"[{text(id='event-01')},{middle},{text(id='event-03')}]".encode())
    assert cut is not None
    assert [hear(cut[place]).id for place in (0, 2)] == ["event-01", "event-03"]
    assert refusal_of(cut[1])


@pytest.mark.parametrize(
    "body",
    [b"[" * 20_000, b"[" * 20_000 + b"]" * 20_000, b"[{]", b"[1", b"[1]]", b"[1] [2]", b"[\xff]", HOSTILE],
)
@pytest.mark.timeout(20)
def test_an_array_that_is_none_is_refused_as_a_whole(body: bytes):
    with pytest.raises(Malformed):
        strict_json.elements(body)


@pytest.mark.parametrize(
    ("body", "id"),
    [
        (b'{"id": "event-01", "type": NaN}', "event-01"),
        (b'{"id": "no"}', "no"),
        (b'{"id": "event-01", "data": ' + b"7" * 5000 + b"}", "event-01"),
        (b'{"id": "\\ud800"}', None),
        (b'{"id": NaN}', None),
        (b'{"id": 5}', None),
        (b'{"id": "' + b"x" * 65 + b'"}', None),
        ('{"id": "卡"}'.encode(), None),
        (b"[" * 20_000, None),
        (b"\xff", None),
        (b"7", None),
    ],
)
def test_the_id_of_an_event_that_is_wrong_is_told_where_it_can_be(body: bytes, id: str | None):
    assert id_of(body) == id


def test_care_that_is_said_twice_is_one():
    found = arrival(text({"need": "cash", "care": ["elderly", "mobility", "elderly"]}))
    assert found.care == ("elderly", "mobility")

"""Rings of keys: what was sealed before a change opens after it, and names its key."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.fingerprint import Fingerprint
from shared.privacy import Keys, Tampered, kid_of, kid_of_key, new_key, seal, unseal
from shared.settings import Settings

FIRST, SECOND, THIRD = (bytes([number]) * 32 for number in (1, 2, 3))


def text_of(*keys: bytes) -> str:
    return "\n".join(base64.b64encode(key).decode() for key in keys)


@given(clear=st.binary(max_size=200), place=st.text(max_size=20))
def test_what_a_ring_sealed_opens_at_every_step_of_a_change(clear: bytes, place: str) -> None:
    before, added, used = Keys(FIRST), Keys(FIRST, (SECOND,)), Keys(SECOND, (FIRST,))
    for sealer in (before, added, used):
        for opener in (added, used):  # a step is taken by one process after the other
            assert unseal(opener, seal(sealer, clear, place=place), place=place) == clear
    assert unseal(before, seal(added, clear, place=place), place=place) == clear


@given(clear=st.binary(max_size=200))
def test_what_names_no_key_opens_under_the_first_one_wherever_that_stands(clear: bytes) -> None:
    sealed = seal(FIRST, clear, place="p")
    assert kid_of(sealed) is None
    for ring in (Keys(FIRST), Keys(SECOND, (FIRST,)), Keys(THIRD, (SECOND, FIRST))):
        assert unseal(ring, sealed, place="p") == clear


def test_a_seal_names_its_key_and_opens_under_no_other() -> None:
    sealed = seal(Keys(FIRST, (SECOND,)), b"words", place="p")
    assert kid_of(sealed) == kid_of_key(FIRST) != kid_of_key(SECOND)
    for ring in (Keys(SECOND), Keys(SECOND, (THIRD,))):
        with pytest.raises(Tampered):
            unseal(ring, sealed, place="p")
    with pytest.raises(Tampered):
        unseal(Keys(FIRST), sealed, place="another")


def test_the_name_of_a_key_cannot_be_changed_to_that_of_another() -> None:
    ring = Keys(FIRST, (SECOND,))
    sealed = seal(ring, b"words", place="p")
    forged = sealed[:4] + bytes.fromhex(kid_of_key(SECOND)) + sealed[8:]
    with pytest.raises(Tampered):
        unseal(ring, forged, place="p")


def test_a_ring_does_not_show_its_keys() -> None:
    assert base64.b64encode(FIRST).decode() not in repr(Keys(FIRST, (SECOND,)))
    assert "x01" not in repr(Keys(FIRST, (SECOND,)))


def test_a_setting_holds_a_ring_the_first_line_seals() -> None:
    settings = Settings(master_key=text_of(SECOND, FIRST) + "\n", blind_key=text_of(THIRD))  # type: ignore[arg-type]
    assert settings.keys("master_key") == Keys(SECOND, (FIRST,))
    assert settings.key("master_key") == SECOND
    assert settings.keys("hash_key") == settings.keys("master_key")  # an installation with one key for both


@pytest.mark.parametrize("text", ["c2hvcnQ=", f"{text_of(FIRST)}\nc2hvcnQ=", "no base64"])
def test_a_ring_with_a_key_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="master_key"):
        Settings(master_key=text)  # type: ignore[arg-type]


def test_a_repeat_from_before_the_key_changed_is_known_again() -> None:
    record = Fingerprint.of(Keys(FIRST), "id", {"need": "loan"}).record()
    Fingerprint.of(Keys(SECOND, (FIRST,)), "id", {"need": "loan"}).must_match(record)
    for ring, need in ((Keys(SECOND, (FIRST,)), "card"), (Keys(SECOND), "loan"), (Keys(new_key()), "loan")):
        other = Fingerprint.of(ring, "id", {"need": need})
        with pytest.raises(other.reused):
            other.must_match(record)

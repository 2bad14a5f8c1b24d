"""Phones, identity numbers, cards and codes, as people and machines write them; and names that stay
unknown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Refusal
from shared.identifiers import (
    BadCard,
    BadCode,
    BadIdentity,
    BadName,
    BadPhone,
    BadUscc,
    named,
    normal_card,
    normal_code,
    normal_identity,
    normal_phone,
    normal_uscc,
)
from shared.privacy import blind_index, mask_name

KEY = bytes(32)
KINDS = ("card", "identity", "phone", "qr")
NO_BREAK, ZERO_WIDTH, LEFT_TO_RIGHT, POP = "\u00a0", "\u200b", "\u202d", "\u202c"


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("13800000000", "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("138-0000-0000", "13800000000"),
        ("138–0000—0000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        (f"{LEFT_TO_RIGHT}138{NO_BREAK}0000{ZERO_WIDTH}0000{POP}", "13800000000"),
        ("(+86) 138 0000 0000", "13800000000"),
        ("＋86－138（0000）0000", "13800000000"),
        ("0086 13800000000", "13800000000"),
        ("86 138 0000 0000", "13800000000"),
        ("013800000000", "13800000000"),
        ("010-66554433", "01066554433"),
        ("(010) 6655 4433", "01066554433"),
        ("+86 10 6655 4433", "01066554433"),
        ("+86 (0)10 6655 4433", "01066554433"),
        ("0086-755-66554433", "075566554433"),
        ("010-66554433-801", "01066554433-801"),
        ("010 66554433 转 801", "01066554433-801"),
        ("66554433", "66554433"),
        ("400-810-8888", "4008108888"),
        ("+86 400 810 8888", "4008108888"),
        ("95588", "95588"),
        ("+44 (20) 7946 0958", "+442079460958"),
        ("0044 20 7946 0958", "+442079460958"),
        ("+852 2345 6789", "+85223456789"),
        ("٠١٠ ٦٦٥٥٤٤٣٣", "01066554433"),
        ("+1 234567", "+1234567"),
        ("+123456789012345", "+123456789012345"),
        ("0106655443", "0106655443"),
        ("010665544332", "010665544332"),
        ("12345", "12345"),
        ("234567890123", "234567890123"),
    ],
)
def test_a_phone_has_one_form_however_it_is_written(typed: str, form: str) -> None:
    assert normal_phone(typed) == form
    assert normal_phone(form) == form


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "----",
        "12",
        "1380000",
        "1380000000",
        "138000000000",
        "phone 13800000000",
        "138000O0000",
        "+",
        "9" * 30,
        "+123456",
        "+1234567890123456",
        "+0234567",
        "0106655",
        "010665544",
        "0106655443321",
        "1234",
        "2345678901234",
        "二三四五六",
    ],
)
def test_what_nobody_can_dial_is_refused_by_name(typed: str) -> None:
    with pytest.raises(BadPhone):
        normal_phone(typed)


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("11010519491231002X", "11010519491231002X"),
        ("110105 19491231 002x", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        (f"110105{NO_BREAK}19491231-002\u2169", "11010519491231002X"),
        ("110105491231002", "11010519491231002X"),
        ("440524188001010014", "440524188001010014"),
        ("e 12345678", "E12345678"),
        ("A123456(7)", "A1234567"),
        ("H1234567890", "H1234567890"),
        ("123456789", "123456789"),
    ],
)
def test_an_identity_number_has_one_form(typed: str, form: str) -> None:
    assert normal_identity(typed) == form
    assert normal_identity(form) == form


@pytest.mark.parametrize(
    "typed",
    [
        "110105194912310021",  # the last digit
        "11010519491231003X",  # one digit of the others
        "11010591494231002X",  # two that changed places
        "110105194913310024",  # no such day, with the digit that would belong to it
        "11010519491231002Y",
        "11O10519491231002X",
        "1101051949123100",
        "11010519491231002XX",
        "----",
        "王小明",
        "PASSPORT",
        "ß1234567",
    ],
)
def test_a_mistyped_identity_number_is_refused_by_name(typed: str) -> None:
    with pytest.raises(BadIdentity):
        normal_identity(typed)


def test_every_wrong_last_character_is_refused() -> None:
    for last in "0123456789":
        with pytest.raises(BadIdentity):
            normal_identity("11010519491231002" + last)


@pytest.mark.parametrize(
    "typed", ["6222 0200 0000 0001", "６２２２-0200-0000-0001", "6222\u202f0200\u200d00000001"]
)
def test_a_card_is_its_digits(typed: str) -> None:
    assert normal_card(typed) == "6222020000000001"


@pytest.mark.parametrize(
    "typed", ["----", "6222", "6222 0200 0000 000A", "6222=2512", "王小明王小明", "6" * 40]
)
def test_what_is_no_card_is_refused_by_name(typed: str) -> None:
    with pytest.raises(BadCard):
        normal_card(typed)


def test_a_code_counts_letter_by_letter() -> None:
    codes = ("AbCd", "aBcD", "ABCD", "ab cd", "ab-cd", "会员一号", "会员二号", "ＡｂＣｄ")
    assert len({blind_index(KEY, "qr", code) for code in codes}) == len(codes)
    assert normal_code(" AbCd\r\n") == "AbCd"
    assert normal_code("Cafe\u0301") == "Café"


@pytest.mark.parametrize("typed", ["    ", "\u200b\u200b\u200b\u200b", "ab ", "\ufeffabc", "abc\ud800"])
def test_a_code_of_nothing_is_refused_by_name(typed: str) -> None:
    with pytest.raises(BadCode):
        normal_code(typed)


def test_an_index_of_a_code_from_before_stands_for_nobody_now() -> None:
    assert blind_index(KEY, "qr", "ABCD").startswith("qr.2:")
    assert blind_index(KEY, "card", "6222 0200 0000 0001").startswith("card:")


def test_the_same_digits_are_not_the_same_thing_in_two_kinds() -> None:
    assert (
        len({blind_index(KEY, kind, "13800000000").partition(":")[2] for kind in KINDS if kind != "identity"})
        == 3
    )


@given(st.sampled_from(KINDS), st.text())
def test_whatever_is_said_has_a_form_or_is_refused_by_name(kind: str, value: str) -> None:
    def outcome() -> str:
        try:
            return blind_index(KEY, kind, value).partition(":")[2]
        except Refusal as refusal:
            return f"{refusal.status} {refusal.code}"

    assert re.fullmatch(r"[0-9a-f]{32}|422 bad_(card|identity|phone|code)", outcome())


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王小明", "王**"),
        ("王 明", "王*"),
        ("王\u3000明", "王*"),
        ("欧阳 娜 娜", "欧***"),
        ("龙", "*"),
        (" 龙\u200b ", "*"),
        ("阿凡提·买买提", "阿***"),
        ("阿凡提•买买提", "阿***"),
        ("Jane Doe", "J***"),
        ("Anna Maria Li", "A***"),
        ("J R", "J*"),
        ("É", "*"),
        ("E\u0301", "*"),
        ("E\u0301va", "É**"),
        ("𠮷田", "𠮷*"),
        ("葛\U000e0100城", "葛*"),
        ("😀", "*"),
        ("👨‍👩‍👧 王", "*"),
        ("王😀明", "王*"),
        ("\u2066王\u2069 明", "王*"),
        ("\ue000明", "\ue000*"),
        ("ﬁ", "f*"),
        ("", "*"),
        ("  ", "*"),
        ("123", "*"),
        ("王**", "*"),
    ],
)
def test_of_a_name_at_most_the_first_letter_is_told(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.text())
def test_no_name_shows_more_than_one_letter_and_three_stars(name: str) -> None:
    masked = mask_name(name)
    assert len(masked.replace("*", "")) <= 1
    assert 1 <= masked.count("*") <= 3
    assert masked.strip("*") != (name or None)


@pytest.mark.parametrize(
    "typed", ["91110000600037341L", "9111 0000 6000 3734 1l", "９１１１００００６０００３７３４１Ｌ"]
)
def test_a_company_s_code_has_one_form_and_is_an_identity_number_too(typed: str) -> None:
    assert normal_uscc(typed) == normal_identity(typed) == "91110000600037341L"


@pytest.mark.parametrize("typed", ["91110000600037341M", "911100006000373", "110101199001011237", "", "企业"])
def test_a_company_s_code_with_a_wrong_sign_is_refused(typed: str) -> None:
    with pytest.raises(BadUscc):
        normal_uscc(typed)


@pytest.mark.parametrize("name", ["王", "𠮷", "䶮", "阿凡提·买买提", "Jane", "\ue000", "王😀"])
def test_a_name_that_can_be_read_stays_as_it_is(name: str) -> None:
    assert named(name) == name


@pytest.mark.parametrize("name", ["😀", "🫨", "👨‍👩‍👧", "123", "···", "\u200b", "(*)"])
def test_a_name_of_pictures_signs_or_digits_alone_is_refused(name: str) -> None:
    with pytest.raises(BadName):
        named(name)

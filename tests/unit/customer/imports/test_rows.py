"""Rows: each by itself, each fault with its code, and nothing of one row in another."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.imports.domain.columns import Column, read_header
from services.customer.imports.domain.faults import FaultCode, FileFault, FileRefused
from services.customer.imports.domain.rows import Row, read_row
from shared.contracts.customer.words import CustomerKind
from shared.contracts.words import Segment

HEADER = read_header(["姓名", "手机号", "身份证号", "客户号", "等级", "客户经理"])
GOOD = ["王小明", "13800000001", "110101199001011237", "N1", "贵宾", "am.1"]


def read(**changes: str) -> tuple[Row | None, list[tuple[str, str]]]:
    """Read the good row with some of its cells changed; faults as column and code."""
    cells = [changes.get(column, cell) for column, cell in zip(COLUMNS, GOOD, strict=True)]
    row, faults = read_row(2, cells, HEADER)
    return row, [(one.column, one.code.value) for one in faults]


COLUMNS = ("name", "phone", "identity", "number", "segment", "account_manager")


@pytest.mark.parametrize(
    "words",
    [
        ["姓名", "手机", "证件号码"],
        [" Name ", "Mobile No", "ID number"],
        ["客户姓名", "联系电话", "身份证号码"],
        ["ＮＡＭＥ", "phone_number", "identity number"],
        ["\ufeff姓名", "电话号码", "证件号"],
    ],
)
def test_columns_are_found_by_the_words_of_both_languages_whatever_their_width_and_case(
    words: list[str],
) -> None:
    header = [*words, "Something else"]
    found = read_header(header)
    assert found.places[Column.NAME] == 0
    assert found.width == 4


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        (["姓名", "地址"], FileFault.COLUMNS_UNKNOWN),
        (["姓名", "电话", "name"], FileFault.COLUMN_TWICE),
        (["姓名", "电话", *["x"] * 63], FileFault.TOO_MANY_COLUMNS),
    ],
)
def test_a_header_that_cannot_be_read_refuses_the_file(header: list[str], fault: FileFault) -> None:
    with pytest.raises(FileRefused) as refused:
        read_header(header)
    assert refused.value.fault is fault


def test_a_good_row_is_read_in_the_form_that_is_compared() -> None:
    row, faults = read(phone="+86 138-0000-0001", identity=" 110101 19900101 1237 ", name=" 王小明　")
    assert (faults, row) == (
        [],
        Row(2, "王小明", "13800000001", "110101199001011237", "N1", CustomerKind.PERSON, Segment.VIP, "am.1"),
    )


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"name": ""}, [("name", "name_missing")]),
        ({"name": "\u200b"}, [("name", "name_missing")]),
        ({"name": "😀👍🏽"}, [("name", "name_unreadable")]),
        ({"name": "12345"}, [("name", "name_unreadable")]),
        ({"name": "x" * 10_000_000}, [("name", "field_too_long")]),
        ({"name": "a\x00b"}, [("name", "unreadable")]),
        ({"name": "=HYPERLINK(1)"}, [("name", "formula")]),
        ({"name": "＝1+1"}, [("name", "formula")]),
        ({"name": "@sum"}, [("name", "formula")]),
        ({"name": "+1+cmd"}, [("name", "formula")]),
        ({"phone": "+86|calc"}, [("phone", "formula")]),
        ({"phone": "=1"}, [("phone", "formula")]),
        ({"phone": ""}, [("phone", "phone_missing")]),
        ({"phone": "1380000"}, [("phone", "bad_phone")]),
        ({"phone": "1.38E+10"}, [("phone", "digits_lost")]),
        ({"identity": "110101199001011230"}, [("identity", "bad_identity")]),
        ({"identity": "110101199001011000.0"}, [("identity", "digits_lost")]),
        ({"identity": "1.10101E+17"}, [("identity", "digits_lost")]),
        ({"number": "N 1"}, [("number", "bad_number")]),
        ({"segment": "platinum"}, [("segment", "unknown_segment")]),
        ({"account_manager": "李 明"}, [("account_manager", "unknown_manager")]),
        ({"name": "", "phone": "x"}, [("name", "name_missing"), ("phone", "bad_phone")]),
    ],
)
def test_each_fault_has_its_code_and_all_of_a_row_are_found(
    changes: dict[str, str], faults: list[tuple[str, str]]
) -> None:
    assert read(**changes) == (None, faults)


@pytest.mark.parametrize("name", ["𠮷田", "䶮", "\ue000小", "O'Brien", "阿卜杜拉·买买提", "Ä"])
def test_rare_and_foreign_names_are_names(name: str) -> None:
    row, _ = read(name=name)
    assert row is not None
    assert row.name == name


def test_a_row_with_more_cells_than_the_header_is_faulty_and_one_with_fewer_lacks_them() -> None:
    assert [one.code for one in read_row(2, [*GOOD, "x"], HEADER)[1]] == [FaultCode.TOO_MANY_CELLS]
    short, _ = read_row(2, GOOD[:2], HEADER)
    assert short == Row(2, "王小明", "13800000001")


def test_a_company_needs_its_code_and_the_kind_is_one_of_two() -> None:
    header = read_header(["名称", "电话", "统一社会信用代码", "类型"])
    good = ["上海钢铁有限公司", "021-55556666", "91310000MA1FL0XX09", "企业"]
    assert [one.code for one in read_row(2, [*good[:2], "", "company"], header)[1]] == [FaultCode.BAD_USCC]
    assert [one.code for one in read_row(2, [*good[:3], "?"], header)[1]] == [FaultCode.UNKNOWN_KIND]


def test_every_fault_has_a_word_in_both_languages() -> None:
    assert all(code.zh and code.en for code in (*FaultCode, *FileFault))


CELLS = st.tuples(
    st.sampled_from(["王小明", "李强", "", "=x", "😀"]),
    st.sampled_from(["13800000001", "13900000002", "", "x"]),
    st.sampled_from(["110101199001011237", "", "1"]),
    st.sampled_from(["N1", "N2", ""]),
    st.sampled_from(["贵宾", "", "?"]),
    st.sampled_from(["am.1", "am.2", ""]),
).map(list)


@given(st.lists(CELLS, min_size=1, max_size=8))
def test_a_row_is_read_the_same_whatever_rows_stand_before_it(rows: list[list[str]]) -> None:
    together = [read_row(2, cells, HEADER) for cells in rows]
    alone: list[Any] = [read_row(2, list(cells), HEADER) for cells in reversed(rows)]
    assert together == alone[::-1]
    for cells, (row, _) in zip(rows, together, strict=True):
        if row is not None:
            assert (row.name, row.phone, row.identity or "", row.number or "") == tuple(cells[:4])

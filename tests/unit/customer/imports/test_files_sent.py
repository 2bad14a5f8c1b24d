"""Files as they come: encodings, separators, quotation marks, workbooks, and what is to break a reader."""

import io
import struct
import zipfile
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.imports.domain.faults import FileRefused
from services.customer.imports.domain.imported import Encoding, FileKind
from services.customer.imports.sheets.csv_rows import CsvReader
from services.customer.imports.sheets.reading import rows_of
from tests.unit.customer.imports.desk import xlsx_of

HEADER = "姓名,电话\n"
LIST = HEADER + "王小明,13800000001\n欧阳·娜娜,13800000002\n"


async def read(
    content: bytes, kind: FileKind = FileKind.CSV, encoding: Encoding = Encoding.AUTO, piece: int = 7
) -> list[list[str] | None]:
    """Return the rows of a file that comes in pieces of so many bytes."""

    async def parts() -> AsyncIterator[bytes]:
        for first in range(0, len(content), piece):
            yield content[first : first + piece]

    return [cells async for cells in rows_of(kind, encoding, parts)]


async def refused(
    content: bytes, kind: FileKind = FileKind.CSV, encoding: Encoding = Encoding.AUTO, piece: int = 45_000
) -> tuple[str, int | None]:
    """Return the code and the row for which a file is refused."""
    with pytest.raises(FileRefused) as error:
        await read(content, kind, encoding, piece)
    return error.value.fault.value, error.value.row


ROWS = [["姓名", "电话"], ["王小明", "13800000001"], ["欧阳·娜娜", "13800000002"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("piece", [1, 3, 10_000])
async def test_a_csv_is_read_in_its_encoding_wherever_it_is_cut(encoding: str, piece: int) -> None:
    assert await read(LIST.encode(encoding), piece=piece) == ROWS


async def test_rare_characters_beyond_two_bytes_are_read_in_gb18030() -> None:
    assert (await read((HEADER + "𠮷䶮,1\n").encode("gb18030")))[1] == ["𠮷䶮", "1"]


@pytest.mark.parametrize(
    ("content", "declared", "code", "row"),
    [
        (b"\xef\xbb\xbf" + LIST.encode("gb18030"), Encoding.AUTO, "encoding_lies", 1),
        (LIST.encode("gb18030"), Encoding.UTF_8, "encoding_lies", 1),
        (LIST.encode("utf-8"), Encoding.GB18030, "encoding_lies", 1),
        (LIST.encode("utf-8") + "赵,1\n".encode("gb18030"), Encoding.AUTO, "encoding_mixed", 4),
        (LIST.encode("utf-16"), Encoding.AUTO, "encoding_unknown", 1),
        (LIST.encode("utf-16-le"), Encoding.AUTO, "encoding_unknown", 1),
        (LIST.encode("gb18030") + b"\xff\xff,1\n", Encoding.AUTO, "encoding_unknown", 4),
        (
            ("name,phone\n" + "陳小華,1\n黃麗雲,2\n" * 9).encode("big5"),
            Encoding.AUTO,
            "encoding_doubtful",
            None,
        ),
    ],
)
async def test_an_encoding_that_lies_is_found(
    content: bytes, declared: Encoding, code: str, row: int | None
) -> None:
    assert await refused(content, encoding=declared) == (code, row)


async def test_a_list_in_english_letters_fits_any_declared_encoding() -> None:
    for declared in Encoding:
        assert await read(b"name,phone\nJane,1\n", encoding=declared) == [["name", "phone"], ["Jane", "1"]]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
async def test_the_separator_is_that_of_the_header(separator: str) -> None:
    assert await read(LIST.replace(",", separator).encode()) == ROWS


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
async def test_lines_may_end_as_on_any_system(end: str) -> None:
    assert await read(LIST.replace("\n", end).encode()) == ROWS


async def test_a_spreadsheet_s_own_first_line_about_the_separator_is_passed_over() -> None:
    assert await read(b"sep=;\nname;phone\na,b;1\n") == [["name", "phone"], ["a,b", "1"]]


async def test_quoted_fields_hold_separators_lines_and_quotes_and_a_misplaced_quote_spoils_one_row() -> None:
    content = 'name,phone\n"a,b","1\n2"\n"say ""hi""",3\n"x"y,4\nz,5\n'
    assert await read(content.encode(), piece=5) == [
        ["name", "phone"],
        ["a,b", "1\n2"],
        ['say "hi"', "3"],
        None,
        ["z", "5"],
    ]


async def test_a_quotation_mark_that_is_never_closed_refuses_the_file_and_loses_no_row_in_silence() -> None:
    assert await refused(b'name,phone\n"a,1\nb,2\n') == ("quote_open", None)


async def test_a_field_of_ten_megabytes_is_one_field() -> None:
    content = HEADER.encode() + b'"' + b"x\n" * 5_000_000 + b'",1\nb,2\n'
    found = await read(content, piece=45_000)
    assert [len(found[1][0]), found[2]] == [10_000_000, ["b", "2"]]  # type: ignore[index]


CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\0", exclude_categories=("Cs",)), max_size=9
)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=6), st.integers(1, 40))
def test_what_a_csv_writer_wrote_is_read_the_same_in_pieces(rows: list[list[str]], piece: int) -> None:
    text = "h,i\n" + "".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows
    )
    reader, content = CsvReader(Encoding.UTF_8), text.encode()
    found = [cells for at in range(0, len(content), piece) for cells in reader.feed(content[at : at + piece])]
    found += reader.feed(b"", last=True)
    assert found == [["h", "i"], *rows]


async def test_a_workbook_gives_its_cells_as_people_see_them() -> None:
    content = xlsx_of([], ["", "姓名", "电话"], ["", "王", 13800000001], ["", True, 110101199001011234567])
    *rows, last = await read(content, FileKind.XLSX, piece=1000)
    assert rows == [["", ""], ["姓名", "电话"], ["王", "13800000001"]]
    assert last is not None
    assert last[0] == "TRUE"
    assert last[1].endswith(".0")


def packed(**entries: bytes) -> bytes:
    """Return an archive of these entries."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, entry in entries.items():
            archive.writestr(name, entry)
    return content.getvalue()


async def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    bomb = packed(**{"xl/worksheets/sheet1.xml": b"\0" * 300_000_000})
    assert len(bomb) < 400_000
    assert await refused(bomb, FileKind.XLSX) == ("zip_bomb", None)


async def test_an_archive_of_very_many_entries_is_refused() -> None:
    assert await refused(packed(**{f"e{n}": b"" for n in range(2500)}), FileKind.XLSX) == ("zip_bomb", None)


def lying(content: bytes) -> bytes:
    """Return the archive with sizes of one byte in its directory, where the sizes are."""
    changed = bytearray(content)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", changed, at + 24, 1)
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


async def test_a_directory_that_lies_about_its_sizes_breaks_the_reader_s_process_alone() -> None:
    sheet = xlsx_of(["姓名", "电话"], ["王", "1"])
    with zipfile.ZipFile(io.BytesIO(sheet)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    end = b"</sheetData>"
    entries["xl/worksheets/sheet1.xml"] = entries["xl/worksheets/sheet1.xml"].replace(
        end,
        b'<row r="3"><c r="A3" t="inlineStr"><is><t>' + b"x" * 2_000_000_000 + b"</t></is></c></row>" + end,
    )
    bomb = lying(packed(**entries))
    del entries
    code, _ = await refused(bomb, FileKind.XLSX)
    assert code in ("zip_bomb", "workbook_unreadable")


async def test_a_text_that_is_stored_once_and_stands_in_every_cell_is_cut() -> None:
    text = "王" * 32_000
    content = xlsx_of(["姓名", "电话"], [text] * 4000)
    assert len(content) < 200_000
    _, row = await read(content, FileKind.XLSX)
    assert row == ["王" * 201] * 65


async def test_a_line_of_a_million_cells_is_one_faulty_row() -> None:
    content = b"a,b\n" + b"," * 1_000_000 + b"\nc,d\n" + b";" * 1_000_000
    assert await read(content) == [["a", "b"], None, ["c", "d"], None]
    assert await read(b"," * 1_000_000 + b"\nc,d") == [None, ["c", "d"]]


async def test_two_cells_at_the_ends_of_an_endless_sheet_break_the_reader_s_process_alone() -> None:
    sheet = xlsx_of(["姓名", "电话"])
    with zipfile.ZipFile(io.BytesIO(sheet)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    end = b"</sheetData>"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    entries["xl/worksheets/sheet1.xml"] = entries["xl/worksheets/sheet1.xml"].replace(end, far + end)
    code, _ = await refused(packed(**entries), FileKind.XLSX)
    assert code in ("zip_bomb", "workbook_unreadable")


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 and nothing more", b"", packed(a=b"not a workbook"), b"\xd0\xcf\x11\xe0"]
)
async def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert await refused(content, FileKind.XLSX) == ("workbook_unreadable", None)

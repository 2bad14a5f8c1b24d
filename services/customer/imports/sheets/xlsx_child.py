"""Reading of a workbook in a process of its own, which has no secret and little memory: a file that is made
to break its reader breaks nothing else.

The workbook comes in by stdin, its rows go out by stdout, a JSON array of texts each, in the order of the
first visible sheet; of a row so many cells, and of a cell so many letters, as the arguments say: a text that
is stored once may stand in every cell. `BOMB` and `BROKEN` are its exit codes.
"""

import io
import json
import resource
import struct
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY = 1024 * 1024 * 1024
SECONDS = 120
UNPACKED_AT_MOST = 256 * 1024 * 1024
RATIO_AT_MOST = 200
SMALL = 1024 * 1024
"""Bytes up to which it does not matter how much smaller an entry was packed."""
ENTRIES_AT_MOST = 2000
BOMB, BROKEN = 4, 5


def main(cells: int, letters: int) -> int:
    """Read stdin, write stdout, and return the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    with suppress(OSError):  # where memory is short, this process goes and not the service
        Path("/proc/self/oom_score_adj").write_text("1000")
    content = sys.stdin.buffer.read()
    try:
        if is_bomb(content):
            return BOMB
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        write_rows(workbook, cells, letters)
    except (CalamineError, BadZipFile, struct.error, ValueError, KeyError, IndexError, OSError):
        return BROKEN
    except MemoryError:
        return BOMB
    return 0


def is_bomb(content: bytes) -> bool:
    """Tell by the directory of the archive whether it would unpack to too much. Nothing is unpacked.

    Raises `BadZipFile`.
    """
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if end < 0:
        raise BadZipFile
    (entries,) = struct.unpack_from("<H", content, end + 10)
    if entries > ENTRIES_AT_MOST:  # ``0xffff`` too, behind which a number of 64 bits stands
        return True
    with ZipFile(io.BytesIO(content)) as archive:
        found = archive.infolist()
    if len(found) > ENTRIES_AT_MOST or sum(one.file_size for one in found) > UNPACKED_AT_MOST:
        return True
    return any(
        one.file_size > SMALL and one.file_size > RATIO_AT_MOST * max(one.compress_size, 1) for one in found
    )


def write_rows(workbook: CalamineWorkbook, cells: int, letters: int) -> None:
    """Write the rows of the first visible sheet. Raises IndexError if there is none."""
    shown = [
        place
        for place, sheet in enumerate(workbook.sheets_metadata)
        if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
    ]
    sheet = workbook.get_sheet_by_index(shown[0])
    for row in sheet.iter_rows():
        sys.stdout.write(json.dumps([text_of(cell).strip()[:letters] for cell in row[:cells]]) + "\n")


def text_of(cell: Any) -> str:
    """Return a cell as text. A number of 16 digits and more keeps a fraction, by which it is seen that its
    digits were lost."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell)) if abs(cell) < 1e15 else f"{cell:.0f}.0"
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date | datetime | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

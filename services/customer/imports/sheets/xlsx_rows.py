"""Rows of an XLSX workbook, read by a process beside this one (`xlsx_child`)."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import cast

from services.customer.imports.domain.faults import FileFault, FileRefused
from services.customer.imports.domain.imported import COLUMNS_AT_MOST
from services.customer.imports.domain.rows import LONGEST_OTHERWISE
from services.customer.imports.sheets.xlsx_child import BOMB

CELLS, LETTERS = COLUMNS_AT_MOST + 1, LONGEST_OTHERWISE + 1
"""By the last of each it is seen that there are too many."""
LONGEST_LINE = 1024 * 1024
"""Bytes of such a row; JSON writes up to twelve for a letter."""
ROOT = Path(__file__).parents[4]


async def xlsx_rows(parts: AsyncIterator[bytes]) -> AsyncIterator[list[str]]:
    """Yield the rows of a workbook that comes in parts. Raises `FileRefused`."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.customer.imports.sheets.xlsx_child",
        str(CELLS),
        str(LETTERS),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=LONGEST_LINE,
        cwd=ROOT,
        env={"PYTHONPATH": ":".join(path for path in sys.path if path)},
    )
    stdin, stdout = cast(asyncio.StreamWriter, child.stdin), cast(asyncio.StreamReader, child.stdout)
    try:
        with suppress(BrokenPipeError, ConnectionResetError):  # its exit code says why it read no more
            async for part in parts:
                stdin.write(part)
                await stdin.drain()
        stdin.close()
        async for line in stdout:
            yield json.loads(line)
        code = await child.wait()
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if code == BOMB:
        raise FileRefused(FileFault.ZIP_BOMB)
    if code != 0:
        raise FileRefused(FileFault.WORKBOOK_UNREADABLE)

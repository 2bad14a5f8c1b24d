"""Rows of a CSV file, read in pieces: no more of it is in memory than the record that is being read."""

import codecs
import csv
import io
import re
from collections.abc import Generator, Iterator

from services.customer.imports.domain.faults import FileFault, FileRefused
from services.customer.imports.domain.imported import BYTES_AT_MOST, Encoding

csv.field_size_limit(BYTES_AT_MOST)
DELIMITERS = (",", ";", "\t", "|")
CELLS_AT_MOST = 1000
"""In a line; a million of them would hold up the service, and no list has so many."""
MALFORMED = '""x\n'
CODECS = {Encoding.UTF_8: "utf-8-sig", Encoding.GB18030: "gb18030"}
Cells = list[str]


class CsvReader:
    """Splits a file into its records as its pieces come. A record that is malformed is None; the next line
    begins another."""

    def __init__(self, encoding: Encoding) -> None:
        decoder = codecs.getincrementaldecoder(CODECS[encoding])()
        self._decoder = io.IncrementalNewlineDecoder(decoder, translate=True)
        self._text = ""
        self._retry_at = 0
        self._delimiter: str | None = None

    def feed(self, piece: bytes, *, last: bool = False) -> Iterator[Cells | None]:
        """Read the next piece, and yield the records that end in it. Raises `FileRefused`."""
        self._text += self._decoder.decode(piece, final=last)
        if not last and ("\n" not in self._text or len(self._text) < self._retry_at):
            return
        whole, rest = (self._text, "") if last else self._text.rsplit("\n", 1)
        lines = [f"{line}\n" if _has_cells(line) else MALFORMED for line in whole.split("\n")]
        if last and lines[-1] == "\n":
            lines.pop()
        at = yield from self._records(lines, last)
        self._text = "".join(lines[at:]) + rest
        self._retry_at = 2 * len(self._text) if at < len(lines) else 0

    def _records(self, lines: list[str], last: bool) -> Generator[Cells | None, None, int]:
        """Yield the records of these lines; returns the place of the first line that is not read yet."""
        at = 0
        if self._delimiter is None and lines:
            if re.fullmatch(r"sep=.\n", lines[0]):
                at = 1
            self._delimiter = _delimiter_of(lines[at]) if at < len(lines) else None
        while at < len(lines):
            reader = csv.reader(lines[at:] if at else lines, delimiter=self._delimiter or ",", strict=True)
            done = 0
            try:
                for cells in reader:
                    done = reader.line_num
                    yield cells
                return at + done
            except csv.Error as error:
                if "unexpected end of data" in str(error):
                    if last:
                        raise FileRefused(FileFault.QUOTE_OPEN) from None
                    return at + done
                yield None
                at += reader.line_num
        return at


def _has_cells(line: str) -> bool:
    return sum(map(line.count, DELIMITERS)) < CELLS_AT_MOST


def _delimiter_of(header: str) -> str:
    return max(DELIMITERS, key=header.count)

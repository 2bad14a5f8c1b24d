"""Finding the encoding of a CSV file from all of its bytes, and never from what it claims alone."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from services.customer.imports.domain.faults import FileFault, FileRefused
from services.customer.imports.domain.imported import Encoding

DOUBTFUL, AT_LEAST = 0.3, 8
"""The share, and number, of characters beyond GB 2312 from which text is rather of another encoding, such as
Big5."""


class EncodingFinder:
    """Reads a file in pieces, line by line, and says in the end what it is."""

    def __init__(self, declared: Encoding) -> None:
        self._declared = declared
        self._rest = b""
        self._begun = self._has_bom = False
        self._lines = 0
        self._not_utf8: int | None = None
        self._wide_utf8: int | None = None
        self._not_gb: int | None = None
        self._marks = self._rare = 0

    def feed(self, piece: bytes) -> None:
        """Read the next piece of the file. Raises `FileRefused` for what is no text at all."""
        if not self._begun:
            self._begun = True
            if piece.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
                raise FileRefused(FileFault.ENCODING_UNKNOWN, 1)
            self._has_bom = piece.startswith(BOM_UTF8)
        *lines, self._rest = (self._rest + piece).split(b"\n") if b"\n" in piece else ([self._rest + piece])
        for line in lines:
            self._look_at(line)

    def found(self) -> Encoding:
        """Return the encoding of the whole. Raises `FileRefused`."""
        self._look_at(self._rest)
        self._rest = b""
        if self._not_utf8 is None:
            if self._declared is Encoding.GB18030 and (self._wide_utf8 is not None or self._has_bom):
                raise FileRefused(FileFault.ENCODING_LIES, self._wide_utf8)
            return Encoding.UTF_8
        if self._has_bom or self._declared is Encoding.UTF_8:
            raise FileRefused(FileFault.ENCODING_LIES, self._not_utf8)
        if self._wide_utf8 is not None:
            raise FileRefused(FileFault.ENCODING_MIXED, max(self._wide_utf8, self._not_utf8))
        if self._not_gb is not None:
            raise FileRefused(FileFault.ENCODING_UNKNOWN, self._not_gb)
        if self._declared is Encoding.AUTO and self._rare > max(AT_LEAST, DOUBTFUL * self._marks):
            raise FileRefused(FileFault.ENCODING_DOUBTFUL)
        return Encoding.GB18030

    def _look_at(self, line: bytes) -> None:
        self._lines += 1
        if b"\0" in line:
            raise FileRefused(FileFault.ENCODING_UNKNOWN, self._lines)
        if line.isascii():
            return
        try:
            line.decode()
        except UnicodeDecodeError:
            self._not_utf8 = self._not_utf8 or self._lines
        else:
            if max(line) >= 0xE3 and not (self._lines == 1 and self._has_bom and line[3:].isascii()):
                self._wide_utf8 = self._wide_utf8 or self._lines
            if self._not_utf8 is None and self._declared is not Encoding.GB18030:
                return
        self._look_at_as_gb(line)

    def _look_at_as_gb(self, line: bytes) -> None:
        try:
            text = line.decode("gb18030")
        except UnicodeDecodeError:
            self._not_gb = self._not_gb or self._lines
            return
        marks = sum(not mark.isascii() for mark in text)
        self._marks += marks
        self._rare += marks - sum(not mark.isascii() for mark in _common(text))


def _common(text: str) -> str:
    return text.encode("gb2312", "ignore").decode("gb2312")

"""Reading one row: each of its fields by itself, so that nothing of another row can come into it."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from services.customer.imports.domain.columns import Column, Header
from services.customer.imports.domain.faults import Fault, FaultCode
from shared.contracts.customer.words import CustomerKind
from shared.contracts.words import Segment
from shared.errors import Refusal
from shared.identifiers import named, normal_identity, normal_phone, normal_uscc, visible

LONGEST = {Column.NAME: 100}
LONGEST_OTHERWISE = 200
NUMBER = re.compile(r"[A-Za-z0-9_-]{1,64}")
ROUNDED = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+|[0-9]{15,}\.0+")
"""Numbers as a spreadsheet writes them once it has taken an identifier for a quantity."""


@dataclass(frozen=True)
class Row:
    """A row as it is imported; personal data in the clear."""

    row: int
    name: str = field(repr=False)
    phone: str = field(repr=False)
    identity: str | None = field(default=None, repr=False)
    number: str | None = None
    kind: CustomerKind = CustomerKind.PERSON
    segment: Segment = Segment.MASS
    account_manager: str | None = None


class _Wrong(Exception):
    def __init__(self, code: FaultCode) -> None:
        super().__init__(code.value)
        self.code = code


def read_row(number: int, cells: Sequence[str], header: Header) -> tuple[Row | None, list[Fault]]:
    """Read the row with this number in the file; all of its faults are found, and a row with faults is
    None."""
    faults: list[Fault] = []
    if any(cell.strip() for cell in cells[header.width :]):
        faults.append(Fault(row=number, code=FaultCode.TOO_MANY_CELLS))
    fields: dict[str, str | Segment | CustomerKind | None] = {}
    for column, read in READERS.items():
        place = header.places.get(column, len(cells))
        cell = cells[place] if place < len(cells) else ""
        try:
            fields[column.value] = read(_checked(column, cell))
        except _Wrong as wrong:
            faults.append(Fault(row=number, column=column.value, code=wrong.code))
    if not faults and fields["kind"] is CustomerKind.COMPANY and not _is_company(fields["identity"]):
        faults.append(Fault(row=number, column=Column.IDENTITY.value, code=FaultCode.BAD_USCC))
    if faults:
        return None, faults
    return Row(row=number, **fields), []  # type: ignore[arg-type]


def _is_company(identity: object) -> bool:
    try:
        return isinstance(identity, str) and bool(normal_uscc(identity))
    except Refusal:
        return False


def is_blank(cells: Sequence[str]) -> bool:
    """Tell whether nothing is written in a row."""
    return not any(cell.strip() for cell in cells)


def _checked(column: Column, cell: str) -> str:
    """Return the cell as it is read further; raises `_Wrong` for what no column takes."""
    text = cell.strip()
    if len(text) > LONGEST.get(column, LONGEST_OTHERWISE):
        raise _Wrong(FaultCode.FIELD_TOO_LONG)
    if any(unicodedata.category(mark) in ("Cc", "Cs") for mark in text):
        raise _Wrong(FaultCode.UNREADABLE)
    plain = visible(text).strip()
    if plain.startswith(("=", "@", "-")) or (plain.startswith("+") and not _is_dialled(column, plain)):
        raise _Wrong(FaultCode.FORMULA)
    if column in (Column.PHONE, Column.IDENTITY, Column.NUMBER) and ROUNDED.fullmatch(plain):
        raise _Wrong(FaultCode.DIGITS_LOST)
    return text


def _is_dialled(column: Column, plain: str) -> bool:
    return column is Column.PHONE and re.fullmatch(r"\+[0-9 ().-]+", plain) is not None


def _name(text: str) -> str:
    if not visible(text).strip():
        raise _Wrong(FaultCode.NAME_MISSING)
    return _normal(named, text, FaultCode.NAME_UNREADABLE)


def _phone(text: str) -> str:
    if not visible(text).strip():
        raise _Wrong(FaultCode.PHONE_MISSING)
    return _normal(normal_phone, text, FaultCode.BAD_PHONE)


def _identity(text: str) -> str | None:
    return _normal(normal_identity, text, FaultCode.BAD_IDENTITY) if visible(text).strip() else None


def _number(text: str) -> str | None:
    plain = visible(text).strip()
    if plain and not NUMBER.fullmatch(plain):
        raise _Wrong(FaultCode.BAD_NUMBER)
    return plain or None


def _kind(text: str) -> CustomerKind:
    plain = visible(text).strip().lower()
    if plain and plain not in KINDS:
        raise _Wrong(FaultCode.UNKNOWN_KIND)
    return KINDS.get(plain, CustomerKind.PERSON)


def _segment(text: str) -> Segment:
    plain = visible(text).strip().lower()
    if not plain:
        return Segment.MASS
    found = SEGMENTS.get(plain)
    if found is None:
        raise _Wrong(FaultCode.UNKNOWN_SEGMENT)
    return found


def _manager(text: str) -> str | None:
    plain = visible(text).strip()
    if plain and not re.fullmatch(r"[A-Za-z0-9_.-]{1,64}", plain):
        raise _Wrong(FaultCode.UNKNOWN_MANAGER)
    return plain or None


def _normal(form: Callable[[str], str], text: str, code: FaultCode) -> str:
    try:
        return form(text)
    except Refusal:
        raise _Wrong(code) from None


KINDS = {word.lower(): kind for kind in CustomerKind for word in (kind.value, kind.zh, kind.en)}
KINDS |= {"个人客户": CustomerKind.PERSON, "对公": CustomerKind.COMPANY, "企业客户": CustomerKind.COMPANY}
SEGMENTS = {
    word.lower(): segment
    for segment in Segment
    for word in (segment.value, segment.zh, segment.zh.removesuffix("客户"), segment.en, segment.en_in_text)
}
READERS: dict[Column, Callable[[str], str | Segment | CustomerKind | None]] = {
    Column.NAME: _name,
    Column.PHONE: _phone,
    Column.IDENTITY: _identity,
    Column.NUMBER: _number,
    Column.KIND: _kind,
    Column.SEGMENT: _segment,
    Column.MANAGER: _manager,
}

"""JSON from machines: read as it stands or refused, never guessed at.

Python's reader takes NaN, keeps the last of two members of one name, and ends with a `RecursionError`
where lists stand within lists without end.
"""

import json
import math
import re
from typing import Any, NoReturn

from shared.contracts.base import plain_name
from shared.errors import Malformed

PIECES = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)
"""A string, which may want its end, or a mark outside of one: each letter is looked at once."""

DEEPEST = 200
"""Lists and objects in one another."""


def read(body: bytes) -> Any:
    """The value. A member that is null counts as absent, as CloudEvents has it.

    Raises `Malformed` for what is not JSON in UTF-8, for NaN and Infinity, for a member that stands twice,
    and for nesting without end.
    """
    text = _text(body)
    if _depth(text) > DEEPEST:
        raise Malformed("content: nested too deep")
    try:
        return DECODER.decode(text)
    except ValueError:
        raise Malformed("content: not JSON in UTF-8") from None


def write(value: Any) -> bytes:
    """Encode a value that was read as JSON in UTF-8. Raises `Malformed` for a lone surrogate or too deep a
    nesting."""
    try:
        return ENCODER.encode(value).encode()
    except RecursionError:
        raise Malformed("content: nested too deep") from None
    except UnicodeEncodeError:
        raise Malformed("content: a lone surrogate is no character") from None


def elements(body: bytes) -> list[bytes] | None:
    """Split a JSON array into its elements, each still to be parsed; None if the body is no array.

    Raises `Malformed` when the elements cannot be told apart.
    """
    text = _text(body)
    if not text.lstrip(" \t\r\n").startswith("["):
        return None
    try:
        json.loads(text, parse_int=len)
        found = _cut(text)
    except RecursionError:
        found = _cut(text)
        if not any(one.lstrip().startswith("{") for one in found):
            raise Malformed("content: nested too deep") from None
    except ValueError:
        raise Malformed("content: not JSON in UTF-8") from None
    return [one.encode() for one in found]


def _cut(text: str) -> list[str]:
    """The texts between the commas of the outermost array."""
    depth, begin, found = 0, 0, list[str]()
    for piece in PIECES.finditer(text):
        mark = piece.group()
        if mark in ("[", "{"):
            depth += 1
            begin = piece.end() if depth == 1 else begin
            continue
        depth -= mark in ("]", "}")
        if depth == 0 or (depth == 1 and mark == ","):
            found.append(text[begin : piece.start()])
            begin = piece.end()
        if depth == 0:
            return [] if len(found) == 1 and not found[0].strip() else found
    raise Malformed("content: not JSON in UTF-8")


def _depth(text: str) -> int:
    """Count how deep lists and objects are nested, or return 0 when they cannot exceed `DEEPEST`. Counted by
    hand, since the limit of the parser depends on Python's version."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return 0
    deepest = depth = 0
    for piece in PIECES.finditer(text):
        mark = piece.group()
        depth += (mark in ("[", "{")) - (mark in ("]", "}"))
        deepest = max(deepest, depth)
    return deepest


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise Malformed("content: not JSON in UTF-8") from None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise Malformed(f"{plain_name(name)}: stands twice")
        members[name] = value
    return {name: value for name, value in members.items() if value is not None}


def _no_number(word: str) -> NoReturn:
    raise Malformed(f"content: {word} is no number of JSON")


def _number(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise Malformed("content: a number beyond all bounds")
    return number


DECODER = json.JSONDecoder(object_pairs_hook=_members, parse_constant=_no_number, parse_float=_number)
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

"""Headers that every answer has: no reader on the way keeps it, and no page takes it for what it is not."""

from collections.abc import Collection

from starlette.types import Scope

DOCS = b"default-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'"
"""The content security policy of `/docs`, for operations alone: its page begins with a script of its own."""
HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"content-security-policy": (
        b"default-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
}
OF_DATA = {b"cache-control": b"no-store"}
"""Headers of all answers under `/api/`: nobody on the way keeps one, nor does the browser."""


def safe_headers(scope: Scope, present: Collection[bytes]) -> list[tuple[bytes, bytes]]:
    """Return the headers that an answer has, but for those that are `present`."""
    more = {b"content-security-policy": DOCS} if scope["path"] == "/docs" else {}
    more |= OF_DATA if scope["path"].startswith("/api/") else {}
    return [(name, value) for name, value in {**HEADERS, **more}.items() if name not in present]

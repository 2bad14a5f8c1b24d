"""Opening sealed personal data only after the reading was put on record (Q1).

Each request has a ledger of what was put on record in it: customers, and causes such as ``case/<id>``. What
opens a seal looks into it, so that a route that forgets the record fails at its first call instead of giving
data out. Outside of a request nobody is given anything, and there is no ledger.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from shared.privacy import SealingKey, open_words

_LEDGER: ContextVar[set[str] | None] = ContextVar("put on record in this request", default=None)


class NotOnRecord(Exception):
    """A route opened personal data that no record says were read: a fault of the route."""


async def keep_ledger() -> None:
    """FastAPI dependency of every route: begin the ledger of the request."""
    _LEDGER.set(set())


def note_on_record(subjects: Iterable[str]) -> None:
    """Note what was put on record."""
    ledger = _LEDGER.get()
    if ledger is not None:
        ledger.update(subjects)


def is_on_record(subjects: Iterable[str]) -> bool:
    """Tell whether a reading of all of these was put on record in this request."""
    return _LEDGER.get() is not None and set(subjects) <= (_LEDGER.get() or set())


def must_be_on_record(subject: str) -> None:
    """Raises `NotOnRecord` if the request in which this is called has put no reading of `subject` on
    record."""
    ledger = _LEDGER.get()
    if ledger is not None and subject not in ledger:
        raise NotOnRecord(subject)


@contextmanager
def kept_within() -> Iterator[None]:
    """Let personal data be opened for a comparison or a computation that gives none of them out."""
    token = _LEDGER.set(None)
    try:
        yield
    finally:
        _LEDGER.reset(token)


def open_on_record(key: SealingKey, place: str, sealed: bytes | None, subject: str) -> str | None:
    """Open words sealed at a place, after their reading is on record under `subject`, such as ``case/<id>``.

    Raises `NotOnRecord`, `Tampered`.
    """
    must_be_on_record(subject)
    return open_words(key, place, sealed)

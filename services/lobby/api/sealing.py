"""Words that stay in this service: sealed before they go into the domain, opened for who may read (Q1)."""

from shared.privacy import seal, unseal


def seal_words(master: bytes, place: str, words: str | None) -> bytes | None:
    """The words, sealed at their place, such as ``branch_days/B001:2026-11-23``."""
    return seal(master, words.encode(), place=place) if words else None


def open_words(master: bytes, place: str, sealed: bytes | None) -> str | None:
    return None if sealed is None else unseal(master, sealed, place=place).decode()

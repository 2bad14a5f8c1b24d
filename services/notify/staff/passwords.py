"""Passwords: argon2id with 19 MiB, 2 passes, 1 lane (OWASP's password storage cheat sheet). Slow on purpose,
so in threads of their own: one for those whom we know, by their session or their browser, one for strangers.
Each takes what it can do in a second or two and refuses the rest, so that strangers keep nobody waiting.

A password is the same in whatever width or composition a keyboard sends it: NFKC, every space a space (RFC
8265 asks for the latter, and for NFC; people whose keyboard is set to full width cannot see it in dots).
"""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from services.notify.staff.domain.staff import PasswordIsCommon
from shared.errors import Unavailable

T = TypeVar("T")

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
SHORTEST = 8
COMMON = frozenset(one for one in FREQUENCY_LISTS["passwords"] if len(one) >= SHORTEST)
"""Some 11,600 passwords that are tried first (zxcvbn, MIT), in small letters."""
WAITING_AT_MOST = 32
"""Passwords that are checked or wait for it, of those known and of strangers each: 30 take a second."""
_nobodys = _hasher.hash("nobody's")


class _Queue:
    """One thread, and a bounded number of those that wait for it."""

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(1, f"argon2-{name}")
        self._inside = 0

    async def run(self, work: Callable[..., T], *given: object) -> T:
        """Run `work` in the thread, in turn. Raises `Unavailable` when too many wait already."""
        if self._inside >= WAITING_AT_MOST:
            raise Unavailable
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work, *given)
        finally:
            self._inside -= 1


_known, _strangers = _Queue("known"), _Queue("strangers")


def must_be_good(password: str, staff: str) -> None:
    """Raises `PasswordIsCommon` for a password that is short, common, made of few signs, or holds the staff
    id."""
    plain = _plain(password).lower()
    bare = plain.rstrip("0123456789!@#$%^&*.?_- ")
    repeated = len(set(plain)) < 4
    named = len(staff) >= 3 and staff in plain
    if len(plain) < SHORTEST or plain in COMMON or bare in COMMON or repeated or named:
        raise PasswordIsCommon


async def hash_password(password: str) -> str:
    """Return the hash to keep, with its salt and parameters."""
    return await _known.run(_hasher.hash, _bytes(_plain(password)))


async def is_right(password: str, kept: str | None, *, trusted: bool = True) -> bool:
    """Return whether `password` is the one behind `kept`; for nobody (None, or an empty one) that takes as
    long. One from a strange browser is not `trusted`. Raises `Unavailable` when too many are being checked.
    """
    queue = _known if trusted else _strangers
    right = await queue.run(_verify, kept or _nobodys, password)
    return right and bool(kept)


def _verify(kept: str, password: str) -> bool:
    """Check its plain form; or, since older hashes are of what was typed then, as it may have been typed."""
    forms = (unicodedata.normalize(form, password) for form in ("NFC", "NFD"))
    return any(_is_behind(kept, one) for one in dict.fromkeys((_plain(password), password, *forms)))


def _is_behind(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, _bytes(password))
    except (VerificationError, InvalidHashError):
        return False


def _plain(password: str) -> str:
    folded = unicodedata.normalize("NFKC", password)
    return "".join(" " if unicodedata.category(mark) == "Zs" else mark for mark in folded)


def _bytes(password: str) -> bytes:
    """Encode also what is no text: it is a wrong password, and no failure."""
    return password.encode(errors="surrogatepass")

"""Passwords: argon2id with 19 MiB, 2 passes, 1 lane (OWASP's password storage cheat sheet). Slow on purpose,
so in threads of their own, two at a time.

A password is the same in whatever width or composition a keyboard sends it: NFKC, every space a space (RFC
8265 asks for the latter, and for NFC; people whose keyboard is set to full width cannot see it in dots).
"""

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_threads = ThreadPoolExecutor(2, "argon2")
_nobodys = _hasher.hash("nobody's")


async def hash_password(password: str) -> str:
    """Return the hash to keep, with its salt and parameters."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, _bytes(_plain(password)))


async def is_right(password: str, kept: str | None) -> bool:
    """Return whether `password` is the one behind `kept`; for nobody (None) that takes as long."""
    loop = asyncio.get_running_loop()
    right = await loop.run_in_executor(_threads, _verify, kept or _nobodys, password)
    return right and kept is not None


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

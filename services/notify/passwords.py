"""Passwords: argon2id, by the parameters of RFC 9106 for little memory. Slow on purpose, so in a thread."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()
_threads = ThreadPoolExecutor(2, "argon2")  # 64 MiB each
_nobodys = _hasher.hash("nobody's")


async def hash_password(password: str) -> str:
    """The hash to keep, with its salt and parameters."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password)


async def is_right(password: str, kept: str | None) -> bool:
    """Whether `password` is the one behind `kept`. For somebody unknown (None) it takes as long to say no."""
    loop = asyncio.get_running_loop()
    right = await loop.run_in_executor(_threads, _verify, kept or _nobodys, password)
    return right and kept is not None


def _verify(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False

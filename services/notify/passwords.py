"""Passwords: argon2id with 19 MiB, 2 passes, 1 lane (OWASP's password storage cheat sheet). Slow on purpose,
so in threads of their own, two at a time."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_threads = ThreadPoolExecutor(2, "argon2")
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

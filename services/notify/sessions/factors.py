"""Second factors: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for who has lost it.

A secret is derived from the service's `hash_key`, the person and a context that is kept with them: the store
alone holds nothing by which a code could be made.
"""

import hashlib
import hmac
import secrets
from base64 import b32encode
from datetime import datetime

from pyotp import TOTP

from services.notify.staff.domain.staff import Staff

RECOVERY_CODES = 8
STEPS = (0, -1, 1)
"""Codes that are taken: that of now, and those of 30 s before and after, since clocks differ."""


def context_of(staff: Staff) -> str:
    """Return the context of the secret that a person is offered: another one after each change of rights."""
    return hashlib.sha256(f"{staff.id}/{staff.password}/{staff.epoch}".encode()).hexdigest()


def totp_of(staff: Staff, context: str, hash_key: bytes) -> TOTP:
    """Return the generator of a person's codes."""
    content = f"second factor/{staff.id}/{context}".encode()
    secret = b32encode(hmac.digest(hash_key, content, "sha256")[:20]).decode()
    return TOTP(secret, name=staff.id, issuer="Foyer")


def step_of(totp: TOTP, code: str, now: datetime) -> int | None:
    """Return the step of time that a code belongs to, or None for a wrong one."""
    current = totp.timecode(now)
    right = (current + near for near in STEPS if _same(totp.generate_otp(current + near), code))
    return next(right, None)


def new_recovery_codes() -> tuple[str, ...]:
    """Return codes that a person keeps on paper, each good once, of 60 bits."""
    return tuple(
        f"{one[:5]}-{one[5:10]}-{one[10:]}"
        for one in (secrets.token_hex(8)[:15] for _ in range(RECOVERY_CODES))
    )


def hash_recovery(code: str) -> str:
    """Return the hash under which a recovery code is kept; long and random, so a plain one keeps it."""
    return hashlib.sha256(code.strip().lower().encode(errors="replace")).hexdigest()


def _same(code: str, typed: str) -> bool:
    return hmac.compare_digest(code.encode(), typed.strip().replace(" ", "").encode(errors="replace"))

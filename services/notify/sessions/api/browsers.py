"""The cookies of a browser: its token, its session, and its own name, by which a person is known there."""

import hashlib
import hmac
from datetime import timedelta

from fastapi import Request, Response

from services.notify.sessions.domain import SESSION_LASTS
from services.notify.staff.domain.staff import Staff
from services.notify.staff.queries import staff_member
from shared.access import COOKIE, LASTS
from shared.privacy import every_key
from shared.runtime import ServiceRuntime

SESSION_COOKIE = f"{COOKIE}-session"
DEVICE_COOKIE = f"{COOKIE}-device"
DEVICE_LASTS = timedelta(days=400)  # the most that browsers keep


def hash_of(secret: str) -> str:
    """Return the hash under which a session or a browser is kept."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


async def known_browser(request: Request, staff: str, runtime: ServiceRuntime) -> tuple[str, Staff | None]:
    """Return the browser behind a request, if the person has signed in there before, and the person; an empty
    one and None otherwise. The store is asked only about a cookie that is ours."""
    browser, _, seal = request.cookies.get(DEVICE_COOKIE, "").partition(".")
    given = seal.encode(errors="replace")
    if not any(hmac.compare_digest(given, genuine) for genuine in _seals(browser, runtime)):
        return "", None
    member = await staff_member(runtime.store, staff)
    if member is None or hash_of(browser) not in member.devices:
        return "", None
    return browser, member


def set_token(response: Response, token: str) -> None:
    """Let the browser keep its token."""
    _set(response, COOKIE, token, LASTS)


def set_session(response: Response, session: str, browser: str, runtime: ServiceRuntime) -> None:
    """Let the browser keep its session, and that it is known from now on."""
    _set(response, SESSION_COOKIE, session, SESSION_LASTS)
    _set(response, DEVICE_COOKIE, f"{browser}.{_seals(browser, runtime)[0].decode()}", DEVICE_LASTS)


def forget(response: Response) -> None:
    """Let the browser forget its token and its session."""
    for name in (COOKIE, SESSION_COOKIE):
        _set(response, name, "", timedelta(0))


def _seals(browser: str, runtime: ServiceRuntime) -> list[bytes]:
    """Return the seal of a browser's name, then those of before the key changed."""
    content = f"browsers/{browser}".encode(errors="replace")
    keys = every_key(runtime.settings.keys("hash_key"))
    return [hmac.digest(key, content, "sha256").hex().encode() for key in keys]


def _set(response: Response, name: str, value: str, lasts: timedelta) -> None:
    seconds = int(lasts.total_seconds())
    response.set_cookie(name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="strict")

"""Signing out leaves nothing of what a browser was shown, and keeps what its author typed (Q1)."""

import hashlib
from datetime import timedelta

import httpx

from services.notify.sessions.domain import Session
from shared import clock
from shared.access import Person
from tests.unit.served import Running, Served, asking

COOKIE = "what the browser holds"


async def signed_out() -> httpx.Response:
    """Sign somebody out whose session is under a cookie."""
    now = clock.now()
    times = {"opened": now, "used": now, "ends": now + timedelta(hours=1)}
    id = hashlib.sha256(COOKIE.encode()).hexdigest()
    world = Served("notify", Session.model_validate({"id": id, "staff": "li.na", **times}), now=now)
    running = Running(store=world.store, settings=world.settings, execute=world.execute)
    with asking(world.app, running, Person("li.na", frozenset(), ())) as client:
        async with client:
            cookies = f"__Host-foyer-session={COOKIE}"
            return await client.delete("/api/notify/session", headers={"cookie": cookies})


async def test_signing_out_drops_the_copies_of_the_browser_and_leaves_sealed_drafts():
    answer = await signed_out()
    assert answer.status_code == 204, answer.text
    assert answer.headers["clear-site-data"] == '"cache"'

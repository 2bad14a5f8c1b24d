"""Faults: containers that are killed, a queue that is deleted, a configuration that is wrong."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from deploy.local.clients import Kiosk, Staff
from deploy.local.secrets import SERVICES
from tests.compose.installation import Installation, wait_until
from tests.stage import PASSWORD, Branch


def answers(arrive: Callable[[], str]) -> bool:
    """Tell whether an arrival gets a number now."""
    try:
        return bool(arrive())
    except Exception:  # whatever a machine meets meanwhile: it tries again
        return False


@pytest.mark.parametrize("name", [*SERVICES, "rabbitmq", "mongo", "caddy"])
def test_a_killed_container_is_back_by_itself(
    place: Installation, arrive: Callable[[], str], figures: dict[str, object], name: str
):
    before = int(arrive()[1:])
    began = time.monotonic()
    place.kill(name)
    wait_until(lambda: place.ready(name), f"{name} to be ready")
    wait_until(lambda: answers(arrive), "a number")
    figures[f"back_after_kill_{name}_s"] = round(time.monotonic() - began, 1)
    for service in SERVICES:
        place.wait_ready(service)
    assert int(arrive()[1:]) > before + 1


def test_a_service_whose_queue_was_deleted_starts_afresh(place: Installation, figures: dict[str, object]):
    before = place.containers()["referral"]["State"]["StartedAt"]
    began = time.monotonic()
    place.compose("exec", "-T", "rabbitmq", "rabbitmqctl", "-q", "delete_queue", "foyer.referral.0")
    wait_until(lambda: place.containers()["referral"]["State"]["StartedAt"] != before, "a new start", 90)
    place.wait_ready("referral")
    figures["back_after_deleted_queue_s"] = round(time.monotonic() - began, 1)


def test_a_broken_caddyfile_is_noticed_by_wait_and_leaves_nothing_that_seems_well(place: Installation):
    file = place.folder / "deploy/caddy/Caddyfile"
    good = file.read_text()
    try:
        file.write_text(good + "\n:8443 {\n\tno_such_directive\n}\n")
        assert place.shell("docker compose up -d --no-deps --wait caddy", check=False).returncode != 0
    finally:
        file.write_text(good)
        place.compose("up", "-d", "--no-deps", "--wait", "caddy")


def test_a_changed_configuration_is_noticed_by_up(place: Installation):
    for name, path in {"caddy": "caddy/Caddyfile", "rabbitmq": "rabbitmq/rabbitmq.conf"}.items():
        file = place.folder / "deploy" / path
        before, good = place.container(name), file.read_text()
        try:
            file.write_text(f"{good}\n# changed\n")
            place.compose("up", "-d", "--no-deps", "--wait", name)
            assert place.container(name) != before
        finally:
            file.write_text(good)
            place.compose("up", "-d", "--no-deps", "--wait", name)
    for service in SERVICES:
        place.wait_ready(service)


def test_a_right_that_is_refused_ends_up_with_the_broker_s_reason(place: Installation):
    file = place.secrets / "rabbitmq_admin_url"
    good = file.read_text()
    try:
        file.write_text("https://foyer_admin:wrong@rabbitmq:15671\n")
        done = place.shell("deploy/replace.sh", check=False)
        assert done.returncode != 0
        assert "401" in done.stderr + done.stdout
        assert "Traceback" not in done.stderr.partition("Refused")[2]
    finally:
        file.write_text(good)
    assert place.ready("lobby")


async def test_a_stream_that_a_restart_ends_goes_on_where_it_was(place: Installation, shop: Branch):
    manager = await Staff(place.url(), shop.who("lobby_manager"), PASSWORD).sign_in()
    try:
        for name in ("notify", "caddy"):
            last = (await manager.get("/api/notify/feed"))["last"]
            stream = manager.stream(after=last)
            await anext(stream)
            await asyncio.to_thread(place.restart, name)
            with pytest.raises((httpx.HTTPError, StopAsyncIteration)):
                await ended(stream)
            async with Kiosk(shop.kiosk, place.url()) as kiosk:
                await kiosk.send("complaint_raised", topic="waiting")
            async with asyncio.timeout(60):
                async for kind, data in manager.stream(after=last):
                    if kind == "entry":
                        assert data["n"] == last + 1
                        break
    finally:
        await manager.close()


async def ended(stream: AsyncIterator[object]) -> None:
    """Read a stream to its end."""
    async with asyncio.timeout(60):
        while True:
            await anext(stream)

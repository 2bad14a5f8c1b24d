"""Rare acts of operations, by the commands of the guide: secrets, partitions, backup."""

import asyncio
import re
from collections.abc import Callable

import httpx
import pytest
from aiomqtt import ProtocolVersion

from deploy.local.clients import AmqpKiosk, MqttKiosk, Refused, Staff
from deploy.local.secrets import SERVICES
from tests.compose.installation import Installation, wait_until
from tests.stage import PASSWORD, Branch

PREPARED = "prepare"
"""The one block that no test follows: the environment of all has it set."""


def signs_in(place: Installation, staff: str, password: str) -> bool:
    async def tried() -> bool:
        person = Staff(place.url(), staff, password)
        try:
            await person.sign_in()
        except (Refused, httpx.HTTPError):
            return False
        finally:
            await person.close()
        return True

    return asyncio.run(tried())


def test_the_secrets_of_the_services_are_changed_by_the_guide(
    place: Installation, shop: Branch, arrive: Callable[[], str]
):
    names = ("token_public_key", "admin_password", "ops_password", "amqp_url_lobby", "mongo_uri_customer")
    before = {name: place.secret(name) for name in names}
    place.follow("rotate-services")
    assert all(place.secret(name) != old for name, old in before.items())
    for first in ("admin", "ops"):
        assert signs_in(place, first, place.secret(f"{first}_password"))
        assert not signs_in(place, first, before[f"{first}_password"])
    assert signs_in(place, shop.who("teller"), PASSWORD)
    assert arrive()


def test_a_lost_private_key_alone_makes_a_pair_that_matches(place: Installation):
    (place.secrets / "token_private_key").unlink()
    place.follow("secrets")
    made = place.shell("openssl pkey -in deploy/secrets/token_private_key -pubout").stdout.strip()
    assert made == place.secret("token_public_key")
    place.shell("deploy/replace.sh")
    assert signs_in(place, "ops", place.secret("ops_password"))


def test_the_administrators_are_changed_by_the_guide(place: Installation, arrive: Callable[[], str]):
    for name, file in {
        "rotate-broker-admin": "rabbitmq_admin_url",
        "rotate-store-root": "mongo_root_uri",
    }.items():
        before = place.secret(file)
        place.follow(name)
        assert place.secret(file) != before
    for name in SERVICES:
        place.wait_ready(name)
    assert arrive()


def test_the_master_keys_are_changed_by_the_guide_while_the_services_run(
    place: Installation, shop: Branch, arrive: Callable[[], str]
):
    async def customers() -> list[str]:
        head = await Staff(place.url(), shop.who("branch_head"), PASSWORD).sign_in()
        file = {"branch": shop.id, "name": "李小红", "phone": "13900000000"}
        made = (await head.post("/api/customer/customers", file))["customer"]
        read = await head.get(f"/api/customer/customers/{made}")
        await head.close()
        return [made, read["name"]]

    customer, name = asyncio.run(customers())
    before = {one: place.secret(f"master_key_{one}") for one in SERVICES}
    done = place.follow("rotate-keys")
    assert done.stdout.count("all is under") == len(SERVICES)
    assert all(len(place.secret(f"master_key_{one}").split()) == 1 for one in SERVICES)
    assert all(place.secret(f"master_key_{one}") != old for one, old in before.items())

    async def read_again() -> str:
        head = await Staff(place.url(), shop.who("branch_head"), PASSWORD).sign_in()
        found = await head.get(f"/api/customer/customers/{customer}")
        await head.close()
        return str(found["name"])

    assert asyncio.run(read_again()) == name
    assert arrive()


def test_the_certificates_of_the_inner_network_are_made_anew_by_the_guide(
    place: Installation, arrive: Callable[[], str]
):
    before = place.secret("inner_pem_rabbitmq")
    place.follow("renew-certificates")
    assert place.secret("inner_pem_rabbitmq") != before
    for name in SERVICES:
        place.wait_ready(name)
    assert arrive()


def test_the_connections_of_a_device_are_closed_by_the_guide(place: Installation, shop: Branch):
    def held() -> set[str]:
        words = ("exec", "-T", "rabbitmq", "rabbitmqctl", "-q", "list_connections", "user", "pid")
        lines = (line.split("\t") for line in place.compose(*words).splitlines())
        return {line[1] for line in lines if line[0] == shop.kiosk.user}

    async def play() -> None:
        async with AmqpKiosk(shop.kiosk, place.amqp) as kiosk:
            await kiosk.send("customer_arrived", need="cash")
            before = await asyncio.to_thread(held)
            assert before
            await asyncio.to_thread(place.follow, "close-device", device=shop.kiosk.user)
            await asyncio.to_thread(wait_until, lambda: not before & held(), "its connections closed")

    asyncio.run(play())


def test_a_new_certificate_is_shown_after_a_restart(place: Installation, arrive: Callable[[], str]):
    for name in ("tls_key", "tls_certificate"):
        (place.secrets / name).unlink()
    place.follow("secrets")
    place.compose("restart", "caddy", "rabbitmq")
    for name in ("caddy", "rabbitmq", *SERVICES):
        place.wait_ready(name)
    assert arrive()  # which trusts the new one alone


@pytest.mark.parametrize(("before", "after"), [(1, 4), (4, 2)])
def test_the_number_of_partitions_is_changed_by_the_guide(
    place: Installation, shop: Branch, arrive: Callable[[], str], before: int, after: int
):
    first = arrive()
    place.follow("close")
    for name in SERVICES:
        place.wait_ready(name)
    place.follow("drain")
    place.follow("partitions", P=str(after))
    if after < before:
        place.follow("delete-queues", P=str(after))
    listed = place.compose("exec", "-T", "rabbitmq", "rabbitmqctl", "-q", "list_queues", "name")
    numbers = {int(found) for found in re.findall(r"^foyer\.lobby\.(\d+)", listed, re.M)}
    assert numbers == set(range(after))
    assert int(arrive()[1:]) == int(first[1:]) + 1
    for name in SERVICES:
        place.wait_ready(name)


def test_devices_are_heard_over_amqp_mqtt_3_and_mqtt_5_after_all_that(place: Installation, shop: Branch):
    async def send() -> None:
        five = MqttKiosk(shop.kiosk, place.mqtt, ProtocolVersion.V5)
        for kiosk in (AmqpKiosk(shop.kiosk, place.amqp), MqttKiosk(shop.kiosk, place.mqtt), five):
            async with kiosk:
                await kiosk.send("customer_arrived", need="cash")

    async def waiting() -> int:
        manager = await Staff(place.url(), shop.who("lobby_manager"), PASSWORD).sign_in()
        try:
            return len((await manager.get(f"/api/lobby/branches/{shop.id}/floor"))["waiting"])
        finally:
            await manager.close()

    before = asyncio.run(waiting())
    asyncio.run(send())
    wait_until(lambda: asyncio.run(waiting()) == before + 3, "all arrivals")


def test_the_audit_chains_are_verified_by_the_guide(place: Installation, shop: Branch):
    async def read() -> None:
        head = await Staff(place.url(), shop.who("branch_head"), PASSWORD).sign_in()
        file = {"branch": shop.id, "name": "王小明", "phone": "13800000000"}
        customer = (await head.post("/api/customer/customers", file))["customer"]
        await head.get(f"/api/customer/customers/{customer}")
        await head.close()

    asyncio.run(read())
    done = place.follow("audit-verify")
    assert re.search(rf"^{shop.id}: [1-9]\d* records, unbroken", done.stdout, re.MULTILINE)


def test_a_backup_is_restored_by_the_guide(place: Installation, arrive: Callable[[], str]):
    kept = arrive()
    place.follow("drain")
    place.follow("backup")
    lost = arrive()
    place.follow("drain")
    place.follow("restore")
    assert int(lost[1:]) == int(kept[1:]) + 1
    assert arrive() == lost  # what came after the backup is gone, and the numbers go on from it


def test_every_command_of_the_guide_is_followed_by_a_test(place: Installation):
    text = "".join(file.read_text() for file in sorted((place.folder / "tests/compose").glob("test_*.py")))
    named = set(re.findall(r'"([a-z-]+)"', text))
    assert set(place.guide()) - named - {PREPARED} == set()
    guide = (place.folder / "docs/guide/operations.md").read_text()
    assert re.findall(r"^ *```(?!sh run=|json$)\S", guide, re.M) == [], "a block that no test reads"

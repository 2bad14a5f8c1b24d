"""Devices trade a one-time code for a secret, and codes are not guessed."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import httpx

from services.lobby.devices.domain.devices import Device, hash_secret
from shared import clock
from shared.throttle import Throttle
from tests.unit.served import MASTER, Running, Served

CODE = "a-code-of-operations"


class Hall(Served):
    """A lobby with two invited devices."""

    def __init__(self) -> None:
        until = clock.now() + timedelta(hours=1)
        invited = [
            Device(id=f"B1.{name}", branch="B1", name=name, code_hash=hash_secret(CODE), code_until=until)
            for name in ("K1", "K2")
        ]
        super().__init__("lobby", *invited, now=clock.now())
        self.executed = 0
        self.running = Running(
            store=self.store,
            settings=SimpleNamespace(key=lambda _: MASTER, keys=lambda _: MASTER),
            execute=self.execute,
            throttle=Throttle(),
        )

    async def execute(self, command: Any, cause: Any) -> Any:
        self.executed += 1
        return await super().execute(command, cause)

    async def enrol(self, device: str, code: str, network: str = "10.1.2.3") -> httpx.Response:
        self.app.state.runtime = self.running
        transport = httpx.ASGITransport(self.app, client=(network, 1))
        content = {"branch": "B1", "device": device, "code": code}
        async with httpx.AsyncClient(transport=transport, base_url="https://foyer") as client:
            return await client.post("/api/lobby/devices/enrol", json=content)


async def test_a_code_is_traded_once() -> None:
    hall = Hall()
    first = await hall.enrol("K1", CODE)
    assert (first.status_code, first.json()["user"]) == (201, "B1.K1")
    again = await hall.enrol("K1", CODE)
    assert (again.status_code, again.json()["code"]) == (403, "code_refused")


async def test_wrong_codes_wait_and_take_no_turn_in_the_line_of_the_branch() -> None:
    hall = Hall()
    answers = [await hall.enrol("K1", f"guess {number}") for number in range(7)]
    assert [one.status_code for one in answers] == [403] * 5 + [429] * 2
    assert int(answers[-1].headers["retry-after"]) <= 2
    assert hall.executed == 0
    assert (await hall.enrol("K2", CODE)).status_code == 201
    assert (await hall.enrol("K1", CODE, "10.9.9.9")).status_code == 201


async def test_devices_that_there_are_not_are_bounded_by_the_network_that_tries_them() -> None:
    hall = Hall()
    answers = [(await hall.enrol(f"X{number}", "guess")).status_code for number in range(52)]
    assert answers == [403] * 50 + [429] * 2


async def test_a_code_that_is_no_text_is_wrong_and_no_failure() -> None:
    hall = Hall()
    assert (await hall.enrol("K1", "é" * 64)).status_code == 403

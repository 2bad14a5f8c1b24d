"""A service on a real socket that is asked with canaries, calm and failing, with its logs on standard output.

    python -m tests.unit.canaries.serving SERVICE REPORT

REPORT is written at the end: what was asked and answered, the metrics, and what the stores hold.
"""

import asyncio
import json
import socket
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

import httpx
import uvicorn
from fastapi import FastAPI
from prometheus_client import generate_latest
from pydantic import SecretStr
from pymongo.errors import PyMongoError

from services.notify.identity.provider import set_up_provider
from shared import clock, telemetry
from shared.access import Person, signed_in
from shared.clock import Moment
from shared.contracts.base import encode
from shared.contracts.words import Role
from shared.costly import Costly
from shared.throttle import Throttle
from tests.unit.attacking import Attacked
from tests.unit.canaries.requests import NAME, PHONE, PLAIN, WORDS, Ask, every_ask, with_canaries
from tests.unit.customer.attack.bank import bank
from tests.unit.customer.attack.requests import PLAN as OF_CUSTOMER
from tests.unit.notify.identity.provider import SETTINGS, FakeProvider
from tests.unit.referral.attack.bank import branch
from tests.unit.referral.attack.requests import PLAN as OF_REFERRAL
from tests.unit.served import Running, Served

OF_THE_BANK = ("message_templates", "message_template_versions", "segment_rules", "tag_vocabularies")
"""Collections whose words are the bank's own."""
PLANS = {"customer": OF_CUSTOMER, "referral": OF_REFERRAL}
EVERYBODY = Person("am.1", frozenset(Role), ("B1",), session="s-all")


class Failing:
    """A part of the runtime whose every use fails, in words that hold what somebody typed."""

    def __init__(self, error: type[Exception]) -> None:
        self._error = error

    def __getattr__(self, name: str) -> NoReturn:
        raise self._error(f"{NAME} {PHONE}: {WORDS}")

    def __getitem__(self, name: str) -> NoReturn:
        raise self._error(f"{NAME} {PHONE}: {WORDS}")


async def fail(*about: object) -> NoReturn:
    """Fail as a handler does that prints what it was given."""
    raise RuntimeError(f"{about} {NAME} {PHONE} {WORDS}")


def runtimes(world: Served) -> dict[str, Any]:
    """The runtimes to ask with: as it is, with a handler that fails, with a store that fails or is away."""
    parts = {"settings": world.settings, "moment": Moment(world.now), "ready": True}
    parts |= {"costly": Costly(), "throttle": Throttle()}
    calm = Running(store=world.store, execute=world.execute, **parts)
    return {
        "calm": calm,
        "handler": Running(store=world.store, execute=fail, **parts),
        "store": Running(store=Failing(ValueError), execute=fail, **parts),
        "away": Running(store=Failing(PyMongoError), execute=fail, **parts),
    }


async def ask_by_account(client: httpx.AsyncClient, runtime: Any) -> Counter[int]:
    """Sign in at an identity provider whose claims, codes and tokens are canaries, right and wrong."""
    provider = FakeProvider()
    provider.claims = {"sub": PLAIN, "preferred_username": PLAIN, "name": NAME, "groups": [WORDS, PHONE]}
    runtime.settings.identity_provider = SecretStr(json.dumps({**SETTINGS, "roles": {WORDS: "teller"}}))
    runtime.settings.egress_proxy = ""
    set_up_provider(runtime, provider.transport)
    answers: Counter[int] = Counter()
    path = "/api/notify/identity"
    for sign in (None, lambda _, claims: f"{PLAIN}.{NAME}", lambda it, claims: it.token(claims)[:-9] + PHONE):
        provider.sign = sign
        begun = await client.post(f"{path}/begin", json={})
        given = provider.arrive(begun.json()["address"])
        code = provider.logins[PLAIN] = provider.logins.pop(given["code"])
        assert code.asked["state"] == given["state"]
        cookie = begun.headers["set-cookie"].partition(";")[0]
        back = await client.post(
            f"{path}/session",
            json={**given, "code": PLAIN},
            headers={"cookie": cookie, "user-agent": NAME.encode()},
        )
        answers[back.status_code] += 1
    form = {"logout_token": provider.logout_token(sub=PLAIN, jti=NAME)}
    answers[(await client.post(f"{path}/back-channel", data=form)).status_code] += 1
    return answers


async def ask_all(app: FastAPI, world: Served, url: str) -> dict[str, Counter[int]]:
    """Ask every route of the service in each state of its runtime; gives the answers by status."""
    app.dependency_overrides[signed_in] = lambda: EVERYBODY
    answers: dict[str, Counter[int]] = {}
    asks = list(every_ask(app.openapi()))
    if isinstance(world, Attacked):
        ways = PLANS[world.service.name].every_way()
        asks += [Ask(way.method, way.address(world.ids), with_canaries(way.body())) for way in ways]
    once = list({(one.method, one.path.split("?")[0]): one for one in asks if one.content is None}.values())
    asks.sort(key=lambda one: one.method == "DELETE")
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as client:
        for state, runtime in runtimes(world).items():
            app.state.runtime = runtime
            answers[state] = Counter()
            for one in asks if state == "calm" else once:
                if one.path.split("?")[0].endswith("/stream"):
                    continue
                try:
                    answer = await client.request(
                        one.method, one.path, json=one.json, content=one.content, headers=one.headers
                    )
                except httpx.RemoteProtocolError:  # it failed while it answered
                    answers[state][599] += 1
                    continue
                answers[state][answer.status_code] += 1
                if "no-store" not in answer.headers.get("cache-control", "") and "/api/" in one.path:
                    answers[state][-1] += 1
            if world.service.name == "notify":
                answers[f"{state}, by account"] = await ask_by_account(client, runtime)
    return answers


def kept(world: Served) -> str:
    """All that the store, the published events and the timers hold of customers, as text."""
    collections = world.store.database._collections
    of_customers = [one for name, one in collections.items() if name not in OF_THE_BANK]
    raws = [raw for one in of_customers for raw in one.raws.values()]
    events = [encode(one) for one in world.published]
    timers = [one.event.model_dump_json().encode() for one in world.timers.values()]
    return b"\n".join([*raws, *events, *timers]).decode(errors="replace")


async def main(name: str, report: Path) -> None:
    """Serve, ask, and report."""
    telemetry.set_up(name, level="INFO", otlp_endpoint="")
    worlds = {"customer": bank, "referral": branch}
    world = await worlds[name]() if name in worlds else Served(name, now=clock.now())
    config = uvicorn.Config(
        world.app, http="h11", ws="none", log_config=None, access_log=False, lifespan="off"
    )
    # Of another protocol number, asyncio would hold back each answer's second part for 40 ms.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve([listening]))
        answers = await ask_all(world.app, world, f"http://127.0.0.1:{listening.getsockname()[1]}")
        server.should_exit = True
        await serving
    found = {
        "answers": {state: dict(of) for state, of in answers.items()},
        "metrics": generate_latest().decode(),
        "kept": kept(world),
    }
    await asyncio.to_thread(report.write_text, json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))

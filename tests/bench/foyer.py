"""Foyer: the stack that every service runs on, with one handler, and nothing left out but HTTP."""

import asyncio
import base64
import os

from pydantic import SecretStr

from shared import telemetry
from shared.contracts.base import Event
from shared.domain import Decision, Document
from shared.runtime import ServiceRuntime
from shared.service import Service
from shared.settings import Settings
from shared.unit_of_work import Batch, UnitOfWork
from tests.bench.profiles import Profile
from tests.bench.work import SERVICE, Meter, Plan, Result, contest


class BenchEvent(Event):
    owner = "bench"


class GatePassed(BenchEvent):
    """A group of people went through a gate."""

    gate: str
    people: int
    sensor: str
    direction: str


class GateCounted(BenchEvent):
    """A gate counted them."""

    gate: str
    passages: int
    people: int


class Gate(Document):
    """A gate and how many went through."""

    collection = "gates"
    passages: int
    people: int


def pass_gate(gate: Gate, event: GatePassed) -> Decision:
    """A gate counts who went through."""
    counted = gate.evolve(passages=gate.passages + 1, people=gate.people + event.people)
    told = GateCounted(branch=event.branch, gate=gate.id, passages=counted.passages, people=counted.people)
    return Decision([(counted, (told,))])


async def count_passage(event: GatePassed, work: UnitOfWork) -> None:
    """The only handler."""
    work.apply(pass_gate(await work.get(Gate, event.gate), event))


async def run(plan: Plan) -> Result:
    profile = Profile() if plan.profile else None
    meter = Meter(plan, profile.begin if profile else lambda: None)
    telemetry.set_up(SERVICE, level="WARNING", otlp_endpoint="")

    def after_commit(runtime: ServiceRuntime, batch: Batch) -> None:
        meter.count(len(batch.events))

    service = Service(SERVICE, 0, {GatePassed: [count_passage]}, after_commit=after_commit)
    runtime = ServiceRuntime(service, settings(plan))
    await runtime.start()
    while not (meter.complete and runtime.relay.idle):  # noqa: ASYNC110 - the relay has no event for it
        await asyncio.sleep(0.01)
    result = meter.result(profile.end(plan.events) if profile else "")
    await runtime.stop()
    return result


def settings(plan: Plan) -> Settings:
    """As a service has them, with a database of this run."""
    return Settings(
        mongo_uri=SecretStr(plan.mongo_uri),
        amqp_url=SecretStr(plan.amqp_url),
        database_prefix=plan.database.removesuffix(f"_{SERVICE}"),
        partitions=1,
        master_key=SecretStr(base64.b64encode(os.urandom(32)).decode()),
    )


if __name__ == "__main__":
    contest(run)

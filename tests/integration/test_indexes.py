"""No query scans a collection: what the services look up is explained by the store itself."""

import ast
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo import monitoring

from deploy.topology import SERVICES, service
from shared.accesses import INDEXES, accesses_of
from shared.clock import now
from shared.erasure import blank_published
from shared.linking import ACCESSES, link, verify
from shared.outbox import Relay
from shared.revocations import revocations
from shared.store import Store
from shared.timers import fire_due
from tests.integration.looks import LOOKS
from tests.integration.tally import settings

ROOT = Path(__file__).parents[2]
SEEN_OTHERWISE = {
    "kept_anchors": "an operator's command over all that was published",
    "read_clocks": "a document for each branch",
}
"""Queries that are explained by no test, with the reason."""


class Subscription(monitoring.CommandListener):
    """Notes every query that goes to the store."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str, dict[str, Any]]] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        command = dict(event.command)
        if event.command_name == "find":
            self.heard.append(("find", command["find"], command.get("filter", {})))
        elif event.command_name == "aggregate":
            matches = [one["$match"] for one in command["pipeline"] if "$match" in one]
            self.heard += [("find", command["aggregate"], stage) for stage in matches[:1]]
        elif event.command_name == "delete":
            self.heard += [("delete", command["delete"], one["q"]) for one in command["deletes"]]
        elif event.command_name == "update":
            self.heard += [("update", command["update"], one["q"]) for one in command["updates"]]

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Nothing to note."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing to note."""


@asynccontextmanager
async def listened(mongo_uri: str, database: str, name: str) -> AsyncIterator[tuple[Store, Subscription]]:
    ear = Subscription()
    monitoring.register(ear)
    try:
        store = Store(settings("amqp://nobody", mongo_uri, database), name)
        try:
            yield store, ear
        finally:
            await store.close()
    finally:
        monitoring._LISTENERS.command_listeners.remove(ear)


def stages(plan: Any) -> set[str]:
    if isinstance(plan, dict):
        stage = plan.get("stage")  # a field of this name stands in a plan with its bounds, a list
        own = {stage} if isinstance(stage, str) else set()
        return own.union(*(stages(value) for value in plan.values()))
    return set().union(*(stages(one) for one in plan)) if isinstance(plan, list) else set()


def is_of_ids_alone(query: dict[str, Any]) -> bool:
    """All, or a range of ids: MongoDB reads these from the index of ``_id``, the embedded store does not."""
    return not query or (
        set(query) == {"_id"} and isinstance(query["_id"], dict) and set(query["_id"]) == {"$lt"}
    )


def begins_an_index(name: str, collection: str, query: dict[str, Any]) -> bool:
    """A query that has more fields than the index with which it begins: MongoDB looks through what the index
    finds, the embedded store reads the collection."""
    first = {index.keys[0][0] for index in service(name).indexes if index.collection == collection}
    return any(not isinstance(query.get(field, {}), dict) for field in first)


@pytest.mark.parametrize("name", SERVICES)
async def test_every_query_of_a_service_has_its_index(mongo_uri: str, database: str, name: str):
    async with listened(mongo_uri, database, name) as (store, ear):
        await store.prepare([*INDEXES, *service(name).indexes])
        ear.heard.clear()
        for look in LOOKS[name]:
            await look(store)
        await accesses_of(store, None, None, 50)
        await accesses_of(store, "li.na", "2026112622:x", 50)
        for chain in (ACCESSES, *service(name).chains):
            await link(store, chain, b"k" * 32, now())
            await verify(store, chain, [b"k" * 32], {})
        await store.seen(["x"])
        await revocations(store, now())
        await blank_published(store, "C1")
        await store.forget_old(now())
        relay = Relay(store, "amqp://nobody")
        await relay.sweep(timedelta(0))
        await relay.answer_again("correlation_id", "cause")
        await fire_due(store, now(), timedelta(seconds=1), lambda cause, event, body: None)
        heard = list(ear.heard)
        assert len(heard) > len(LOOKS[name])
        scans = []
        for kind, collection, query in heard:
            explained = await store.db.command(
                {"explain": {"find": collection, "filter": query}, "verbosity": "queryPlanner"}
            )
            found = stages(explained["queryPlanner"]["winningPlan"])
            assert found, f"{kind} {collection}: no plan"
            by_index = is_of_ids_alone(query) or begins_an_index(name, collection, query)
            if "COLLSCAN" in found and not by_index:
                scans.append(f"{kind} {collection} {query}")
        assert scans == []


async def test_a_query_without_an_index_would_be_seen(mongo_uri: str, database: str):
    async with listened(mongo_uri, database, "lobby") as (store, _):
        await store.prepare(service("lobby").indexes)
        explained = await store.db.command(
            {"explain": {"find": "visits", "filter": {"masked_name": "x"}}, "verbosity": "queryPlanner"}
        )
        assert "COLLSCAN" in stages(explained["queryPlanner"]["winningPlan"])


def queries_of_services() -> Iterator[str]:
    """The names of all functions of services that look into a collection themselves."""
    for path in ROOT.glob("services/*/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.AsyncFunctionDef) and ".db[" in ast.unparse(node):
                yield node.name


def test_every_query_of_every_service_is_explained_here():
    explained = (ROOT / "tests/integration/looks.py").read_text(encoding="utf-8")
    public = {name for name in queries_of_services() if not name.startswith("_")}
    missing = {name for name in public if f"{name}(" not in explained}
    assert missing == set(SEEN_OTHERWISE)

"""The frame of attacks on a service over HTTP: a request for every route, and a world that may be copied.

Bodies are built from the OpenAPI document of the service, so that a new route is attacked by itself. A path
with a name that nothing is known of, or a body that is refused as malformed, fails a test: then it is stated
in the `Plan` of the service.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import httpx
from fastapi.routing import APIRoute

from deploy.topology import service
from shared.access import Person
from shared.commands import Asked
from shared.domain import Document
from tests.apps import app_of, asked_by
from tests.fakes import FakeStore
from tests.unit.served import Served

Ids = Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """The parts of which the requests for a service are made.

    `values` are members of bodies by name, in whatever body they stand; `bodies` are those that cannot be
    built from the document alone, by route; `query` goes with every request; `place_of` returns what stands
    in a path for a name, and raises KeyError for a name that nothing is known of.
    """

    service: str
    values: Mapping[str, Any]
    bodies: Mapping[str, Any]
    query: Mapping[str, str]
    place_of: Callable[[str, str, Ids], str]

    @property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document of the service."""
        return app_of(self.service).openapi()

    def every_way(self) -> list["Way"]:
        """Return all routes of the service."""
        return [
            Way(method, route.path, tuple(dict.fromkeys(asked_by(route.dependant))), self)
            for router in service(self.service).routers
            for route in router.routes
            if isinstance(route, APIRoute)
            for method in sorted(route.methods)
        ]

    def example(self, schema: Mapping[str, Any], name: str = "") -> Any:
        """Return a small value of a schema."""
        if name in self.values:
            return self.values[name]
        if "$ref" in schema:
            return self.example(self.resolved(schema), name)
        for several in ("anyOf", "oneOf", "allOf"):
            if several in schema:
                return self.example(schema[several][0], name)
        if "enum" in schema:
            return schema["enum"][0]
        match schema.get("type"):
            case "object":
                known = schema.get("properties", {})
                wanted = {*schema.get("required", []), *({"branch"} & known.keys())}
                return {one: self.example(known[one], one) for one in known if one in wanted}
            case "array":
                return [self.example(schema["items"])] * schema.get("minItems", 0)
            case "integer" | "number":
                return max(schema.get("minimum", 0), schema.get("exclusiveMinimum", -1) + 1)
            case "boolean":
                return False
        return "一段文字"

    def resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the schema to which a reference leads."""
        found: Mapping[str, Any] = self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found


@dataclass(frozen=True)
class Way:
    """One route with the commands and queries that its dependencies check."""

    method: str
    path: str
    asked: tuple[type[Asked], ...]
    plan: Plan = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def reads(self) -> bool:
        return self.method == "GET"

    @property
    def names(self) -> tuple[str, ...]:
        """The names in braces of the path."""
        return tuple(path_names(self.path))

    def address(self, ids: Ids, **query: str) -> str:
        """Return the address of this route for what there is."""
        path = self.path
        for name in self.names:
            path = path.replace("{" + name + "}", self.plan.place_of(self.path, name, ids))
        return f"{path}?" + "&".join(f"{key}={value}" for key, value in {**self.plan.query, **query}.items())

    @property
    def schema(self) -> Mapping[str, Any] | None:
        """The schema of the body; None for a route without one."""
        operation = self.plan.document["paths"][self.path][self.method.lower()]
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        return None if content is None else content["schema"]

    def body(self) -> Any:
        """Return a body that the route takes; None for a route without one."""
        if self.name in self.plan.bodies:
            return self.plan.bodies[self.name]
        if self.schema is None:
            return None if self.method in ("GET", "DELETE") else {}
        return self.plan.example(self.schema)


class Attacked(Served):
    """A `Served` that may be copied, so that each attack has the whole world before it. `ids` are those of
    what is there, by what paths call them."""

    ids: dict[str, str]

    def copy(self) -> Self:
        """Return a world that is the same now, and changes by itself."""
        other = type(self)(now=self.now)
        other.store = FakeStore(self.source)
        for name, collection in self.store.database._collections.items():
            other.store.database[name].raws = dict(collection.raws)
        other.timers, other.published, other.heard = dict(self.timers), [], 0
        other.ids = dict(self.ids)
        return other

    def everything(self) -> dict[str, dict[Any, bytes]]:
        """Return all that is kept, by collection and id, without the audit trail: what an attack must not
        change."""
        kept = self.store.database._collections.items()
        return {name: dict(one.raws) for name, one in kept if one.raws and not name.startswith("audit_")}

    async def done(self, who: Person, method: str, path: str, body: Any = None) -> Any:
        """Ask for something that must be done; returns what it answers."""
        answer = await self.ask(who, method, path, body)
        assert answer.status_code < 300, f"{method} {path}: {answer.text}"
        await self.hear()
        return answer.json() if answer.content else None

    def only(self, model: type[Document]) -> str:
        """Return the id of the one document of a kind."""
        (raw,) = self.store.raws(model.collection)
        return str(raw["_id"])

    async def asked(self, who: Person, method: str, path: str, body: Any, **headers: str) -> httpx.Response:
        """Ask, and let what was published be heard."""
        answer = await self.ask(who, method, path, body, **headers)
        await self.hear()
        return answer


def path_names(path: str) -> Iterator[str]:
    """Yield the names in braces of a path."""
    for part in path.split("{")[1:]:
        yield part.partition("}")[0]

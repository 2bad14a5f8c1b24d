"""The services' applications without their life: for what their OpenAPI says, and what needs no store."""

import base64
from collections.abc import Iterator
from functools import cache
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from deploy.topology import service
from shared.access import Person, signed_in
from shared.commands import Asked
from shared.service import make_app
from shared.settings import Settings


@cache
def app_of(name: str) -> FastAPI:
    """The application of a service, which nobody has started."""
    key = base64.b64encode(b"k" * 32).decode()
    public = Ed25519PrivateKey.generate().public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    app = make_app(service(name), Settings(token_public_key=pem, master_key=key, blind_key=key))
    app.state.runtime = None
    return app


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The operations of an OpenAPI document by name, such as ``get /live``."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def asked_by_routes(name: str) -> dict[str, list[type[Asked]]]:
    """The commands and queries that the dependencies of each route of a service check, by names such as
    ``GET /api/…``."""
    return {
        f"{method} {route.path}": list(asked_by(route.dependant))
        for router in service(name).routers
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in sorted(route.methods)
    }


def asked_by(dependant: Dependant) -> Iterator[type[Asked]]:
    """The commands and queries whose rights a route checks by its dependencies."""
    if (asked := getattr(dependant.call, "asked", None)) is not None:
        yield asked
    for below in dependant.dependencies:
        yield from asked_by(below)


async def get_as(app: FastAPI, person: Person, path: str) -> httpx.Response:
    """Ask an application for an address as `person`, who needs no token for it."""
    app.dependency_overrides[signed_in] = lambda: person
    try:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            return await client.get(path)
    finally:
        del app.dependency_overrides[signed_in]

"""The routes of all services with their rights, as text: write it by ``python -m tests.contract.rights``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi.routing import APIRoute

from deploy.topology import SERVICES, service
from shared import accesses, operations, rights
from shared.commands import Asked
from shared.rights import Rights
from tests.apps import asked_by

GOLDEN = Path(__file__).parent / "golden" / "rights.txt"
TO_CONVERT: set[str] = set()
"""Services whose routes do not take their rights as dependencies yet."""


@dataclass(frozen=True)
class GuardedRoute:
    """A route of a service, with the commands and queries that its dependencies check."""

    service: str
    name: str
    """Method and path, such as ``POST /api/notify/staff``."""
    asked: tuple[type[Asked], ...]


def routes_of(name: str) -> list[GuardedRoute]:
    """Return the routes of a service, by path."""
    shared = (operations.router, rights.routes_of(name), accesses.routes_of(name))
    routers = (*shared, *service(name).routers)
    routes = (route for router in routers for route in router.routes if isinstance(route, APIRoute))
    found = [
        GuardedRoute(name, f"{method} {route.path}", tuple(dict.fromkeys(asked_by(route.dependant))))
        for route in routes
        for method in sorted(route.methods)
    ]
    return sorted(found, key=lambda one: one.name.split(" ")[::-1])


def table_of(name: str) -> Rights:
    """Return the rights of a service, with those that every service has for operations and audit."""
    return {**operations.RIGHTS, **accesses.RIGHTS, **service(name).rights}


def text() -> str:
    """Return one line for each route of the converted services and each right in their tables."""
    lines: list[str] = []
    for name in sorted(set(SERVICES) - TO_CONVERT):
        table = table_of(name)
        for route in routes_of(name):
            said = ", ".join(_said(table, one) for one in route.asked) or "-"
            lines.append(f"{route.name}: {said}")
        by_route = {one for route in routes_of(name) for one in route.asked}
        rest = sorted((one for one in table if one not in by_route), key=lambda one: one.name)
        lines += [f"{name}, checked in a route: {_said(table, one)}" for one in rest]
        lines.append("")
    return "\n".join(lines)


def _said(table: Any, asked: type[Asked]) -> str:
    right = table[asked]
    roles = " ".join(role.value for role in right.roles)
    return f"{asked.name} ({right.scope.name.lower()}{': ' if roles else ''}{roles})"


if __name__ == "__main__":
    GOLDEN.write_text(text())

"""Asking the services as operations do, by the command line."""

import json
from typing import Any

import typer

from deploy.local.clients import Refused, Staff
from deploy.local.processes import NotReady
from deploy.local.secrets import SERVICES
from deploy.local.stack import Stack


def say(line: str) -> None:
    """Print progress, which goes to stderr; stdout is for results."""
    typer.echo(line, err=True)


def examples(*lines: str) -> str:
    """Return the examples for the end of a command's help, one a line."""
    return "\n\n".join(("Examples · 示例:", *(f"  {line}" for line in lines)))


async def ask_all(path: str) -> dict[str, Any]:
    """Return the answers of every service, by its name."""
    return {name: await ask(name, "GET", path) for name in SERVICES}


async def ask(name: str, method: str, path: str, content: Any = None) -> Any:
    """Ask one service as ``ops``; returns its answer. Raises `NotReady` or `Refused`."""
    stack = Stack()
    if not stack.is_running():
        raise NotReady("Foyer does not run; ./foyer up starts it 未在运行")
    ops = Staff(stack.url(), "ops", stack.secret("ops_password"))
    try:
        await ops.sign_in()
        response = await ops.client.request(method, f"{stack.url(name)}{path}", json=content)
        if response.status_code >= 400:
            raise Refused(f"{name}{path}: {response.text[:300]}")
        return json.loads(response.content) if response.content else None
    finally:
        await ops.close()

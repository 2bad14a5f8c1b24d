"""``./foyer dead-letters``: what could not be handled, and what becomes of it."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote

import httpx
import typer

from deploy.local.asking import ask, examples, say
from deploy.local.clients import Refused
from deploy.local.secrets import SERVICES

app = typer.Typer(
    help="List the messages that could not be handled, or settle them. 死信",
    invoke_without_command=True,
    epilog=examples("./foyer dead-letters", "./foyer dead-letters retry all", "./foyer dead-letters drop ID"),
)


@app.callback()
def dead_letters(context: typer.Context) -> None:
    """List the dead letters, newest first, without their content."""
    if context.invoked_subcommand:
        return
    for name, listed in _all_dead_letters().items():
        for one in listed:
            typer.echo(
                f"{name:9} {one['id']:38} {one['at'][:19]} {one['code']:18} {one['type']} x{one['attempts']}"
            )


@app.command()
def retry(id: Annotated[str, typer.Argument(help="The event's id; or 'all'.")]) -> None:
    """Send dead letters again, by the route they came; exits 1 if one of them stays."""
    _each_dead_letter(id, "POST", "/retry", lambda answer: str(answer["status"]))


@app.command()
def drop(id: Annotated[str, typer.Argument(help="The event's id; or 'all'.")]) -> None:
    """Delete dead letters, for good."""
    _each_dead_letter(id, "DELETE", "", lambda answer: "dropped")


def _each_dead_letter(id: str, method: str, what: str, done: Callable[[Any], str]) -> None:
    """Ask for one thing with one dead letter, or with all: one that is refused is printed, and the next is
    asked for."""
    found = [
        (name, one["id"])
        for name, listed in _all_dead_letters().items()
        for one in listed
        if id in ("all", one["id"])
    ]
    failed = False
    for name, one in found:
        try:
            answer = asyncio.run(ask(name, method, f"/dead-letters/{quote(one, safe='')}{what}"))
        except (Refused, httpx.TransportError) as error:
            failed = True
            typer.echo(f"{name}: {one} stays: {error or type(error).__name__}")
        else:
            failed |= bool(answer) and answer["status"] != "sent"
            typer.echo(f"{name}: {one} {done(answer)}")
    if id != "all" and not found:
        say(f"there is no dead letter {id}")
    if failed or (id != "all" and not found):
        raise typer.Exit(1)


def _all_dead_letters() -> dict[str, list[Any]]:
    """Return the dead letters of every service, newest first, read page by page."""
    found: dict[str, list[Any]] = {name: [] for name in SERVICES}
    for name, known in found.items():
        path: str | None = "/dead-letters"
        while path:
            page = asyncio.run(ask(name, "GET", path))
            known += page
            path = f"/dead-letters?before={quote(page[-1]['id'], safe='')}" if page else None
    return found

"""Commands of operations to a running Foyer: traces, dead letters, replay; and demo, bench, contracts.

A command that needs the services' own code loads it itself: that takes a second or more, and the others do
without.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import quote

import httpx
import typer

from deploy.local import benches
from deploy.local.chain import chain
from deploy.local.clients import Refused, Staff
from deploy.local.ending import run_to_its_end
from deploy.local.layouts import begin_anew
from deploy.local.processes import ROOT, NotReady
from deploy.local.secrets import SERVICES
from deploy.local.stack import Stack

PORT = "Port of the way in; the services follow it. By itself 8100, or the next that is free."


def examples(*lines: str) -> str:
    """Return the examples for the end of a command's help, one a line."""
    return "\n\n".join(("Examples · 示例:", *(f"  {line}" for line in lines)))


app = typer.Typer()
audit_app = typer.Typer(
    help="The audit trail of personal data, sign-ins, rights, denials and exports. 审计",
    no_args_is_help=True,
    epilog=examples("./foyer audit verify"),
)
dead_letters_app = typer.Typer(
    help="List the messages that could not be handled, or settle them. 死信",
    invoke_without_command=True,
    epilog=examples("./foyer dead-letters", "./foyer dead-letters retry all", "./foyer dead-letters drop ID"),
)
PACE = 10.0


def say(line: str) -> None:
    typer.echo(line, err=True)


@app.command(epilog=examples("./foyer demo", "./foyer demo --minutes 20", "./foyer demo --once --json"))
def demo(
    once: Annotated[bool, typer.Option("--once", help="One fixed day of 100 arrivals, then end.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The last line is JSON; with --once.")] = False,
    port: Annotated[int, typer.Option(help=PORT, show_default=False)] = 0,
    minutes: Annotated[float, typer.Option(help="How long the branch is open, in its own time.")] = 60.0,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin with no data; those of before are laid aside.")
    ] = False,
) -> None:
    """Play a branch at work on this machine, to look at, on the data of the play before. 演示"""
    from deploy.local.demo import demo as play_demo
    from deploy.local.demo import plan

    stack = Stack(base=port, pace=PACE, say=say)
    with stack.claimed():
        if fresh and not stack.is_running() and (aside := begin_anew(stack.state)):
            say(f"原有数据已移至 {aside} · what was there is in that folder now")
        say(plan(once, minutes))
        stack.up()
        try:
            clean = play_demo(stack, once=once, as_json=as_json, minutes=minutes, say=say)
        except KeyboardInterrupt:
            say("\nstopping … 正在停止")
            clean = True
        finally:
            stack.down()
    raise typer.Exit(0 if clean else 1)


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
)
def bench(context: typer.Context) -> None:
    """Run a benchmark, with its own options; --help says which there are. 性能基准"""
    words = list(context.args)
    name = words.pop(0) if words and not words[0].startswith("-") else ""
    if not name and {"--help", "-h"}.intersection(words):
        typer.echo("\n".join(benches.usage()))
        return
    if (name := name or "pipeline") not in benches.BENCHES:
        say(f"there is no benchmark {name!r}; there are: {', '.join(benches.BENCHES)}")
        raise typer.Exit(2)
    raise typer.Exit(run_to_its_end([sys.executable, "-m", f"tests.bench.{name}", *words]))


@app.command("contracts", epilog=examples("./foyer contracts", "./foyer contracts --check"))
def write_contracts(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if it would.")] = False,
) -> None:
    """Write the public documents of the events: schemas and AsyncAPI in docs, words of the page. 事件契约"""
    from deploy.local import contracts as documents

    wrong = documents.all_breaks() if check else documents.write()
    made = documents.documents().items()
    stale = [path.name for path, text in made if not path.exists() or path.read_text() != text]
    for one in [*wrong, *(f"{name} is not up to date" for name in stale)]:
        say(one)
    if wrong or stale:
        raise typer.Exit(1)
    typer.echo(f"{len(documents.schemas())} events in {documents.DOCS}")


@app.command(
    epilog=examples("./foyer trace B001/A001", "./foyer trace 0199f3b2-7c1e-7d09-a4d1-5c0e6a1b2c3d --ids")
)
def trace(
    name: Annotated[
        str, typer.Argument(help="The id of an event, visit, case, prospect, deal or entry; or B001/A001.")
    ],
    ids: Annotated[bool, typer.Option("--ids", help="Each line ends with the id of its step.")] = False,
) -> None:
    """Show what caused what, over all services: when, and how long after its cause. 因果链"""
    found = _traced(name)
    correlation_id = next(
        (one["correlation_id"] for one in found.values() if one["correlation_id"] != name), name
    )
    if correlation_id != name:
        found = _traced(correlation_id)
    known = [one["id"] for all in found.values() for one in all["published"]]
    for service_name, all in found.items():
        handled = [*all["handled"]]
        for first in range(0, len(known), 1000):
            asked = {"ids": known[first : first + 1000]}
            handled += asyncio.run(_ask(service_name, "POST", "/trace/handled", asked))
        all["handled"] = list({one["_id"]: one for one in handled}.values())
    for line in chain(found, ids=ids):
        typer.echo(line)
    if not any(one["handled"] or one["published"] for one in found.values()):
        say(f"nothing is known of {name}")
        raise typer.Exit(1)


def _traced(name: str) -> dict[str, Any]:
    """Return the trace of `name` by every service, read page by page."""
    found = asyncio.run(_ask_all(f"/trace/{quote(name)}"))
    for service_name, all in found.items():
        after = all["next"]
        while after:
            page = asyncio.run(_ask(service_name, "GET", f"/trace/{quote(name)}?after={quote(after)}"))
            all["published"] += page["published"]
            all["handled"] += page["handled"]
            after = page["next"]
    return found


@dead_letters_app.callback()
def dead_letters(context: typer.Context) -> None:
    """List the dead letters, newest first, without their content."""
    if context.invoked_subcommand:
        return
    for name, listed in _all_dead_letters().items():
        for one in listed:
            typer.echo(
                f"{name:9} {one['id']:38} {one['at'][:19]} {one['code']:18} {one['type']} x{one['attempts']}"
            )


@dead_letters_app.command()
def retry(id: Annotated[str, typer.Argument(help="The event's id; or 'all'.")]) -> None:
    """Send dead letters again, by the route they came; exits 1 if one of them stays."""
    _each_dead_letter(id, "POST", "/retry", lambda answer: str(answer["status"]))


@dead_letters_app.command()
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
            answer = asyncio.run(_ask(name, method, f"/dead-letters/{quote(one, safe='')}{what}"))
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
        path = "/dead-letters"
        while page := asyncio.run(_ask(name, "GET", path)):
            known += page
            path = f"/dead-letters?before={quote(page[-1]['id'], safe='')}"
    return found


@audit_app.command("verify")
def verify_audit() -> None:
    """Verify the audit chains of all branches and services; exits 1 if one is broken. 核验审计链"""
    stack = Stack()
    if stack.status()["store"] != "ready":
        raise NotReady("the store does not run; ./foyer up starts it 数据库未在运行")
    verifiers = [("customer", ["services.customer.audit.verify"])]
    verifiers += [(name, ["deploy.verify_records", name]) for name in SERVICES]
    codes = []
    for name, module in verifiers:
        log = stack.processes[name].log
        words = [sys.executable, "-m", *module, *(["--anchors", str(log)] if log.exists() else [])]
        codes.append(subprocess.run(words, cwd=ROOT, env=stack.environment(name), check=False).returncode)
    raise typer.Exit(max(codes))


@app.command(epilog=examples("./foyer replay notify", "./foyer replay customer --hours 2"))
def replay(
    to: Annotated[str, typer.Argument(help=f"The service that lost its copy: {', '.join(SERVICES)}.")],
    hours: Annotated[float, typer.Option(help="How many hours back.")] = 24.0,
) -> None:
    """Send kept events once more to one service, for one that lost its copy. 重放"""
    from deploy.topology import service

    if to not in SERVICES:
        say(f"there is no service {to!r}")
        raise typer.Exit(2)
    types = [event.type_name() for event in service(to).events]
    since = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
    content = {"service": to, "types": types, "since": since}
    for name in SERVICES:
        answer = asyncio.run(_ask(name, "POST", "/replay", content))
        typer.echo(f"{name}: {answer['events']} events")


async def _ask_all(path: str) -> dict[str, Any]:
    return {name: await _ask(name, "GET", path) for name in SERVICES}


async def _ask(name: str, method: str, path: str, content: Any = None) -> Any:
    """Ask one service as ``ops``."""
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


app.add_typer(dead_letters_app, name="dead-letters")
app.add_typer(audit_app, name="audit")

"""Commands of operations to a running Foyer: traces, dead letters, replay; and demo, bench, contracts.

A command that needs the services' own code loads it itself: that takes a second or more, and the others do
without.
"""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import quote

import typer

from deploy.local import dead_letters
from deploy.local.asking import ask, ask_all, examples, say
from deploy.local.chain import chain
from deploy.local.ending import run_to_its_end
from deploy.local.processes import ROOT, NotReady
from deploy.local.secrets import SERVICES
from deploy.local.stack import Stack

BENCHES = {
    "pipeline": "throughput, against code by hand and a framework's plain way",
    "calling": "calling the next with 500 waiting, against one bare commit",
    "portfolio": "list, search, file and contact at a branch of 50,000 customers",
    "business": "board, strip, goals and report of a region of 50 branches",
    "exports": "calling the next while twenty people export",
    "imports": "a portfolio of 100,000 rows, beside a hall at work",
    "night": "50,000 customers scored while arrivals go on",
    "fairness": "who waits how long under which policy, simulated",
    "forecasts": "the waits that customers of a call centre would have been told; needs --data",
    "silence": "does the analysis tell who buys again; needs --data",
    "latent": "do hints of latent needs tell who takes a product; needs --data",
}
"""The subject of each benchmark, by its name."""
PORT = "Port of the way in; the services follow it. By itself 8100, or the next that is free."


app = typer.Typer()
audit_app = typer.Typer(
    help="The audit trail of personal data. 审计",
    no_args_is_help=True,
    epilog=examples("./foyer audit verify"),
)
PACE = 10.0


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
        if fresh and (aside := stack.begin_anew()):
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
        typer.echo("\n".join(_benches()))
        return
    if (name := name or "pipeline") not in BENCHES:
        say(f"there is no benchmark {name!r}; there are: {', '.join(BENCHES)}")
        raise typer.Exit(2)
    raise typer.Exit(run_to_its_end([sys.executable, "-m", f"tests.bench.{name}", *words]))


def _benches() -> list[str]:
    return [
        "Usage: ./foyer bench [NAME] [OPTIONS]   性能基准",
        "",
        "Figures are ratios within one run. Benchmarks, of which the first runs where none is named · 基准:",
        *(f"  {name:<10} {what}" for name, what in BENCHES.items()),
        "",
        "Examples · 示例:",
        "  ./foyer bench --json                     the last line is JSON",
        "  ./foyer bench forecasts --data FOLDER    on data that were fetched by hand",
        "  ./foyer bench calling --help             options of that benchmark",
    ]


@app.command("contracts", epilog=examples("./foyer contracts", "./foyer contracts --check"))
def write_contracts(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if it would.")] = False,
) -> None:
    """Write the public documents of the events: schemas and AsyncAPI in docs, words of the page. 事件契约"""
    from deploy.local import contracts as documents

    wrong = documents.all_breaks() if check else documents.write()
    stale = [
        path.name
        for path, text in documents.documents().items()
        if not path.exists() or path.read_text() != text
    ]
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
        str,
        typer.Argument(
            help="An event, visit, case, prospect, deal or entry by its id; a ticket as B001/A001."
        ),
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
            handled += asyncio.run(ask(service_name, "POST", "/trace/handled", asked))
        all["handled"] = list({one["_id"]: one for one in handled}.values())
    for line in chain(found, ids=ids):
        typer.echo(line)
    if not any(one["handled"] or one["published"] for one in found.values()):
        say(f"nothing is known of {name}")
        raise typer.Exit(1)


def _traced(name: str) -> dict[str, Any]:
    """Return the trace of `name` by every service, read page by page."""
    found = asyncio.run(ask_all(f"/trace/{quote(name)}"))
    for service_name, all in found.items():
        after = all["next"]
        while after:
            page = asyncio.run(ask(service_name, "GET", f"/trace/{quote(name)}?after={quote(after)}"))
            all["published"] += page["published"]
            all["handled"] += page["handled"]
            after = page["next"]
    return found


@audit_app.command("verify")
def verify_audit() -> None:
    """Verify the audit chains of all branches; exits 1 if one is broken. 核验审计链"""
    stack = Stack()
    if stack.status()["store"] != "ready":
        raise NotReady("the store does not run; ./foyer up starts it 数据库未在运行")
    log = stack.processes["customer"].log
    words = [sys.executable, "-m", "services.customer.audit.verify"]
    anchors = ["--anchors", str(log)] if log.exists() else []
    environment = stack.environment("customer")
    done = subprocess.run([*words, *anchors], cwd=ROOT, env=environment, check=False)
    raise typer.Exit(done.returncode)


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
        answer = asyncio.run(ask(name, "POST", "/replay", content))
        typer.echo(f"{name}: {answer['events']} events")


app.add_typer(dead_letters.app, name="dead-letters")
app.add_typer(audit_app, name="audit")

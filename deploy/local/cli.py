"""The command line behind ``./foyer``. Every larger command is a module of its own, registered at the end."""

import os
import subprocess
import sys
import time
from typing import Annotated

import httpx
import typer

from deploy.local import broker, checks, commands, doctor
from deploy.local.clients import Refused
from deploy.local.commands import PORT, examples
from deploy.local.ending import interrupt_once
from deploy.local.processes import NotReady
from deploy.local.stack import AlreadyRunning, Stack

app = typer.Typer(
    help="Foyer: the event backbone of bank branches. 银行网点事件平台",
    epilog="By compose besides: ./foyer backup FILE, ./foyer restore FILE --yes (docs/guide/operations.md).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


HELP = {"--help", "-h"}
APART = {"mutation"}
"""Kinds of tests with options, and usage, of their own."""


def say(line: str) -> None:
    """Progress goes to stderr; stdout is for results."""
    typer.echo(line, err=True)


@app.command(epilog=examples("./foyer up", "./foyer up --port 8200 --pace 10"))
def up(
    port: Annotated[int, typer.Option(help=PORT, show_default=False)] = 0,
    pace: Annotated[float, typer.Option(help="Factor by which deadlines run faster than in reality.")] = 1.0,
    partitions: Annotated[int, typer.Option(help="Number of queues that each service consumes.")] = 1,
) -> None:
    """Start everything in the background. 后台启动"""
    began = time.monotonic()
    stack = Stack(base=port, pace=pace, partitions=partitions, say=say)
    with stack.claimed():
        stack.up()
    say(f"ready in {time.monotonic() - began:.1f} s 已就绪")
    typer.echo(f"open 打开: {stack.url()}")
    for first in ("admin", "ops"):
        typer.echo(f"sign in 登录: {first} / {stack.secret(f'{first}_password')}")
    typer.echo("stop 停止: ./foyer down")


@app.command()
def down() -> None:
    """Stop everything, also a demo of another terminal; the data stay. 停止，数据保留"""
    stack = Stack(say=say)
    if stack.owner.pid:
        say("asking the running command to end …")
        stack.owner.stop(patience=60)
    with stack.claimed():
        if not stack.is_running():
            say("nothing runs 未在运行")
        stack.down()
    say("stopped 已停止")


@app.command()
def status() -> None:
    """Show each process and whether it is ready; exits 1 unless all are. 状态"""
    stack = Stack()
    states = stack.status()
    for name, state in states.items():
        where = stack.url(name) if name not in {"broker", "store"} else ""
        typer.echo(f"{name:10} {state:10} {where}")
    if set(states.values()) != {"ready"}:
        raise typer.Exit(1)


@app.command(epilog=examples("./foyer logs", "./foyer logs lobby --follow"))
def logs(
    service: Annotated[
        str, typer.Argument(help="lobby, customer, referral, notify, edge, broker or store.")
    ] = "",
    follow: Annotated[bool, typer.Option("-f", "--follow", help="Go on as they grow.")] = False,
) -> None:
    """Show the logs of the services. 日志"""
    files = {name: process.log for name, process in Stack().processes.items() if process.log.exists()}
    if service and service not in files:
        say(f"no log of {service!r}; there are: {', '.join(files) or 'none yet'}")
        raise typer.Exit(1)
    chosen = [files[service]] if service else list(files.values())
    if chosen:
        subprocess.run(["tail", "-n", "50", *(["-F"] if follow else []), *map(str, chosen)], check=False)


@app.command(
    "test",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
)
def test(context: typer.Context) -> None:
    """Run the tests: all of them, or some kinds (unit, browser, …); --help says which there are. 测试"""
    words = list(context.args)
    named = [word for word in words if not word.startswith("-")]
    if HELP.intersection(words) and not APART.intersection(named[:1]):
        typer.echo("\n".join(checks.usage()))
        return
    for option, variable in {"--amqp": "FOYER_AMQP_URL", "--rabbitmq": broker.FOLDER}.items():
        if option in words:
            place = words.index(option)
            os.environ[variable] = words[place + 1]
            del words[place : place + 2]
    kinds: list[str] = []
    while words and words[0] in (*checks.KINDS, *checks.APART):
        kinds.append(words.pop(0))
    if words and not words[0].startswith("-"):
        say(f"no kind of test is called {words[0]!r}; there are: {', '.join([*checks.KINDS, *checks.APART])}")
        raise typer.Exit(2)
    raise typer.Exit(checks.run(kinds, words, say))


@app.command("doctor")
def examine() -> None:
    """Check this machine. Each line says that all is well, or what to do. 体检"""
    findings = list(doctor.examine(Stack()))
    for it in findings:
        typer.echo(f"{'ok  ' if it.well else 'FIX ' if it.needed else 'note'} {it.subject:11} {it.says}")
    if any(it.needed and not it.well for it in findings):
        raise typer.Exit(1)


app.add_typer(commands.app)


def main() -> None:
    """Run a command; SIGTERM ends it as Ctrl-C would, so that it stops what it started, and a second signal
    does not keep it from that."""
    interrupt_once(say)
    try:
        app(prog_name="foyer")
    except (AlreadyRunning, NotReady, Refused) as error:
        say(str(error))
        sys.exit(1)
    except httpx.TransportError:
        say("Foyer does not answer; ./foyer status shows what runs 未响应，请用 ./foyer status 查看")
        sys.exit(1)


if __name__ == "__main__":
    main()

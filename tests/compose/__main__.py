"""``./foyer test compose``: make an engine, put Foyer on it, and run what must hold there.

Operations waits for containers most of the time, so the rest goes on beside it, one after the other: the runs
on RabbitMQ 4 alone, and an installation that is used by the tests of the whole and of the page.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TextIO

import pytest

from deploy.local.broker import FOLDER
from deploy.local.ending import interrupt_once, is_interrupted, run_to_its_end
from deploy.local.processes import ROOT
from tests.compose.conftest import FIGURES
from tests.compose.engine import Engine, NoEngine, Say, engine
from tests.compose.installation import Installation, Ports, lay_out
from tests.containers import image

Run = Callable[[Engine, list[str], Say, TextIO], int]
WORK = Path(os.environ.get("FOYER_COMPOSE_WORK", "/var/tmp/foyer-compose"))
UP = ("tests/compose/test_up.py",)
USED, SEEN = ("tests/e2e", "-m", "not takes_down"), "tests/browser"
"""Two sessions side by side: each works at branches of its own, and neither takes anything down."""
BY_THE_EDGE = ("accounts", "imports", "lost_answers", "signing_in", "the_feed", "the_stream")
"""The tests of the page about what the edge may do to it: cookies, headers, files, streams, answers
that are lost. The others are about the page alone, which is the same here: they run with ``--all``."""
BROKERED = tuple(
    str(file.relative_to(ROOT))
    for file in sorted((ROOT / "tests/integration").glob("test_*.py"))
    if "VHost" in file.read_text()
)
"""The integration tests that speak to a broker; the others meet the same store as in the containers."""
OF_THIS_MACHINE = ("aside", "device_clocks", "device_records", "devices", "ending")
"""The integration tests about processes here, which neither broker nor store of a container changes."""
TAKEN_DOWN = ("tests/e2e", "-m", "takes_down")
OPERATED = (
    "tests/compose/test_faults.py",
    "tests/compose/test_replace.py",
    "tests/compose/test_guide.py",
    "tests/compose/test_stop.py",
)
OPERATED_TOO = ("tests/compose/test_egress.py", "tests/compose/test_observe.py")
"""The acts that are as good on the installation that was used, which is done with before the other."""


def main(options: list[str]) -> int:
    """Run the tests; 0 when they pass, or when no engine can be had here, which is said."""
    began = time.monotonic()

    def say(line: str) -> None:
        sys.stderr.write(f"compose [{time.monotonic() - began:5.0f} s]: {line}\n")

    try:
        with engine(WORK, say) as found:
            wrong = _run_all(found, options, say)
    except NoEngine as missing:
        say(f"skipped: {missing} 已跳过")
        return 0
    say(f"failed: {', '.join(wrong)} 未通过" if wrong else "all is well 全部通过")
    return 1 if wrong else 0


def _run_all(found: Engine, options: list[str], say: Say) -> list[str]:
    """Run everything; gives what failed. What goes on beside the operations is printed after them."""
    up = threading.Event()
    beside = {"containers": contained, "folder": foldered, "used": partial(used, up)}
    with ThreadPoolExecutor(1) as pool:  # all at once they would be too slow for what they wait for
        others = {name: pool.submit(_logged, name, run, found, options, say) for name, run in beside.items()}
        try:
            wrong = ["operations"] if operated(found, options, say, up) else []
        finally:
            up.set()
        wrong += [name for name, run in others.items() if run.result()]
    for log in map(_log, [*beside, "page"]):
        sys.stdout.write(log.read_text() if log.exists() else "")
    return wrong


def _log(name: str) -> Path:
    return WORK / f"{name}.log"


def _logged(name: str, run: Run, found: Engine, options: list[str], say: Say) -> int:
    """Run what is beside the operations, into a log of its own; gives its exit code."""
    with _log(name).open("w") as output:
        code = run(found, options, say, output)
    say(f"{name}: {'failed' if code else 'passed'}")
    return code


def operated(found: Engine, options: list[str], say: Say, up: threading.Event) -> int:
    """Run the acts of operations, from nothing to the end; `up` is set when the installation stands."""
    place = lay_out(WORK / "foyer", found, Ports())
    (WORK / FIGURES).unlink(missing_ok=True)
    described = _described(place)
    say("up from nothing …")
    try:
        wrong = _pytest(found, [*UP, *options], None, FOYER_COMPOSED=described)
        up.set()
        say("what operations does …")
        return wrong | _pytest(found, [*OPERATED, *options], None, FOYER_COMPOSED=described)
    finally:
        if (figures := WORK / FIGURES).exists():
            say(f"figures {figures.read_text()}")
        _take_down(place)


def used(up: threading.Event, found: Engine, options: list[str], say: Say, output: TextIO) -> int:
    """The tests of the whole and of the page, on an installation of their own once the image is there."""
    up.wait()
    if is_interrupted():
        raise KeyboardInterrupt
    place = lay_out(WORK / "used", found, Ports(10443, 15671, 18883, 19443))
    described = _described(place)
    say("an installation to be used …")
    try:
        place.follow("secrets")
        place.follow("start")
        say("the whole and the page, by compose …")
        with ThreadPoolExecutor(1) as beside, _log("page").open("w") as seen:
            page = beside.submit(_pytest, found, [*_seen(options), *options], seen, FOYER_COMPOSED=described)
            wrong = _pytest(found, [*USED, *options], output, FOYER_COMPOSED=described)
            wrong |= page.result()
        for words in (TAKEN_DOWN, OPERATED_TOO):
            wrong |= _pytest(found, [*words, *options], output, FOYER_COMPOSED=described)
        return wrong
    finally:
        _take_down(place)


def _seen(options: list[str]) -> list[str]:
    return [SEEN] if "--all" in options else [f"{SEEN}/test_{name}.py" for name in BY_THE_EDGE]


def _described(place: Installation) -> str:
    """Write down, for the sessions, which installation is theirs; gives the file."""
    file = WORK / f"{place.folder.name}.json"
    file.touch(mode=0o600)
    engine_of = {"environment": place.engine.environment, "standins": place.engine.standins}
    file.write_text(json.dumps({"folder": str(place.folder), "ports": asdict(place.ports), **engine_of}))
    return str(file)


def _take_down(place: Installation) -> None:
    place.compose("--profile", "observe", "down", "-v", "--timeout", "5", check=False)


def contained(found: Engine, options: list[str], say: Say, output: TextIO) -> int:
    """The integration tests with broker and store in containers of their own."""
    say("broker and store by testcontainers …")
    apart = [f"--ignore=tests/integration/test_{name}.py" for name in OF_THIS_MACHINE]
    return _pytest(found, ["tests/integration", "--containers", *apart, *options], output)


def foldered(found: Engine, options: list[str], say: Say, output: TextIO) -> int:
    """The tests of the broker, and one run with faults, on the files of RabbitMQ's image: a process here."""
    folder = WORK / "rabbitmq"
    if not folder.exists():
        folder.mkdir()
        say("the files of RabbitMQ's image …")
        unpack = 'id=$(docker create "$1") && docker export "$id" | tar -x -C "$2" && docker rm "$id"'
        found.run("bash", "-euo", "pipefail", "-c", unpack, "sh", image("rabbitmq"), str(folder))
    say("RabbitMQ of that folder …")
    words = [*BROKERED, "tests/faults/test_faults.py", "--seeds", "1", *options]
    return _pytest(found, words, output, **{FOLDER: str(folder)})


def _pytest(found: Engine, words: list[str], output: TextIO | None = None, **variables: str) -> int:
    """Run a session where what the engine publishes can be reached; gives its exit code, which is 0 also when
    the options leave no test."""
    inside = [*found.inside, "env", "-C", str(ROOT)]  # to enter a namespace loses the folder
    command = [*inside, sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *words]
    kept = {} if output is None else {"stdout": output, "stderr": subprocess.STDOUT}
    code = run_to_its_end(command, env={**found.environment, **variables}, **kept)
    if code == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    return 0 if code == pytest.ExitCode.NO_TESTS_COLLECTED else code


if __name__ == "__main__":
    interrupt_once()
    raise SystemExit(main(sys.argv[1:]))

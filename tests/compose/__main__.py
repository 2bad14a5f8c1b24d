"""``./foyer test compose``: make an engine, put Foyer on it, and run what must hold there.

The tests of the whole wait for containers most of the time; the runs on RabbitMQ 4 alone go on beside them.
"""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TextIO

import pytest

from deploy.local.broker import FOLDER
from deploy.local.processes import ROOT
from tests.compose.conftest import FIGURES
from tests.compose.engine import Engine, NoEngine, Say, engine
from tests.compose.installation import lay_out
from tests.containers import image

WORK = Path(os.environ.get("FOYER_COMPOSE_WORK", "/var/tmp/foyer-compose"))
UP = ("tests/compose/test_up.py",)
USED, SEEN = ("tests/e2e", "-m", "not takes_down"), ("tests/browser",)
"""Two sessions side by side: each works at branches of its own, and neither takes anything down."""
TAKEN_DOWN = ("tests/e2e", "-m", "takes_down")
OPERATED = (
    "tests/compose/test_egress.py",
    "tests/compose/test_faults.py",
    "tests/compose/test_replace.py",
    "tests/compose/test_guide.py",
    "tests/compose/test_observe.py",
    "tests/compose/test_stop.py",
)


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
    """Run everything; gives what failed. What goes on beside the whole is printed after it."""
    beside, log = ThreadPoolExecutor(1), WORK / "beside.log"
    with beside, log.open("w") as output:
        others = [(name, beside.submit(run, found, options, say, output)) for name, run in BESIDE.items()]
        wrong = ["compose"] if whole(found, options, say) else []
        wrong += [name for name, run in others if run.result()]
    sys.stdout.write(log.read_text())
    return wrong


def whole(found: Engine, options: list[str], say: Say) -> int:
    """Foyer by compose: what only operations does, and the tests of the whole and of the page."""
    place = lay_out(WORK / "foyer", found)
    described = WORK / "composed.json"
    described.touch(mode=0o600)
    engine_of = {"environment": found.environment, "standins": found.standins}
    described.write_text(json.dumps({"folder": str(place.folder), **engine_of}))
    (WORK / FIGURES).unlink(missing_ok=True)

    def session(tests: tuple[str, ...], output: TextIO | None = None) -> int:
        return _pytest(found, [*tests, *options], output, FOYER_COMPOSED=str(described))

    say("the whole, by compose …")
    log = WORK / "page.log"
    try:
        wrong = session(UP)
        with ThreadPoolExecutor(1) as beside, log.open("w") as output:
            page = beside.submit(session, SEEN, output)
            wrong |= session(USED)
            wrong |= page.result()
        sys.stdout.write(log.read_text())
        say("what operations does …")
        wrong |= session(TAKEN_DOWN)
        return wrong | session(OPERATED)
    finally:
        if (figures := WORK / FIGURES).exists():
            say(f"figures {figures.read_text()}")
        place.compose("--profile", "observe", "down", "-v", "--timeout", "5", check=False)


def contained(found: Engine, options: list[str], say: Say, output: TextIO) -> int:
    """The integration tests with broker and store in containers of their own."""
    say("broker and store by testcontainers …")
    return _pytest(found, ["tests/integration", "--containers", *options], output)


def foldered(found: Engine, options: list[str], say: Say, output: TextIO) -> int:
    """The integration and fault tests on the files of RabbitMQ's image, as a process of this machine."""
    folder = WORK / "rabbitmq"
    if not folder.exists():
        folder.mkdir()
        say("the files of RabbitMQ's image …")
        unpack = 'id=$(docker create "$1") && docker export "$id" | tar -x -C "$2" && docker rm "$id"'
        found.run("bash", "-euo", "pipefail", "-c", unpack, "sh", image("rabbitmq"), str(folder))
    say("RabbitMQ of that folder …")
    return _pytest(found, ["tests/integration", "tests/faults", *options], output, **{FOLDER: str(folder)})


BESIDE = {"containers": contained, "folder": foldered}


def _pytest(found: Engine, words: list[str], output: TextIO | None = None, **variables: str) -> int:
    """Run a session where what the engine publishes can be reached; gives its exit code, which is 0 also when
    the options leave no test."""
    inside = [*found.inside, "env", "-C", str(ROOT)]  # to enter a namespace loses the folder
    command = [*inside, sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *words]
    kept = {} if output is None else {"stdout": output, "stderr": subprocess.STDOUT}
    code = subprocess.run(command, env={**found.environment, **variables}, check=False, **kept).returncode
    return 0 if code == pytest.ExitCode.NO_TESTS_COLLECTED else code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

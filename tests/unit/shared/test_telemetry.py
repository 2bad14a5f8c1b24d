"""Log lines of a service, by whomever written, are JSON, and hold nothing of anybody."""

import json
import subprocess
import sys

from deploy.local.processes import ROOT

WRITES = """
import asyncio, gc, logging, threading, warnings
from shared import telemetry

telemetry.set_up("lobby", level="INFO", otlp_endpoint="")
words = "".join(("王", "芳 13900139000"))
telemetry.log.info("started", half="\\ud800", other=object())
logging.getLogger("aiormq").warning("no %r for %s", ValueError(words), words)
logging.getLogger("uvicorn.access").warning('%s - "%s"', words, words)
logging.getLogger("a").error("of %(one)s\\nand more", {"one": ValueError(words)})
try:
    raise ValueError(words)
except ValueError:
    logging.getLogger("uvicorn.error").exception("Exception in ASGI application\\n")
    telemetry.log.exception("batch_failed")
warnings.warn(words)

class Dies:
    def __del__(self):
        raise KeyError(words)

Dies()

def fail():
    raise ValueError(words)

thread = threading.Thread(target=fail)
thread.start()
thread.join()

async def forget():
    async def failing():
        fail()
    task = asyncio.create_task(failing())
    await asyncio.wait([task])

asyncio.run(forget())
gc.collect()
fail()
"""


def test_whoever_writes_every_line_is_json_without_what_it_is_about():
    done = subprocess.run(
        [sys.executable, "-c", WRITES], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (1, "")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert {line["service"] for line in lines} == {"lobby"}
    assert [line["event"] for line in lines] == [
        "started",
        "no %r for %s",
        '%s - "%s"',
        "of %(one)s",
        "Exception in ASGI application",
        "batch_failed",
        "warned",
        "unraisable",
        "thread_failed",
        "Task exception was never retrieved",
        "uncaught",
    ]
    assert [line.get("error") for line in lines[4:6]] == ["ValueError"] * 2
    assert "王" not in done.stdout
    assert "13900139000" not in done.stdout.replace('("王", "芳 13900139000")', "")


def test_settings_that_are_wrong_are_told_in_json_without_their_value():
    command = [sys.executable, "-m", "services.referral"]
    secret = "bm90IDMyIGJ5dGVz"
    done = subprocess.run(
        command, cwd=ROOT, env={"FOYER_MASTER_KEY": secret}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    (line,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (line["event"], line["error"], line["service"]) == ("uncaught", "ValidationError", "referral")
    assert secret not in done.stdout

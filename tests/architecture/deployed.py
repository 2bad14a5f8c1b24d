"""The files that operations run, as the tests read them. No Docker engine is needed."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import yaml

TOP = Path(__file__).parents[2]
DEPLOY = TOP / "deploy"
PORT = "8000"
JOBS = ("broker-users", "mongo-users", "topology")


def read(path: str) -> str:
    return (DEPLOY / path).read_text()


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(read("compose.yaml"))
    return found


def containers() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose()["services"]
    return found


def secrets_of(name: str) -> dict[str, str]:
    """The secrets of a container: where each lies inside, and which one it is."""
    listed = containers()[name].get("secrets", [])
    pairs = [(one, one) if isinstance(one, str) else (one["target"], one["source"]) for one in listed]
    return dict(pairs)


def seconds(text: str) -> float:
    return float(text.removesuffix("s"))


def conf(path: str) -> dict[str, str]:
    """A file of ``key = value`` lines; no key may stand in it twice."""
    lines = [line.partition("#")[0].strip() for line in read(path).splitlines()]
    pairs = [re.split(r"\s*=\s*", line, maxsplit=1) for line in lines if line]
    assert all(len(pair) == 2 for pair in pairs)
    found = {pair[0]: pair[1] for pair in pairs}
    assert len(found) == len(pairs)
    return found


def blocks(text: str) -> dict[str, str]:
    """The outermost blocks of a Caddyfile by their head; comments are left out."""
    text = re.sub(r"(?m)(^|\s)#.*$", "", text)
    return {head.strip(): body for head, body in re.findall(r"(?ms)^(\S*) \{\n(.*?)^\}", "\n" + text)}


def make_secrets(folder: Path) -> str:
    environment = {"PATH": os.environ["PATH"], "FOYER_OWNERS": "keep"}
    run = subprocess.run(
        ["sh", str(DEPLOY / "secrets.sh"), str(folder)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stderr == ""
    return run.stdout

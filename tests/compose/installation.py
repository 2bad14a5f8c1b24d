"""An installation of Foyer by compose: a copy of the checkout, its secrets, and what stands in its guide."""

import base64
import hashlib
import json
import os
import re
import resource
import shlex
import signal
import subprocess
import textwrap
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import certifi
import httpx
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from deploy.local.processes import ROOT
from deploy.local.secrets import SERVICES
from tests.compose.engine import Engine

HOST = "localhost"
SERVERS = ("rabbitmq", "mongo")
PATIENCE = 120.0


@dataclass(frozen=True)
class Ports:
    """The ports that an installation publishes: the way in, the two of devices, and the one of operations."""

    https: int = 443
    amqps: int = 5671
    mqtts: int = 8883
    operations: int = 9443


@dataclass
class Installation:
    """One Foyer under compose, in `folder`. Gives the tests what `deploy.local.stack.Stack` gives them.
    The folder's name is the project's, so that two stand side by side if their `ports` differ."""

    folder: Path
    engine: Engine
    ports: Ports = field(default_factory=Ports)

    # --- what the tests of the whole ask of a stack ---------------------------------------------------------

    def url(self, name: str = "edge") -> str:
        """The way in, or a service as operations reach it."""
        return (
            f"https://{HOST}:{self.ports.https}"
            if name == "edge"
            else f"https://{HOST}:{self.ports.operations}/{name}"
        )

    @property
    def amqp(self) -> str:
        return f"amqps://{HOST}:{self.ports.amqps}"

    @property
    def mqtt(self) -> str:
        return f"mqtts://{HOST}:{self.ports.mqtts}"

    @property
    def store(self) -> SimpleNamespace:
        """The store, by an address with root's password: it is published nowhere, but this is its host."""
        network = json.loads(self.docker("inspect", self.container("mongo")))[0]["NetworkSettings"][
            "Networks"
        ]
        address = next(iter(network.values()))["IPAddress"]
        root = self.secret("mongo_root_password")
        uri = f"mongodb://root:{root}@{address}:27017/?authSource=admin&directConnection=true"
        uri += f"&tls=true&tlsCAFile={self.secrets}/inner_ca&tlsAllowInvalidHostnames=true"
        return SimpleNamespace(uri=uri, kind="given")

    def secret(self, name: str) -> str:
        return (self.secrets / name).read_text().strip()

    def start(self, name: str) -> None:
        self.docker("start", self.container(name))  # by compose, the jobs would run before it
        self.wait_ready(name)

    def stop(self, name: str) -> None:
        self.compose("stop", name)

    def kill(self, name: str) -> None:
        """SIGKILL from outside: what a person kills by `docker kill`, the engine does not start again."""
        os.kill(self.containers()[name]["State"]["Pid"], signal.SIGKILL)

    def restart(self, name: str) -> None:
        self.docker("restart", "--time", "25", self.container(name))
        self.wait_ready(name)

    def wait_ready(self, name: str, timeout: float = PATIENCE) -> float:
        """Wait until a container is well; the seconds that it took."""
        began = time.monotonic()
        wait_until(lambda: self.ready(name), f"{name} to be ready", timeout)
        return time.monotonic() - began

    def ready(self, name: str) -> bool:
        """Tell whether a service says that it is ready, or another container that it is healthy."""
        if name not in SERVICES:
            state = self.docker(
                "inspect", "-f", "{{.State.Health.Status}}", self.container(name), check=False
            )
            return state.strip() == "healthy"
        try:
            return httpx.get(f"{self.url(name)}/ready", timeout=5, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    # --- compose --------------------------------------------------------------------------------------------

    @property
    def secrets(self) -> Path:
        return self.folder / "deploy/secrets"

    @property
    def environment(self) -> dict[str, str]:
        """The environment in the shell of a person who follows the guide."""
        files = [
            "deploy/compose.yaml",
            "override.yaml",
        ]
        published = {f"{name.upper()}_PORT": str(port) for name, port in asdict(self.ports).items()}
        return {
            **self.engine.environment,
            **published,
            "COMPOSE_FILE": os.pathsep.join(files),
            "COMPOSE_PROJECT_NAME": self.folder.name,
            "SERVER_NAME": HOST,
        }

    def shell(
        self, command: str, check: bool = True, timeout: float = 600
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command line of the guide, at the top of the checkout."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
        )
        if check and done.returncode:
            raise RuntimeError(
                f"{command}\nended with {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
            )
        return done

    def compose(self, *words: str, check: bool = True) -> str:
        return self.shell(shlex.join(["docker", "compose", *words]), check).stdout

    def docker(self, *words: str, check: bool = True) -> str:
        return self.shell(shlex.join(["docker", *words]), check).stdout

    def container(self, name: str) -> str:
        """The id of the one container of a service of compose."""
        return self.compose("ps", "-aq", name).split()[0]

    def containers(self) -> dict[str, dict[str, Any]]:
        """The output of `docker inspect` for every container, by its service; jobs that have ended too."""
        ids = self.compose("ps", "-aq").split()
        found: list[dict[str, Any]] = json.loads(self.docker("inspect", *ids))
        return {one["Config"]["Labels"]["com.docker.compose.service"]: one for one in found}

    # --- its guide ------------------------------------------------------------------------------------------

    def guide(self) -> dict[str, str]:
        """The commands of ``operations.md`` by their names: the blocks marked ``sh run=<name>``."""
        text = (self.folder / "docs/guide/operations.md").read_text()
        blocks = re.findall(r"^( *)```sh run=(\S+)\n(.*?)^ *```", text, re.M | re.S)
        found = {name: textwrap.dedent(indent + block) for indent, name, block in blocks}
        assert len(found) == len(blocks), "a name stands twice in the guide"
        return found

    def follow(self, name: str, check: bool = True, **words: str) -> "subprocess.CompletedProcess[str]":
        """Run the commands of the guide that are named `name`, with `words` for what is in brackets."""
        command = self.guide()[name]
        for old, new in words.items():
            assert f"<{old}>" in command, (name, old)
            command = command.replace(f"<{old}>", new)
        return self.shell(command, check)


def composed() -> dict[str, Any] | None:
    """The description by ``tests.compose`` of the installation that these tests are to use; None without
    one."""
    described = os.environ.get("FOYER_COMPOSED")
    return json.loads(Path(described).read_text()) if described else None


def installed() -> Installation:
    """The installation that ``tests.compose`` laid out; every client of this process trusts it."""
    said = composed()
    assert said is not None
    found = Engine(said["environment"], standins=said["standins"])
    place = Installation(Path(said["folder"]), found, Ports(**said["ports"]))
    certifi.where = lambda: str(place.secrets / "tls_certificate")  # httpx asks it when a client is made
    return place


def certificate_pin() -> str:
    """The key of the installation's certificate, by which a browser trusts it: of what comes from a server
    that it does not trust it keeps no copy."""
    certificate = x509.load_pem_x509_certificate((installed().secrets / "tls_certificate").read_bytes())
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(key).digest()).decode()


def lay_out(folder: Path, engine: Engine, ports: Ports) -> Installation:
    """Copy this checkout into `folder`, as `git clone` would, with what this machine needs besides."""
    subprocess.run(["rm", "-rf", str(folder)], check=True)
    folder.mkdir(parents=True)
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True).stdout
    there = b"\0".join(name for name in names.split(b"\0") if name and (ROOT / name.decode()).exists())
    packed = subprocess.run(
        ["tar", "-c", "--null", "-T", "-"], cwd=ROOT, input=there, check=True, capture_output=True
    )
    subprocess.run(["tar", "-x"], cwd=folder, input=packed.stdout, check=True)
    services = {"notify": {"environment": {"FOYER_ONE_TIME_SECRETS": "false"}}}  # its people are played
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard < 65536:  # root of a sandbox may not raise it
        limit = {"soft": hard, "hard": hard}
        services |= {name: {"ulimits": {"nofile": limit}} for name in SERVERS}
    (folder / "override.yaml").write_text(json.dumps({"services": services}))
    return Installation(folder, engine, ports)


def wait_until(true: Callable[[], object], what: str, timeout: float = PATIENCE) -> None:
    """Wait for a condition; a TimeoutError names it."""
    end = time.monotonic() + timeout
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {timeout:g} s for {what}")
        time.sleep(0.1)

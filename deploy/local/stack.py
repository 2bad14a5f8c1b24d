"""The whole of Foyer on one machine: broker, store, the four services, and the way in.

Everything lives under one state folder, so several stacks run beside each other. `Stack` is what the
command line, the end-to-end tests and the fault runner use.
"""

import fcntl
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path

from deploy.local import gateways, layouts, secrets
from deploy.local.broker import ENOUGH_DISK, Broker, Ports, disk_free_limit
from deploy.local.processes import ROOT, NotReady, Process, birth, port_is_free, says_ready
from deploy.local.secrets import SERVICES
from deploy.local.store import Store, choose

BASE_PORT = 8100
EDGE = "edge"
GATEWAYS = "gateways"
"""The stand-ins for an SMS gateway and a mail server."""


class AlreadyRunning(Exception):
    """A stack runs in this state folder; the message says where, and how to stop it."""


def default_state() -> Path:
    """``FOYER_STATE``, or ``.foyer`` in the checkout."""
    return Path(os.environ.get("FOYER_STATE") or ROOT / ".foyer").resolve()


@dataclass(frozen=True)
class Plan:
    """The choices made at the start of a stack and found again by later commands: ``<state>/stack.json``.

    `base` is the port of the way in; the services follow it (`base` + 1 to `base` + 4), then the stand-ins of
    the gateways, over HTTP and SMTP.
    """

    base: int = BASE_PORT
    pace: float = 1.0
    partitions: int = 1
    store: int = field(default_factory=lambda: Store(Path()).port)
    store_kind: str = field(default_factory=choose)
    broker: Ports = field(default_factory=Ports)


@dataclass
class Stack:
    """One Foyer. `base` 0 means: 8100, or the next ten ports that are free.

    `heartbeat` is the broker's lease on a service, in seconds; `code` the folder that holds ``services``
    (tests put stand-ins there); `say` is called with progress.
    """

    state: Path = field(default_factory=default_state)
    base: int = 0
    pace: float = 1.0
    partitions: int = 1
    heartbeat: int = 10
    code: Path = ROOT
    say: Callable[[str], None] = lambda line: None

    def __post_init__(self) -> None:
        self.plan = self._recorded() or Plan(self.base or BASE_PORT, self.pace, self.partitions)

    # --- what it is made of ---------------------------------------------------------------------------------

    @property
    def broker(self) -> Broker:
        devices = f"{self.url('lobby')}/broker"
        return Broker(self.state, secrets.read(self.state, "broker_password"), self.plan.broker, devices)

    @property
    def store(self) -> Store:
        return Store(self.state, self.plan.store, self.plan.store_kind)

    @property
    def processes(self) -> dict[str, Process]:
        """All of them by name, in the order of their start."""
        return {
            name: Process(name, self.state) for name in ("epmd", "broker", "store", GATEWAYS, *SERVICES, EDGE)
        }

    def url(self, name: str = EDGE) -> str:
        """The address at which a service, or the way in, answers HTTP."""
        return f"http://127.0.0.1:{self.plan.base + (EDGE, *SERVICES, GATEWAYS).index(name)}"

    @property
    def amqp(self) -> str:
        """The address at which devices reach the broker over AMQP."""
        return f"amqp://127.0.0.1:{self.plan.broker.amqp}"

    @property
    def mqtt(self) -> str:
        """The address at which devices reach the broker over MQTT."""
        return f"mqtt://127.0.0.1:{self.plan.broker.mqtt}"

    def secret(self, name: str) -> str:
        """A secret of this stack, such as ``ops_password``."""
        return secrets.read(self.state, name)

    # --- all of it ------------------------------------------------------------------------------------------

    def up(self) -> None:
        """Start everything and wait until every part is ready; what was started is stopped again if one is
        not.
        AlreadyRunning if any part of it runs."""
        if self.is_running():
            raise AlreadyRunning(self.how_to_stop())
        if aside := layouts.lay_aside(self.state):
            self.say(f"data of an older layout are laid aside in {aside} 旧格式数据已另存")
        secrets.make(self.state)
        self.plan = self._make_plan()
        (self.state / "stack.json").write_text(json.dumps(asdict(self.plan), indent=2) + "\n")
        if (limit := disk_free_limit(self.state)) < ENOUGH_DISK:
            self.say(f"little disk: the broker refuses messages below {limit / 1e9:.1f} GB 磁盘空间不足")
        try:
            self.say("starting broker, store and services … 启动消息代理、数据库与四个服务")
            # Services wait for their servers, and declare what they need, by themselves; nothing is
            # published before all are ready.
            launches = (partial(self.launch, name) for name in (*SERVICES, EDGE))
            _together(self.broker.start, self.store.start, partial(self.launch, GATEWAYS), *launches)
            _together(*(partial(self.wait_ready, name) for name in (GATEWAYS, *SERVICES, EDGE)))
        except BaseException:
            self.down()
            raise

    def down(self) -> None:
        """Stop everything that runs: the way in and the services first, the store and the broker after
        them."""
        parts = self.processes
        with ExitStack() as stopping:  # in reverse order; one that fails keeps none of the others
            stopping.callback(parts["epmd"].stop)
            stopping.callback(_together, parts["store"].stop, parts["broker"].stop)
            stopping.callback(parts[GATEWAYS].stop)
            stopping.callback(_together, *(parts[name].stop for name in (EDGE, *SERVICES)))

    def destroy(self) -> None:
        """Kill everything at once; for stacks whose data nobody needs."""
        with ExitStack() as killing:  # in reverse order; one that survives keeps none of the others
            for process in self.processes.values():
                killing.callback(process.kill)

    def is_running(self) -> bool:
        """Tell whether any part of it runs."""
        return any(process.pid for name, process in self.processes.items() if name != "epmd")

    def status(self) -> dict[str, str]:
        """Of every part: ``ready``, ``not ready`` or ``down``."""
        return {name: self._state_of(name) for name in ("broker", "store", *SERVICES, EDGE)}

    def how_to_stop(self) -> str:
        """One line that says where the stack runs and how to end it."""
        return f"Foyer runs at {self.url()} ({self.state}); stop it with ./foyer down"

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Keep others from starting or stopping this stack meanwhile. Raises `AlreadyRunning` if one is at
        it."""
        self.state.mkdir(parents=True, exist_ok=True)
        with (self.state / "lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AlreadyRunning(self.how_to_stop()) from None
            owner = Process("foyer", self.state).pid_file
            owner.parent.mkdir(exist_ok=True)
            owner.write_text(json.dumps({"pid": os.getpid(), "birth": birth(os.getpid())}))
            try:
                yield
            finally:
                owner.unlink(missing_ok=True)

    @property
    def owner(self) -> Process:
        """The command that holds the claim; its `pid` is None when none does."""
        return Process("foyer", self.state)

    # --- one service ----------------------------------------------------------------------------------------

    def start(self, name: str) -> None:
        """Start one service (or ``edge``) that does not run, and wait until it is ready."""
        self.launch(name)
        self.wait_ready(name)

    def stop(self, name: str) -> None:
        """Stop one service gracefully."""
        self.processes[name].stop()

    def kill(self, name: str) -> None:
        """SIGKILL to one service."""
        self.processes[name].kill()

    def restart(self, name: str) -> None:
        """Stop one service gracefully, start it, wait until it is ready."""
        self.stop(name)
        self.start(name)

    def wait_ready(self, name: str, timeout: float = 180) -> None:
        """Wait until one service says that it is ready."""
        self.processes[name].wait_ready(partial(self.ready, name), timeout)

    def ready(self, name: str) -> bool:
        """Tell whether a service says at ``/ready`` that it is ready."""
        return says_ready(self.url(name))

    # --- inside ---------------------------------------------------------------------------------------------

    def environment(self, name: str) -> dict[str, str]:
        """The environment of a service: its settings, and what is inherited."""
        own = {
            "PYTHONPATH": f"{self.code}{os.pathsep}{ROOT}",
            "PYTHONUNBUFFERED": "1",
            "FOYER_AMQP_URL": f"{self.broker.amqp_url()}?heartbeat={self.heartbeat}",
            "FOYER_MONGO_URI": self.store.uri,
            "FOYER_DATABASE_PREFIX": "foyer",
            "FOYER_PARTITIONS": str(self.plan.partitions),
            "FOYER_PACE": str(self.plan.pace),
            "FOYER_ONE_TIME_SECRETS": "false",  # its people are played
            "FOYER_HOST": "127.0.0.1",
            "FOYER_PORT": self.url(name).rpartition(":")[2],
            "FOYER_SECRETS_DIR": str(self.state / "secrets" / name),
            **{f"FOYER_{it.upper()}_URL": self.url(it) for it in SERVICES if name == EDGE},
        }
        if name in (EDGE, GATEWAYS):  # they are strangers to the broker and the store
            own = {
                key: value for key, value in own.items() if key not in {"FOYER_AMQP_URL", "FOYER_MONGO_URI"}
            }
        if name in ("customer", GATEWAYS):
            own |= gateways.environment(self.url(GATEWAYS), self.url(), self.state)
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("FOYER_")}
        kept = {
            key: os.environ[key] for key in ("FOYER_LOG_LEVEL", "FOYER_OTLP_ENDPOINT") if key in os.environ
        }
        return inherited | kept | own

    def launch(self, name: str, module: Sequence[str] = ()) -> None:
        """Start one service without waiting; `module` (with arguments) runs in its stead, if given."""
        inside = {EDGE: "deploy.local.edge", GATEWAYS: "deploy.local.gateways"}
        own = [inside.get(name, f"services.{name}")]
        command = [sys.executable, "-m", *(module or own)]
        self.processes[name].start(command, self.environment(name), self.code)

    def _state_of(self, name: str) -> str:
        if self.processes[name].pid is None and not (name == "store" and self.plan.store_kind == "given"):
            return "down"
        probes = {"broker": lambda: self.broker.answers(), "store": lambda: self.store.answers()}
        return "ready" if probes.get(name, partial(self.ready, name))() else "not ready"

    def _recorded(self) -> Plan | None:
        try:
            found = json.loads((self.state / "stack.json").read_text())
            return Plan(**{**found, "broker": Ports(**found["broker"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def _make_plan(self) -> Plan:
        """The ports of last time where they are still free."""
        last = self.plan
        inner = [last.store, *asdict(last.broker).values()]
        if not all(map(port_is_free, inner)):
            last = Plan()
        return replace(
            last,
            base=self._base(),
            pace=self.pace,
            partitions=self.partitions,
            store_kind=choose(),
        )

    def _base(self) -> int:
        wanted = self.base or BASE_PORT
        for base in range(wanted, wanted + 1 if self.base else wanted + 500, 10):
            if all(map(port_is_free, range(base, base + 3 + len(SERVICES)))):
                if base != wanted:
                    self.say(f"port {wanted} is taken; using {base}")
                return base
        raise NotReady(
            f"ports {wanted} to {wanted + 2 + len(SERVICES)} are taken by another program; give --port"
        )


def _together(*calls: Callable[[], None]) -> None:
    """Run them side by side; the first error is raised when all have ended."""
    with ThreadPoolExecutor(max_workers=len(calls)) as pool:
        for done in [pool.submit(call) for call in calls]:
            done.result()

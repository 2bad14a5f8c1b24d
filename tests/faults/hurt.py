"""A whole stack whose disks can be full, whose links to the broker can be cut, whose clocks jump, and of
which each service can run twice."""

import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from deploy.local import layouts
from deploy.local.processes import Process
from deploy.local.secrets import SERVICES
from deploy.local.stack import Stack
from tests.faults.disks import Disk
from tests.faults.links import Links

LINKS, SECOND = 10, 14
"""The first ports of the links and of the second processes, after that of the way in."""
STARTS_IN = 12.0
"""Seconds that a start of all takes where nothing else goes on."""


@dataclass
class Hurt(Stack):
    """A stack to be hurt. `disks` has that of the broker, if this user may mount it;
    `slower` is by how much this machine is busier than one where nothing else goes on."""

    disks: dict[str, Disk] = field(default_factory=dict)
    slower: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        ports = {name: self.base + LINKS + place for place, name in enumerate(SERVICES)}
        self.links = Links(ports, lambda: self.plan.broker.amqp)

    def up(self) -> None:
        """Start all of it, each service by its link and with its clock."""
        layouts.lay_aside(self.state)  # what is mounted cannot be moved
        if (disk := Disk.mounted(self.state / "broker")) is not None:
            self.disks["broker"] = disk
        began = time.monotonic()
        super().up()
        self.slower = max(1.0, (time.monotonic() - began) / STARTS_IN)

    def destroy(self) -> None:
        """Kill everything, and give back what was mounted."""
        with ExitStack() as giving_back:
            for disk in self.disks.values():
                giving_back.callback(disk.unmount)
            giving_back.callback(self.links.close)
            super().destroy()

    @property
    def processes(self) -> dict[str, Process]:
        """Those of a stack, and the second ones of the services."""
        return super().processes | {second(name): Process(second(name), self.state) for name in SERVICES}

    def environment(self, name: str) -> dict[str, str]:
        """The environment of a service; it reaches the broker by its link."""
        own = super().environment(name)
        if name in SERVICES:
            link = self.base + LINKS + SERVICES.index(name)
            own["FOYER_AMQP_URL"] = own["FOYER_AMQP_URL"].replace(f":{self.plan.broker.amqp}/", f":{link}/")
        return own

    def launch(self, name: str, module: Sequence[str] = ()) -> None:
        """Start one service without waiting, with a clock that can jump."""
        skewed = ("tests.faults.skewed", f"services.{name}") if name in SERVICES else ()
        super().launch(name, module or skewed)

    def url_of_second(self, name: str) -> str:
        """The address of the second process of a service."""
        return f"http://127.0.0.1:{self.base + SECOND + SERVICES.index(name)}"

    def launch_second(self, name: str) -> None:
        """Start a second process of a service without waiting."""
        own = {"FOYER_PORT": self.url_of_second(name).rpartition(":")[2], "FOYER_INSTANCE": "second"}
        command = [sys.executable, "-m", f"services.{name}"]
        self.processes[second(name)].start(command, self.environment(name) | own, self.code)


def second(name: str) -> str:
    """Name the second process of a service."""
    return f"{name}-2"

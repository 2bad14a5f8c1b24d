"""Processes that outlive us: started in a session of their own, found again by a pid file, and ended for
certain.

A pid file holds the pid, the moment that process started and the boot it started in. A pid that now belongs
to another program is therefore never mistaken for ours, and never signalled. Linux only (``/proc``, pidfds).
"""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from deploy.local.ending import ROOT as ROOT
from deploy.local.ending import is_interrupted, undivided

LOG_LIMIT = 20_000_000
"""Bytes after which a log is put aside at the next start; one older log is kept."""


class NotReady(Exception):
    """Something did not start; the message holds the end of its log."""


def free_port() -> int:
    """A TCP port on loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_is_free(port: int) -> bool:
    """Tell whether a process could listen on `port` of loopback now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def wait_until(ready: Callable[[], bool], timeout: float, what: str) -> None:
    """Ask `ready` until it says yes; NotReady after `timeout` seconds."""
    end = time.monotonic() + timeout
    while not ready():
        if time.monotonic() > end:
            raise NotReady(f"{what} is not ready after {timeout:g} s")
        time.sleep(0.05)


def says_ready(url: str) -> bool:
    """Tell whether a process says at ``/ready`` of its address that it is ready. It is asked twenty times a
    second: without a list of certificates, which plain HTTP needs not, that takes 4 ms and not 23."""
    try:
        answer = httpx.get(f"{url}/ready", timeout=5, trust_env=False, verify=False)  # noqa: S501
    except httpx.HTTPError:
        return False
    return answer.status_code == 200


def birth(pid: int) -> str | None:
    """The boot and start time of a process, which tell it from a later one with its pid. None if it is gone
    or a zombie."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        if fields[0] not in "ZX":
            return f"{Path('/proc/sys/kernel/random/boot_id').read_text().strip()} {fields[19]}"
    return None


@dataclass(frozen=True)
class Process:
    """One long-running program. ``<state>/run/<name>.pid`` finds it, ``<state>/logs/<name>.log`` is what it
    says."""

    name: str
    state: Path

    @property
    def log(self) -> Path:
        return self.state / "logs" / f"{self.name}.log"

    @property
    def pid_file(self) -> Path:
        return self.state / "run" / f"{self.name}.pid"

    @property
    def pid(self) -> int | None:
        """Its pid while it runs, else None."""
        try:
            noted = json.loads(self.pid_file.read_text())
        except (OSError, ValueError):
            return None
        pid = int(noted["pid"])
        if birth(pid) == noted["birth"]:
            return pid
        with suppress(OSError):
            os.waitpid(pid, os.WNOHANG)  # a child of ours, and dead: let it go
        return None

    def start(self, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        """Start it and come back at once; nothing happens if it runs already. Raises NotReady once this
        program was told to end: whoever stops what was started meets no late-comer."""
        if self.pid:
            return
        if is_interrupted():
            raise NotReady(f"{self.name} is not started any more")
        for made in (self.log.parent, self.pid_file.parent):
            made.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.old"))
        with undivided(), self.log.open("ab") as log:
            child = subprocess.Popen(
                command,
                env=dict(environment),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            noted = {"pid": child.pid, "birth": birth(child.pid)}
            child.returncode = 0  # it is found by its pid file from here on, not by this object
            partly = self.pid_file.with_suffix(".new")
            partly.write_text(json.dumps(noted))
            partly.replace(self.pid_file)

    def wait_ready(self, ready: Callable[[], bool], timeout: float) -> None:
        """Wait until `ready`; NotReady with the end of the log when it dies first or takes too long, or once
        this program was told to end."""

        def ready_or_dead() -> bool:
            if is_interrupted():
                raise NotReady(f"{self.name} is not waited for any more")
            if self.pid is None:
                raise NotReady(f"{self.name} ended while starting")
            return ready()

        try:
            wait_until(ready_or_dead, timeout, self.name)
        except NotReady as error:
            raise NotReady(f"{error}. The end of {self.log}:\n{self.last_words()}") from None

    def last_words(self, lines: int = 15) -> str:
        """The end of its log."""
        with suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        return ""

    def stop(self, patience: float = 15) -> None:
        """SIGTERM, and SIGKILL to its whole session after `patience` seconds."""
        if self._signal(signal.SIGTERM) and not self._gone_within(patience):
            self.kill()
        self.pid_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """SIGKILL to it and to what it started; it has no chance to tidy up."""
        self._signal(signal.SIGKILL, whole_session=True)
        if not self._gone_within(10):
            raise NotReady(f"{self.name} survives SIGKILL")
        self.pid_file.unlink(missing_ok=True)

    def pause(self) -> None:
        """Freeze it (SIGSTOP): connections stay open, nothing answers."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on (SIGCONT)."""
        self._signal(signal.SIGCONT)

    def _gone_within(self, seconds: float) -> bool:
        with suppress(NotReady):
            wait_until(lambda: self.pid is None, seconds, self.name)
            return True
        return False

    def _signal(self, number: signal.Signals, *, whole_session: bool = False) -> bool:
        """Signal the process, or its `whole_session`; tell whether it was there. The pidfd is opened before
        the pid is checked, so the pid cannot pass to another program in between."""
        try:
            noted = int(json.loads(self.pid_file.read_text())["pid"])
            handle = os.pidfd_open(noted)
        except (OSError, ValueError, KeyError):
            return False
        try:
            if self.pid != noted:
                return False
            if whole_session:
                with suppress(ProcessLookupError):
                    os.killpg(noted, number)
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(handle, number)
                if number is signal.SIGTERM:  # a paused process would not receive it
                    signal.pidfd_send_signal(handle, signal.SIGCONT)
            return True
        finally:
            os.close(handle)

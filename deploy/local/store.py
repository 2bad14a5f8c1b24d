"""A MongoDB for one machine, on loopback: a given one, a ``mongod``, or SecantusDB, whichever is there
first."""

import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from deploy.local.processes import ROOT, Process, free_port

ALREADY_INITIALIZED = 23
TRANSACTION_LIVES = 5
"""Seconds: far longer than any commit takes. What a service leaves open when it dies, its next life ends at
once; what nobody comes back for is in nobody's way for longer than this."""


def choose() -> str:
    """Which store would run: ``given`` (``FOYER_MONGO_URI``), ``mongod``, ``secantusd-rs`` or
    ``secantusd-py``."""
    if os.environ.get("FOYER_MONGO_URI"):
        return "given"
    return next((name for name in ("mongod", "secantusd-rs") if shutil.which(name)), "secantusd-py")


@dataclass(frozen=True)
class Store:
    """One store with its data in ``<state>/store``. One that was given is used, and never started or
    stopped."""

    state: Path
    port: int = field(default_factory=free_port)
    kind: str = field(default_factory=choose)

    @property
    def process(self) -> Process:
        return Process("store", self.state)

    @property
    def uri(self) -> str:
        """The address for clients."""
        given = os.environ.get("FOYER_MONGO_URI", "")
        return given if self.kind == "given" else f"mongodb://127.0.0.1:{self.port}/?directConnection=true"

    def start(self, timeout: float = 60) -> None:
        """Start it and wait until it takes writes; nothing happens if it runs already."""
        if self.kind == "given":
            return
        folder = self.state / "store"
        folder.mkdir(parents=True, exist_ok=True)
        self.process.start(self._command(folder), os.environ, ROOT)
        self.process.wait_ready(self.answers, timeout)

    def answers(self) -> bool:
        """Tell whether it is a primary now. A fresh ``mongod`` is made a replica set of one: transactions
        need it."""
        try:
            with MongoClient[dict[str, object]](self.uri, serverSelectionTimeoutMS=500) as client:
                if self.kind == "mongod" and not client.admin.command("hello").get("setName"):
                    member = {"_id": 0, "host": f"127.0.0.1:{self.port}"}
                    client.admin.command("replSetInitiate", {"_id": "foyer", "members": [member]})
                return bool(client.admin.command("hello").get("isWritablePrimary"))
        except OperationFailure as error:
            if error.code != ALREADY_INITIALIZED:
                raise
            return False
        except PyMongoError:
            return False

    def stop(self) -> None:
        """Gracefully."""
        self.process.stop(patience=20)

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        self.process.kill()

    def pause(self) -> None:
        """Freeze it: connections stay, nothing answers."""
        self.process.pause()

    def resume(self) -> None:
        """End of the pause."""
        self.process.resume()

    def _command(self, data: Path) -> list[str]:
        if self.kind == "secantusd-py":
            return [sys.executable, "-m", "deploy.local.embedded", str(self.port), str(data)]
        if self.kind == "mongod":
            limit = ["--setParameter", f"transactionLifetimeLimitSeconds={TRANSACTION_LIVES}"]
            where = ["--bind_ip", "127.0.0.1", "--port", str(self.port), "--dbpath", str(data)]
            return ["mongod", "--replSet", "foyer", "--wiredTigerCacheSizeGB", "0.5", *limit, *where]
        where = ["--host", "127.0.0.1", "--port", str(self.port), "--storage-path", str(data)]
        # Without it, writes that were acknowledged are lost at kill -9.
        return ["secantusd-rs", *where, "--sync-on-commit", "--log-level", "WARNING"]

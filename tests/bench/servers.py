"""Broker and store of a benchmark: ``FOYER_AMQP_URL`` and ``FOYER_MONGO_URI``, or our own."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.broker import Broker, Ports
from deploy.local.ending import interrupt_once
from deploy.local.store import Store


@dataclass(frozen=True)
class Servers:
    """One broker for all runs, and a fresh store for each: the embedded one slows down as it fills."""

    folder: Path
    broker: Broker | None

    @contextmanager
    def store(self, name: str) -> Iterator[str]:
        """The address of a store of its own; where a store is given, of that."""
        store = Store(self.folder / name)
        try:
            store.start()
            yield store.uri
        finally:
            if store.kind != "given":
                store.stop()
                shutil.rmtree(self.folder / name)

    @contextmanager
    def vhost(self, name: str) -> Iterator[str]:
        """The address of a vhost of its own; where the broker is given, of the vhost that is given."""
        if self.broker is None:
            yield os.environ["FOYER_AMQP_URL"]
            return
        self.broker.create_vhost(name)
        try:
            yield self.broker.amqp_url(name)
        finally:
            self.broker.delete_vhost(name)


@contextmanager
def servers() -> Iterator[Servers]:
    """Start what is not given, and stop it in the end, also after a signal."""
    interrupt_once()
    with tempfile.TemporaryDirectory(prefix="foyer-bench-") as folder:
        given = bool(os.environ.get("FOYER_AMQP_URL"))
        broker = None if given else Broker(Path(folder), secrets.token_urlsafe(16), Ports(mqtt=0))
        try:
            if broker is not None:
                broker.start()
            yield Servers(Path(folder), broker)
        finally:
            if broker is not None:
                broker.stop()

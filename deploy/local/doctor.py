"""Checks of this machine's fitness for Foyer. Each line says that something is well, or what to do."""

import os
import resource
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.local import broker
from deploy.local.processes import port_is_free
from deploy.local.stack import Stack
from deploy.local.store import choose

BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")


@dataclass(frozen=True)
class Finding:
    """A thing that was looked at, whether it is well, and what to do if not. `needed` False: only some
    commands want it."""

    subject: str
    well: bool
    says: str
    needed: bool = True


def find_browser() -> str | None:
    """The path of a Chromium of this machine."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def examine(stack: Stack) -> Iterator[Finding]:
    """Look at everything that a stack or the tests need."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("python", sys.version_info >= (3, 11), f"{version} ({sys.executable})")
    found = os.environ.get(broker.FOLDER) or broker.script()
    yield Finding("rabbitmq", found is not None, found or broker.MISSING)
    yield Finding("epmd", bool(shutil.which("epmd")), shutil.which("epmd") or "comes with rabbitmq-server")
    yield Finding("store", True, choose())
    browser = find_browser()
    install = "for the browser tests: apt-get install chromium-headless-shell fonts-noto-cjk"
    yield Finding("chromium", browser is not None, browser or install, needed=False)
    yield _name_of_loopback()
    yield _ports(stack)
    yield _disk(stack.state)
    yield _clock()
    yield _files()


def _name_of_loopback() -> Finding:
    try:
        address = socket.gethostbyname("localhost")
    except OSError:
        address = "unknown"
    says = f"localhost is {address}" + (
        "" if address == "127.0.0.1" else "; put '127.0.0.1 localhost' into /etc/hosts"
    )
    return Finding("names", address == "127.0.0.1", says)


def _ports(stack: Stack) -> Finding:
    if stack.is_running():
        return Finding("ports", True, stack.how_to_stop())
    taken = [port for port in range(stack.plan.base, stack.plan.base + 5) if not port_is_free(port)]
    if taken:
        return Finding("ports", True, f"{taken} are taken by another program; Foyer will use other ones")
    return Finding("ports", True, f"{stack.plan.base} to {stack.plan.base + 4} are free")


def _disk(state: Path) -> Finding:
    there = next(it for it in (state, *state.parents) if it.exists())
    free = shutil.disk_usage(there).free / 1e9
    limit = broker.disk_free_limit(state) / 1e9
    says = f"{free:.1f} GB free; the broker refuses messages below {limit:.1f} GB"
    writable = os.access(there, os.W_OK)
    if not writable:
        says = f"{there} cannot be written; set FOYER_STATE to a folder that can"
    return Finding("disk", writable and free > 1, says)


def _clock() -> Finding:
    year = time.gmtime().tm_year
    well = year >= 2026
    return Finding(
        "clock", well, time.strftime("%F %T %Z") + ("" if well else "; it is wrong: set the clock")
    )


def _files() -> Finding:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    well = hard == resource.RLIM_INFINITY or hard >= 4096
    return Finding(
        "open files", well, f"{soft} (at most {hard})" + ("" if well else "; allow 4096: ulimit -Hn 4096")
    )

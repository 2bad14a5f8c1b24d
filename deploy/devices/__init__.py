"""A queue machine for kiosk makers to copy: it goes on while it is cut off, and loses nothing.

It needs Python 3.11, its own SQLite and `httpx`, and nothing else of Foyer. See ``example.py`` and
``docs/guide/devices.md``.
"""

from deploy.devices.link import Link, Unreachable
from deploy.devices.machine import Machine, Slip
from deploy.devices.memory import Memory, NoNumbers, NotKept
from deploy.devices.rules import Refused

__all__ = ["Link", "Machine", "Memory", "NoNumbers", "NotKept", "Refused", "Slip", "Unreachable"]

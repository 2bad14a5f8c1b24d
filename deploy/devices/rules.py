"""The hall's rules, checked before anything is printed: what is on paper must be in the books.

The same as ``docs/schemas/foyer.device.*.v1.json`` say, in a few lines that need no library.
"""

import json
import re
from typing import Any

from deploy.devices.shown import FORMS

LARGEST = 60 * 1024
"""Bytes of one event; the hall takes 64 KiB with its envelope."""
CARES = frozenset({"elderly", "mobility", "pregnant", "urgent"})
CREDENTIALS = frozenset(FORMS)
TOPICS = frozenset({"waiting", "service", "fees", "device", "other"})
PLACES = frozenset({"hall", "entrance", "counters", "self_service_area", "vip_area", "outside"})
RICHEST = 1_000_000_000_000


class Refused(Exception):
    """The hall will not take this event, however often it is sent; the message is its code. Nothing was
    printed, and where `field` is wrong nothing was written down."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.field = field


class Unfit(Exception):
    """The hall would not take this: `code` is what it would answer; the message names the field."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(f"{code}: {field}" if field else code)
        self.code, self.field = code, field


def check(kind: str, data: dict[str, Any]) -> str:
    """The content as it is kept and sent. Raises `Unfit`."""
    for field, is_right in FIELDS.get(kind, {}).items():
        try:
            right = is_right(data.get(field))
        except TypeError:  # what cannot be a member of a set
            right = False
        if not right:
            raise Unfit("malformed", field)
    return encoded(data)


def encoded(data: dict[str, Any]) -> str:
    """The content as JSON that every reader takes. Raises `Unfit`."""
    try:
        text = json.dumps(data, allow_nan=False, ensure_ascii=False)
        size = len(text.encode())
    except (TypeError, ValueError, RecursionError):
        raise Unfit("unencodable") from None
    if size > LARGEST:
        raise Unfit("too_large")
    return text


def _word(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[a-z0-9_]{1,64}", value) is not None


def _whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _shown(value: object) -> bool:
    if value is None:
        return True
    if not (
        isinstance(value, dict)
        and value.get("kind") in CREDENTIALS
        and isinstance(value.get("value"), str)
        and 4 <= len(value["value"]) <= 256
    ):
        return False
    if not FORMS[value["kind"]](value["value"]):
        raise Unfit("bad_code" if value["kind"] == "qr" else f"bad_{value['kind']}", "credential")
    return True


def _checks(value: object) -> bool:
    return value is None or (
        isinstance(value, dict)
        and len(value) <= 32
        and all(isinstance(name, str) and re.fullmatch(r"[a-z0-9_]{1,32}", name) for name in value)
        and all(isinstance(one, bool) for one in value.values())
    )


def _name(value: object) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= 64


FIELDS: dict[str, dict[str, Any]] = {
    "customer_arrived": {
        "need": lambda one: one is None or _word(one),
        "care": lambda one: one is None or (isinstance(one, list | tuple) and set(one) <= CARES),
        "amount": lambda one: one is None or _whole(one, 0, RICHEST),
        "wants_counter": lambda one: one is None or isinstance(one, bool),
        "credential": _shown,
    },
    "complaint_raised": {
        "topic": lambda one: one is None or one in TOPICS,
        "visit": lambda one: one is None or _name(one),
    },
    "device_status": {"status": lambda one: _whole(one, 0, 8), "checks": _checks},
    "loiterer_seen": {
        "place": lambda one: one is None or one in PLACES,
        "minutes": lambda one: _whole(one, 1, 24 * 60),
    },
    "customer_returned": {"visit": _name},
    "self_service_completed": {"visit": _name},
}
"""Of each kind of event, what its fields must be like; what is left out has a value of the hall's."""

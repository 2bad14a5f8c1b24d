"""Devices: enrolled by a one-time code, known by a secret, revoked at once."""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import ClassVar

from shared.contracts.lobby import DeviceEventRefused
from shared.domain import Decision, Document
from shared.errors import Refusal

NAME = r"[A-Za-z0-9_-]{1,32}"

BINARY = re.compile(r"(ce-|cloudevents[:_])", re.IGNORECASE)
"""Names of headers that hold attributes of an event, where the body is its data alone."""


class DeviceRefused(Refusal):
    code, status = "device_refused", 401
    headers: ClassVar[dict[str, str]] = {"WWW-Authenticate": 'Basic realm="foyer devices", charset="UTF-8"'}
    en, zh = (
        "The device is unknown, its secret is wrong, or it was revoked.",
        "设备未知、密钥错误或已被停用。",
    )


class SpeaksForAnother(Refusal):
    code, status = "speaks_for_another", 403
    en, zh = "A device may speak only for itself and its branch.", "设备只能代表自身及所属网点。"


class BinaryMode(Refusal):
    code, status = "binary_mode", 415
    headers: ClassVar[dict[str, str]] = {"Accept": "application/cloudevents+json, application/json"}
    en = "Send the event whole, as one JSON object (structured mode); attributes in headers are not read."
    zh = "请以一个完整的 JSON 对象发送事件（结构化模式）；不读取消息头中的属性。"


class CodeRefused(Refusal):
    code, status = "code_refused", 403
    en, zh = (
        "The code is wrong, used or too old; ask operations for a new one.",
        "注册码错误、已用或已过期，请向运维索取新码。",
    )


class CodeSentBefore(Refusal):
    code, status = "code_sent_before", 409
    en = "This request had its code already; ask again without, or with a new, Idempotency-Key."
    zh = "该请求的注册码已发出；请使用新的 Idempotency-Key 重新申请。"


class Device(Document):
    """A kiosk or queue machine; the id is ``<branch>.<device>``. Secrets are random and long, so a plain
    hash keeps them."""

    collection: ClassVar[str] = "devices"

    branch: str
    name: str
    secret_hash: str = ""
    code_hash: str = ""
    code_until: datetime | None = None
    revoked: bool = False

    def knows(self, secret: str) -> bool:
        """Return whether this is the secret of a device that may send."""
        return not self.revoked and bool(self.secret_hash) and _same(self.secret_hash, secret)

    def must_be_invited(self, code: str, now: datetime) -> None:
        """Raises `CodeRefused` unless the device is invited, and this is its code."""
        if self.code_until is None or now > self.code_until or not _same(self.code_hash, code):
            raise CodeRefused

    def must_speak(self) -> None:
        """Raises `DeviceRefused` when it may not."""
        if self.revoked or not self.secret_hash:
            raise DeviceRefused


def hash_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def invite(device: Device, code: str, until: datetime) -> Decision:
    """Invite a device: `code` works once, until then. An old secret ends with the enrolment."""
    return Decision().save(device.evolve(code_hash=hash_secret(code), code_until=until))


def enrol(device: Device, code: str, secret: str, now: datetime) -> Decision:
    """Trade the code of a device for its secret. Raises `CodeRefused`."""
    device.must_be_invited(code, now)
    known = device.evolve(secret_hash=hash_secret(secret), code_hash="", code_until=None, revoked=False)
    return Decision().save(known)


def revoke(device: Device) -> Decision:
    """Refuse the device from now on."""
    return Decision().save(device.evolve(revoked=True, code_hash="", code_until=None))


def device_event_refused(branch: str, device: str, id: str | None, refusal: Refusal) -> DeviceEventRefused:
    """Build the event that tells a device that its event of this id was refused."""
    return DeviceEventRefused(
        branch=branch,
        device=device,
        id=id,
        code=refusal.code,
        detail=refusal.detail,
        title=refusal.en,
        title_zh=refusal.zh,
    )


def refusal_of(branch: str, device: str, id: str | None) -> Callable[[Refusal], DeviceEventRefused] | None:
    """Return what builds the event of a refusal; None where the names are no device's."""
    if not (re.fullmatch(NAME, branch) and re.fullmatch(NAME, device)):
        return None
    return partial(device_event_refused, branch, device, id)


def _same(hashed: str, clear: str) -> bool:
    return hmac.compare_digest(hashed, hash_secret(clear))


def must_be_whole(headers: Iterable[str], content_type: str | None) -> None:
    """Raises `BinaryMode` when attributes of an event stand in the headers of its message, unless that says
    that they only repeat those of its body (CloudEvents, structured mode)."""
    is_whole = (content_type or "").strip().lower().startswith("application/cloudevents")
    if not is_whole and any(BINARY.match(name) for name in headers):
        raise BinaryMode

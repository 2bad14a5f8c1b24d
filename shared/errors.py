"""Refusals: what is wrong, under a stable code, in both languages, with what the caller can do."""

from collections.abc import Mapping
from typing import Any, ClassVar


class Refusal(Exception):
    """A request that is refused, with a reason for the one who asked.

    Over HTTP it becomes ``application/problem+json`` with `status`; a message that meets one is
    dead-lettered under `code`; `headers` go with it. `detail` must never carry personal data: it is logged
    and shown. `more` are further members for the one who asked, which nothing logs.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    headers: ClassVar[dict[str, str]] = {}
    en: ClassVar[str] = "This cannot be done."
    zh: ClassVar[str] = "无法执行此操作。"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.en)
        self.detail = detail
        self.more: Mapping[str, Any] = {}


class Malformed(Refusal):
    code, status = "malformed", 422
    en, zh = "The content does not have the expected form.", "内容格式不正确。"


class TooLarge(Refusal):
    code, status = "too_large", 413
    en, zh = "The content is larger than 64 KiB.", "内容超过 64 KiB。"


class EventTooLarge(Refusal):
    code, status = "event_too_large", 413
    en = "What follows from this is larger than a message may be; do it in smaller parts."
    zh = "由此产生的消息超过允许的大小，请分批处理。"


class UnknownType(Refusal):
    code, status = "unknown_type", 422
    en, zh = "No event of this type and version is known.", "未知的事件类型或版本。"


class NotItsOwn(Refusal):
    code, status = "not_its_own", 403
    en = "The sender of this message may not tell an event of this type."
    zh = "发送方无权发布该类型的事件。"


class MissingId(Refusal):
    code, status = "missing_id", 422
    en, zh = (
        "The message has no id, so a repeat could not be told from a new one.",
        "消息缺少编号，无法判断是否重复。",
    )


class KeyReused(Refusal):
    code, status = "key_reused", 422
    en = "This Idempotency-Key was used for something else; what is new needs a new key."
    zh = "该 Idempotency-Key 已用于其他请求；新的请求请使用新的键。"


class IdReused(Refusal):
    code, status = "id_reused", 409
    en = "Another event was sent under this id; give every event an id of its own."
    zh = "该编号已用于另一事件；每个事件须使用各自的编号。"


class NotFound(Refusal):
    code, status = "not_found", 404
    en, zh = "There is nothing under this id.", "找不到该编号。"


class NotYours(NotFound):
    """A document that does not exist, or is of others: the answer does not tell which."""


class NoSuchMethod(Refusal):
    code, status = "method_not_allowed", 405
    en = "This address is not asked in this way; `Allow` names the methods that it takes."
    zh = "该地址不支持此请求方法；可用方法见 Allow。"


class NotSignedIn(Refusal):
    code, status = "not_signed_in", 401
    en, zh = "Please sign in.", "请先登录。"


class NotJson(Refusal):
    code, status = "not_json", 415
    headers: ClassVar[dict[str, str]] = {"Accept": "application/json"}
    en, zh = "Send it with content-type: application/json.", "请使用 content-type: application/json 发送。"


class NotAllowed(Refusal):
    code, status = "not_allowed", 403
    en, zh = "Your role or branch does not permit this.", "您的岗位或网点无权执行此操作。"


class SignInAgain(Refusal):
    code, status = "sign_in_again", 403
    en = "This needs a sign-in of the last 15 minutes: please sign in again."
    zh = "此操作需要最近 15 分钟内登录，请重新登录后再试。"


class Unavailable(Refusal):
    code, status = "unavailable", 503
    headers: ClassVar[dict[str, str]] = {"Retry-After": "2"}
    en, zh = (
        "The service is busy or its store is away; try again shortly.",
        "服务繁忙或暂不可用，请稍后重试。",
    )

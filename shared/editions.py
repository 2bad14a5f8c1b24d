"""Editions and marks of content that several people replace: of two who change it at once, the slower is
told so, and loses nothing.

Rules are numbered, and their edition is that number. All else that is read and then replaced has a
`mark` of its content: who sends it back with a change is refused where the content is another by then.
"""

import json
from datetime import datetime
from hashlib import sha256
from typing import Annotated

from pydantic import BaseModel, Field

from shared.errors import Refusal

SEEN = r"^[A-Za-z0-9_-]{1,64}:[0-9]{1,9}$"
MARK = r"^([0-9a-f]{16})?$"
Seen = Annotated[str | None, Field(default=None, pattern=SEEN)]
"""The edition of rules that somebody changes, as ``<scope>:<number>``; whoever leaves it out changes what is
there."""
SeenMark = Annotated[str | None, Field(default=None, pattern=MARK)]
"""The mark of what somebody replaces, empty where nothing stood; whoever leaves it out replaces what is
there."""


class RulesChanged(Refusal):
    """`more` says who changed the rules, when, and which edition is in force now."""

    code, status = "rules_changed", 409
    en = "Somebody has changed these rules meanwhile. Compare what they say now with yours, then save again."
    zh = "他人已更改此规则。请与现行内容对照后再保存。"

    def __init__(self, now: str, by: str, at: datetime | None) -> None:
        super().__init__(f"{by}: {now}")
        self.more = {"now": now, "changed_by": by, "changed_at": at.isoformat() if at else None}


class ChangedMeanwhile(Refusal):
    """`more` has the mark of what stands there now, and who put it there, as far as that is kept."""

    code, status = "changed_meanwhile", 409
    en = "Somebody has changed this meanwhile. Compare what it says now with yours, then send it again."
    zh = "他人已更改此内容。请与现有内容对照后再提交。"

    def __init__(self, now: str, by: str) -> None:
        super().__init__(f"{by}: {now}")
        self.more = {"now": now, "changed_by": by}


def must_be_as_seen(seen: str | None, scope: str, number: int, by: str, at: datetime | None) -> None:
    """Raises `RulesChanged` where the edition in force is not the one that was seen."""
    if seen is not None and seen != f"{scope}:{number}":
        raise RulesChanged(f"{scope}:{number}", by, at)


def mark_of(*content: object) -> str:
    """Return the mark of a content, of documents and plain values: empty for one that is empty, the same for
    the same, and 16 hexadecimal digits."""
    if not any(content):
        return ""
    return sha256(json.dumps(content, default=_plain, sort_keys=True).encode()).hexdigest()[:16]


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump()
    return value.hex() if isinstance(value, bytes) else str(value)


def must_be_as_marked(seen: str | None, now: str, by: str = "") -> None:
    """Raises `ChangedMeanwhile` where what stands there is not what was seen; `by` is who put it there."""
    if seen is not None and seen != now:
        raise ChangedMeanwhile(now, by)

"""Rules that several people set: of two who change them at once, the slower is told so, and loses nothing."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.errors import Refusal

Seen = Annotated[str | None, Field(default=None, pattern=r"^[A-Za-z0-9_-]{1,64}:[0-9]{1,9}$")]
"""The edition of rules that somebody changes, as ``<scope>:<number>``; whoever leaves it out changes what is
there."""


class RulesChanged(Refusal):
    """`more` says who changed the rules, when, and which edition is in force now."""

    code, status = "rules_changed", 409
    en = "Somebody has changed these rules meanwhile. Compare what they say now with yours, then save again."
    zh = "他人已更改此规则。请与现行内容对照后再保存。"

    def __init__(self, now: str, by: str, at: datetime | None) -> None:
        super().__init__(f"{by}: {now}")
        self.more = {"now": now, "changed_by": by, "changed_at": at.isoformat() if at else None}


def must_be_as_seen(seen: str | None, scope: str, number: int, by: str, at: datetime | None) -> None:
    """Raises `RulesChanged` where the edition in force is not the one that was seen."""
    if seen is not None and seen != f"{scope}:{number}":
        raise RulesChanged(f"{scope}:{number}", by, at)

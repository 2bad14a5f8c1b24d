"""What changes something is asked for in JSON: a form on a foreign page cannot send that."""

from typing import Annotated

from fastapi import Depends, Path, Request

from shared.errors import Refusal

STAFF_ID = r"^[a-z0-9][a-z0-9._-]{0,63}$"
StaffPath = Annotated[str, Path(pattern=STAFF_ID)]


class NotJson(Refusal):
    code, status = "not_json", 415
    en, zh = "Send it with content-type: application/json.", "请使用 content-type: application/json 发送。"


def json_only(request: Request) -> None:
    """FastAPI dependency: a POST says that it is JSON, even with nothing in it."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST" and kind != "application/json":
        raise NotJson


JsonOnly = Depends(json_only)

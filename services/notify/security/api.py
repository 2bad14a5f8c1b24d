"""HTTP of the record of security: for audit alone."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime, BaseModel

from services.notify.security.queries import ViewSecurity, security_records
from shared.access import Person
from shared.contracts.notify import SecurityKind
from shared.contracts.words import Role
from shared.rights import may_somewhere
from shared.runtime import Runtime

router = APIRouter(prefix="/api/notify/security", tags=["security"])


class SecurityRecordNow(BaseModel):
    """One record; `by` is empty where the person did it."""

    kind: SecurityKind
    staff: str
    by: str
    at: datetime
    network: str
    agent: str
    roles: tuple[Role, ...]
    branches: tuple[str, ...]


@router.get("/records")
async def records(
    runtime: Runtime,
    person: Annotated[Person, may_somewhere(ViewSecurity)],
    response: Response,
    staff: Annotated[str | None, Query(max_length=64)] = None,
    before: Annotated[AwareDatetime | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[SecurityRecordNow]:
    """Sign-ins, refused ones, passwords and changes of rights, newest first, a page at a time."""
    response.headers["Cache-Control"] = "no-store"
    found = await security_records(runtime.store, staff, before, limit)
    return [SecurityRecordNow(**one.model_dump(include=set(SecurityRecordNow.model_fields))) for one in found]

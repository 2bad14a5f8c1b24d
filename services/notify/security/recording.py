"""Putting on record what a command does to the rights of a person, in the same commit."""

from typing import Any

from services.notify.security.domain import SecurityRecord
from shared.contracts.notify import SecurityKind
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork


def put_on_record(kind: SecurityKind, staff: str, work: UnitOfWork, **more: Any) -> None:
    """Put on record what the cause at work does; `more` are further fields of the record."""
    actor = work.cause.actor.removeprefix("staff:")
    record = SecurityRecord(
        id=f"{work.cause.id}:{kind}:{staff}"[:200],
        kind=kind,
        staff=staff,
        by="" if actor == staff else actor,
        at=work.now,
        **more,
    )
    work.apply(Decision().save(record))

"""Printed numbers whose record was refused: a customer may hold one and be in no queue (D1)."""

import hashlib
import json
import re

from services.lobby.arrivals.commands import NoteMissingRecord
from shared import clock
from shared.contracts.devices import PRINTED, correlation_of
from shared.errors import NotFound, Refusal
from shared.runtime import ServiceRuntime
from shared.unit_of_work import Cause

PASSING = frozenset({"unavailable", "too_fast", "device_refused", "speaks_for_another"})
"""Codes of refusals after which the device sends again, or that are not about its own customers."""
TICKET = re.compile(rb'"ticket"\s*:\s*(?!null\b)\S')
"""The place of the number in an event that is no JSON."""


async def note_refused(
    runtime: ServiceRuntime, body: bytes, branch: str, device: str, refusal: Refusal
) -> None:
    """Publish once that a printed number was refused, so that nothing on paper is lost in silence. Raises
    `Unavailable`."""
    found = _printed_number_of(body)
    if found is None or refusal.code in PASSING:
        return
    id, ticket = found
    correlation_id = correlation_of(branch, device, id)
    command = NoteMissingRecord(
        branch, device, "customer_arrived", refusal.code, ticket, correlation_id, printed=True
    )
    cause = Cause(
        id=correlation_of(branch, device, f"refused:{id}"),
        kind=command.name,
        time=clock.now(),
        actor=f"device:{device}",
        branch=branch,
        correlation_id=correlation_id,
    )
    try:
        await runtime.execute(command, cause)
    except NotFound:
        return  # there is no such branch


def _printed_number_of(body: bytes) -> tuple[str, str | None] | None:
    """Return the id of an arrival with a printed number, and that number if it can be read, however broken
    the rest is; None if it has no such number."""
    try:
        content = json.loads(body)
        id, ticket = str(content.get("id"))[:64], content["data"].get("ticket")
    except (ValueError, RecursionError):
        id, ticket = hashlib.sha256(body).hexdigest(), True if TICKET.search(body) else None
    except (KeyError, TypeError, AttributeError):
        return None
    if ticket is None:
        return None
    whole = isinstance(ticket, str) and re.fullmatch(PRINTED, ticket)
    return id.encode("ascii", "replace").decode(), ticket if whole else None

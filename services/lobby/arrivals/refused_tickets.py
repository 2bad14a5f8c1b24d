"""Printed numbers whose record was refused are told of: a customer may hold one and be in no line (D1)."""

import hashlib
import json
import re

from services.lobby.arrivals.handlers.number_blocks import Missed, miss_record
from shared import clock
from shared.contracts.devices import PRINTED, correlation_of
from shared.errors import NotFound, Refusal
from shared.runtime import ServiceRuntime
from shared.unit_of_work import Cause

PASSING = frozenset({"unavailable", "device_refused", "speaks_for_another"})
"""Codes of refusals after which the device sends again, or that are not about its own customers."""
TICKET = re.compile(rb'"ticket"\s*:\s*(?!null\b)\S')
"""Where an event that is no JSON has its number."""


async def note_refused(
    runtime: ServiceRuntime, body: bytes, branch: str, device: str, refusal: Refusal
) -> None:
    """Who holds a printed number that was refused is told of, once: nothing on paper is dropped in silence.
    Raises `Unavailable`."""
    slip = _slip_of(body)
    if slip is None or refusal.code in PASSING:
        return
    id, ticket = slip
    correlation_id = correlation_of(branch, device, id)
    missed = Missed(branch, device, "customer_arrived", refusal.code, ticket, correlation_id, printed=True)
    cause = Cause(
        id=correlation_of(branch, device, f"refused:{id}"),
        kind="miss_record",
        time=clock.now(),
        actor=f"device:{device}",
        branch=branch,
        correlation_id=missed.correlation_id,
    )
    try:
        await runtime.do(miss_record, missed, cause)
    except NotFound:
        return  # there is no such branch, and nobody to tell


def _slip_of(body: bytes) -> tuple[str, str | None] | None:
    """The id of an arrival with a printed number, and that number if it can be read, however broken the rest
    of it is; None for what has no such number."""
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

"""Anchors of the audit chains in the log (Q1): what the store alone cannot take back."""

from shared.contracts.customer import AuditAnchored
from shared.runtime import ServiceRuntime
from shared.telemetry import log
from shared.unit_of_work import Batch


def log_anchors(runtime: ServiceRuntime, batch: Batch) -> None:
    """Log the length and the last hash of a chain whenever they were published."""
    for envelope in batch.events:
        if isinstance(event := envelope.data, AuditAnchored):
            log.info("audit_anchored", branch=event.branch, length=event.length, last=event.last)

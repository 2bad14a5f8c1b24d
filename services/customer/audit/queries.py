"""Queries of the audit trail, with the indexes that carry them."""

from pymongo import ASCENDING, DESCENDING

from services.customer.audit.domain import AuditRecord
from shared.store import Index

INDEXES = [
    Index(AuditRecord.collection, [("branch", ASCENDING), ("number", DESCENDING)]),
    Index(AuditRecord.collection, [("customers", ASCENDING), ("at", DESCENDING)]),
    Index(AuditRecord.collection, [("branch", ASCENDING), ("staff", ASCENDING), ("at", DESCENDING)]),
]

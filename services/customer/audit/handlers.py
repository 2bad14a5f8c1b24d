"""Handlers of the audit trail (Q1)."""

from services.customer.audit import domain
from services.customer.audit.commands import RecordAccess
from services.customer.audit.domain import AuditChain
from shared.unit_of_work import UnitOfWork


async def record_access(command: RecordAccess, work: UnitOfWork) -> None:
    branch = command.access.branch
    chain = await work.find(AuditChain, branch) or AuditChain(id=branch)
    work.apply(domain.record(chain, command.access, command.key, now=work.now))

"""Handlers of retention (Q1)."""

from collections.abc import Mapping

from services.customer.retention import domain
from services.customer.retention.commands import ChangeRetention
from services.customer.retention.domain import ErasureReport, RetentionRules
from shared.contracts.customer import DataClass, DataErased
from shared.editions import must_be_as_marked
from shared.unit_of_work import UnitOfWork


async def change_retention(command: ChangeRetention, work: UnitOfWork) -> None:
    rules = await rules_of(command.branch, work)
    decision = domain.change_terms(rules, command.days, command.by)
    if decision.changes:
        must_be_as_marked(command.seen, rules.mark, rules.changed_by)
    work.apply(decision)


async def rules_of(branch: str, work: UnitOfWork) -> RetentionRules:
    """Return the terms of a branch, the defaults where it has set none."""
    return await work.find(RetentionRules, branch) or RetentionRules(id=branch)


async def tell_erased(branch: str, erased: Mapping[DataClass, int], work: UnitOfWork) -> None:
    """Publish what was erased at the end of its term."""
    event = DataErased(branch=branch, day=work.now.date().isoformat(), erased=dict(erased))
    work.publish(event, subject=branch, correlation_id=f"retention:{branch}")


async def keep_report(event: DataErased, work: UnitOfWork) -> None:
    """Add what was erased to the report of its day (Q1)."""
    id = f"{event.branch}:{event.day}"
    report = await work.find(ErasureReport, id) or ErasureReport(id=id, branch=event.branch, day=event.day)
    work.apply(domain.add_to_report(report, event.erased))

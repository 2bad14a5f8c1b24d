"""Customers of account managers who are in a hall now (A1, D6): told of if something is due with them."""

from datetime import datetime
from typing import ClassVar

from services.customer.contacts.domain.plan import ContactPlan
from shared.contracts.customer import DueCustomerWaits
from shared.domain import Decision, Document
from shared.working_days import days_between


class CustomerInHall(Document):
    """A customer with an account manager, in the hall of `branch`; the id is the visit's. `announced`: the manager
    knows that they wait."""

    collection: ClassVar[str] = "customers_in_hall"

    branch: str
    customer: str
    account_manager: str
    at: datetime
    ticket: str | None = None
    waiting: bool = False
    announced: bool = False

    @property
    def correlation_id(self) -> str:
        return self.id


def takes_number(
    here: CustomerInHall, ticket: str, plan: ContactPlan | None, *, soon: int, today: str
) -> Decision:
    """Let a here wait with a number; the account manager is told once, if something is due with the customer
    within `soon` days."""
    waiting = here.evolve(ticket=ticket, waiting=True)
    step = plan.next_step if plan is not None and plan.account_manager is not None else None
    if plan is None or step is None or here.announced or days_between(today, step.due) > soon:
        return Decision().save(waiting)
    event = DueCustomerWaits(
        branch=here.branch,
        customer=here.customer,
        masked_name=plan.masked_name,
        segment=plan.segment,
        account_manager=plan.account_manager or here.account_manager,
        visit=here.id,
        ticket=ticket,
        step=step.kind,
        due=step.due,
        due_in_days=days_between(today, step.due),
    )
    return Decision().save(waiting.evolve(announced=True), event)


def waits(here: CustomerInHall, waiting: bool) -> Decision:
    """Note whether a here waits now."""
    return Decision() if here.waiting == waiting else Decision().save(here.evolve(waiting=waiting))


def comes(here: CustomerInHall) -> Decision:
    """Note that a here came in."""
    return Decision().save(here)

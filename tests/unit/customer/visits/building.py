"""A bank with a customer of an account manager, and the visits to them."""

from datetime import datetime, timedelta
from typing import Any

from services.customer.visits.commands import PlanVisit, RecordVisit
from services.customer.visits.domain.planning import NewVisit
from services.customer.visits.domain.records import NewPromise, NextStep, VisitRecord
from services.customer.visits.domain.visit import CustomerVisit
from shared.contracts.customer import Confidentiality, FollowUp, NoFollowUp, VisitPlace, VisitPurpose
from shared.contracts.notify import StaffEnrolled
from shared.contracts.words import Role
from shared.roster import enrol
from tests.unit.acting import MORNING, World
from tests.unit.customer.building import bank, new_file

TOMORROW = MORNING + timedelta(days=1)
HOUR = timedelta(hours=1)
NONE = NextStep(none_because=NoFollowUp.ALL_DONE)
CALL = NextStep(FollowUp.CONTACT, "2026-03-20")


async def office(*others: str) -> World:
    """A customer of am.1 and other customers, at a branch with am.1, am.2 and a head."""
    world = await bank(new_file(), *(new_file(id, credentials=()) for id in others))
    for staff, role in (
        ("am.1", Role.ACCOUNT_MANAGER),
        ("am.2", Role.ACCOUNT_MANAGER),
        ("head", Role.BRANCH_HEAD),
    ):
        await world.act(enrol, StaffEnrolled(branch="B1", staff=staff, roles=(role,)))
    world.published.clear()
    return world


def new_visit(id: str = "W1", at: datetime = TOMORROW, **changes: Any) -> NewVisit:
    """A visit of am.1 to the customer, for an hour."""
    known: dict[str, Any] = {
        "id": id,
        "branch": "B1",
        "customer": "C1",
        "staff": "am.1",
        "by": "am.1",
        "purpose": VisitPurpose.CARE,
        "place": VisitPlace.OFFICE,
        "confidentiality": Confidentiality.NORMAL,
        "starts_at": at,
        "ends_at": at + HOUR,
    }
    return NewVisit(**{**known, **changes})


async def plan(world: World, *visits: NewVisit) -> CustomerVisit:
    """Plan visits; return the last one."""
    for one in visits or (new_visit(),):
        await world.do(PlanVisit(one))
    return visit_of(world, (visits or (new_visit(),))[-1].id)


def visit_of(world: World, id: str = "W1") -> CustomerVisit:
    return world.get(CustomerVisit, id)


def recording(id: str = "W1", next_step: NextStep = NONE, *promises: NewPromise) -> RecordVisit:
    return RecordVisit(id, VisitRecord("am.1", b"sealed", next_step, promises))

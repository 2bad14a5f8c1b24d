"""Plans follow visits to the customer, and files that were merged."""

from datetime import timedelta

import pytest

from services.customer.contacts.domain.contact import Contact
from services.customer.contacts.handlers.others import follow_merge, follow_needs, undo_merge
from services.customer.contacts.handlers.rhythms import follow_place
from services.customer.contacts.queries import last_reached, plans_in_bucket, portfolios_of
from services.customer.files.domain.customer import Customer
from services.customer.needs.commands import RecordNeed
from services.customer.needs.domain import Need
from services.customer.needs.handlers import follow_merge as needs_follow_merge
from services.customer.subscriptions import EVENT_HANDLERS, TIMER_HANDLERS
from shared.branch_places import learn_place
from shared.contracts.base import Event
from shared.contracts.customer import (
    ContactWay,
    CustomerContacted,
    CustomersMerged,
    CustomerVisitCancelled,
    CustomerVisitHeld,
    CustomerVisitMoved,
    CustomerVisitNotHeld,
    CustomerVisitPlanned,
    CustomerVisitRecorded,
    FollowUp,
    MergeUndone,
    NeedAssigned,
    NeedFulfilled,
    NeedOffered,
    NeedStated,
    NotHeldReason,
    StepKind,
    VisitPlace,
    VisitPurpose,
)
from shared.contracts.lobby import BranchOpened
from tests.unit.acting import World
from tests.unit.customer.contacts.building import contacted, pass_days, plan, portfolio, told

VISIT = {"branch": "B1", "customer": "C1", "held_by": "am.1"}
MERGE = {"branch": "B1", "customer": "C1", "merged": "C2", "masked_name": "王**", "merge": "M1"}


async def visited(days: int = 3, visit: str = "W1") -> World:
    """A VIP who was called on 2 March 2026, with a visit planned some days later."""
    world = await portfolio("C1", "C2")
    await world.do(contacted())
    await plan_visit(world, days, visit)
    return world


async def plan_visit(world: World, days: int, visit: str) -> None:
    starts = world.now + timedelta(days=days)
    event = CustomerVisitPlanned(
        **VISIT,
        customer_visit=visit,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        purpose=VisitPurpose.CARE,
        place=VisitPlace.HOME,
        planned_by="am.1",
    )
    await tell(world, event)


async def tell(world: World, event: Event) -> None:
    await world.act(EVENT_HANDLERS[type(event)], event)


async def test_a_visit_that_is_planned_is_the_next_step_and_moves_no_deadline():
    world = await visited()
    assert (plan(world).next_step.kind, plan(world).next_step.due) == (StepKind.VISIT, "2026-03-05")
    assert plan(world).due == "2026-04-01"
    starts = world.now + timedelta(days=9)
    moved = CustomerVisitMoved(
        **VISIT, customer_visit="W1", starts_at=starts, ends_at=starts, moved_by="am.1"
    )
    await tell(world, moved)
    assert plan(world).next_step.due == "2026-03-11"
    assert len(plan(world).steps) == 1


@pytest.mark.parametrize(
    "end",
    [
        CustomerVisitNotHeld(**VISIT, customer_visit="W1", reason=NotHeldReason.WEATHER),
        CustomerVisitCancelled(
            **VISIT, customer_visit="W1", reason=NotHeldReason.WEATHER, cancelled_by="am.1"
        ),
    ],
    ids=lambda event: event.name(),
)
async def test_a_visit_that_is_not_held_leaves_the_clock_and_the_next_visit(end: Event):
    world = await visited()
    await plan_visit(world, 8, "W2")
    await pass_days(world, 3)
    await tell(world, end)
    assert (plan(world).next_step.cause, plan(world).due) == ("W2", "2026-04-01")


async def test_a_visit_that_was_held_is_one_contact():
    world = await visited()
    await pass_days(world, 3)
    held = CustomerVisitHeld(**VISIT, customer_visit="W1", record_due=world.now)
    recorded = CustomerVisitRecorded(
        **VISIT,
        customer_visit="W1",
        purpose=VisitPurpose.CARE,
        in_time=True,
        promises=0,
        follow_up=FollowUp.CONTACT,
        follow_up_on="2026-03-12",
    )
    await tell(world, held)
    await tell(world, recorded)
    (event,) = told(world, CustomerContacted)[1:]
    assert (event.way, event.two_way) == (ContactWay.VISIT, True)
    assert plan(world).due == "2026-04-07"
    assert (plan(world).next_step.kind, plan(world).next_step.due) == (StepKind.PROMISED, "2026-03-12")


async def test_the_clock_of_one_customer_runs_from_the_last_contact_with_either_file():
    world = await portfolio("C1", "C2")
    await world.do(contacted())
    await pass_days(world, 4)
    await world.do(contacted(customer="C2"))
    await world.act(follow_merge, CustomersMerged(**MERGE, merged_by="am.1"))
    assert plan(world).due == plan(world, "C2").due == "2026-04-07"
    own = next(one for one in world.documents.values() if isinstance(one, Contact) and one.customer == "C1")
    world.looks[last_reached] = lambda customer: (own.id, own.at)
    await world.act(undo_merge, MergeUndone(**MERGE, undone_by="am.1"))
    assert plan(world).due == "2026-04-01"


async def test_open_needs_go_with_the_file_in_which_they_stand():
    world = await portfolio("C1", "C2")
    await world.do(RecordNeed("C2", "N1", "mortgage", "teller", b"sealed"))
    one, other = world.get(Customer, "C1"), world.get(Customer, "C2")
    world.documents[Customer, "C1"] = one.evolve(needs=other.needs)
    world.documents[Customer, "C2"] = other.evolve(needs=(), merged_into="C1")
    await world.act(needs_follow_merge, CustomersMerged(**MERGE, merged_by="am.1"))
    assert (world.get(Need, "N1").customer, world.get(Need, "N1").sealed_for) == ("C1", "C2")


async def test_a_branch_that_moves_computes_its_plans_by_the_days_of_the_new_place():
    """The move is seen before the place is learnt, in the order of the subscriptions."""
    world = await portfolio()
    await world.wait(timedelta(hours=16))  # one o'clock of the third of March in Shanghai
    await world.do(contacted())
    assert plan(world).due == "2026-04-02"
    handlers = EVENT_HANDLERS[BranchOpened]
    assert handlers.index(follow_place) < handlers.index(learn_place)
    opened = BranchOpened(branch="B1", name_zh="伦敦", name_en="London", timezone="Europe/London")
    world.looks[portfolios_of] = lambda branch: []
    world.looks[plans_in_bucket] = lambda branch, bucket: ["C1"] if bucket == plan(world).bucket else []
    await world.act([follow_place, learn_place], opened)
    await world.wait(timedelta(0), TIMER_HANDLERS)
    assert plan(world).due == "2026-04-01"


@pytest.mark.parametrize("event", [NeedStated, NeedOffered, NeedFulfilled, NeedAssigned])
def test_a_plan_follows_every_step_of_a_need(event: type[Event]):
    assert follow_needs in EVENT_HANDLERS[event]

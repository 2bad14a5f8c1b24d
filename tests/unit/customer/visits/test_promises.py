from services.customer.files.commands import ChangeAccountManager
from services.customer.files.domain.customer import Customer
from services.customer.visits.commands import HoldVisit, KeepPromise
from services.customer.visits.domain.promise import Promise
from services.customer.visits.domain.records import NewPromise
from services.customer.visits.handlers import follow_customer, follow_staff
from services.customer.visits.queries import open_promises, open_promises_to, open_visits_of_customer
from shared.contracts.customer import CustomerRegistered, PromiseGiven
from shared.contracts.notify import StaffEnrolled
from shared.contracts.words import Role
from shared.roster import enrol
from tests.unit.acting import World
from tests.unit.customer.visits.building import NONE, TOMORROW, office, plan, recording


async def promised(*owners: str) -> World:
    """A visit of am.1 on record, with a promise of each of these owners: P1, P2 and so on."""
    world = await office()
    await world.act(enrol, StaffEnrolled(branch="B1", staff="teller", roles=(Role.TELLER,)))
    await plan(world)
    await world.wait(TOMORROW - world.now)
    await world.do(HoldVisit("W1"))
    several = [NewPromise(f"P{n}", one, "2026-03-06", b"sealed") for n, one in enumerate(owners, 1)]
    await world.do(recording("W1", NONE, *several))
    ids = [one.id for one in several]
    world.looks[open_promises_to] = lambda customers: [id for id in ids if owed(world, id)]
    world.looks[open_promises] = lambda branch, staff: [
        promise for id in ids if (promise := world.get(Promise, id)).owner == staff and owed(world, id)
    ]
    world.looks[open_visits_of_customer] = lambda customers: []
    world.published.clear()
    return world


def owed(world: World, id: str) -> bool:
    return world.get(Promise, id).kept_at is None


async def managed_by(world: World, manager: str | None) -> None:
    """Give the customer to an account manager, or to nobody, and let the promises follow."""
    before = len(world.events(CustomerRegistered))
    await world.do(ChangeAccountManager("C1", manager))
    for event in world.events(CustomerRegistered)[before:]:
        await world.act(follow_customer, event)


async def leaves(world: World, staff: str) -> None:
    event = StaffEnrolled(branch="B1", staff=staff, roles=())
    await world.act([enrol, follow_staff], event)


def owners(world: World) -> list[str]:
    return [one.owner for _, one in sorted(world.documents.items(), key=str) if isinstance(one, Promise)]


async def test_the_promises_of_an_account_manager_go_with_the_customer():
    world = await promised("am.1", "teller")
    await managed_by(world, "am.2")
    assert owners(world) == ["am.2", "teller"]
    (event,) = world.events(PromiseGiven)
    assert (event.promise, event.promise_owner, event.had_by) == ("P1", "am.2", "am.1")
    assert event.due == "2026-03-06"


async def test_promises_of_somebody_who_left_wait_with_the_head_until_a_manager_takes_the_customer():
    world = await promised("am.1")
    await leaves(world, "am.1")
    await managed_by(world, None)
    assert owners(world) == ["head"]
    await managed_by(world, "am.2")
    assert owners(world) == ["am.2"]
    assert [(one.had_by, one.promise_owner) for one in world.events(PromiseGiven)][-1] == ("head", "am.2")


async def test_what_a_colleague_promised_goes_to_the_customer_s_manager_when_they_leave():
    world = await promised("teller", "teller")
    await leaves(world, "teller")
    assert owners(world) == ["am.1", "am.1"]


async def test_a_promise_that_was_kept_stays_with_who_kept_it():
    world = await promised("am.1")
    await world.do(KeepPromise("P1", "am.1"))
    await managed_by(world, "am.2")
    assert owners(world) == ["am.1"]
    assert world.events(PromiseGiven) == []


async def test_being_given_twice_changes_nothing():
    world = await promised("am.1")
    await managed_by(world, "am.2")
    await world.act(follow_customer, world.events(CustomerRegistered)[-1])
    assert world.get(Customer, "C1").account_manager == "am.2"
    assert len(world.events(PromiseGiven)) == 1

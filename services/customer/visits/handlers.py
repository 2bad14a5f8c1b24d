"""Handlers of visits to customers, of promises, and of calendar feeds (W1, Q2)."""

from services.customer.files.domain.customer import Customer
from services.customer.visits.commands import (
    BeginVisit,
    CancelVisit,
    ConfirmVisit,
    HoldVisit,
    IssueCalendarFeed,
    KeepPromise,
    MissVisit,
    MoveVisit,
    PlanVisit,
    RecordVisit,
    RevokeCalendarFeed,
)
from services.customer.visits.domain import calendar, erasure, planning, promise, records
from services.customer.visits.domain.calendar import CalendarFeed, CalendarToken
from services.customer.visits.domain.promise import Promise, PromiseDue, PromisesLeft
from services.customer.visits.domain.visit import CustomerVisit, Diary, OwnerUnknown, VisitRecordDue
from services.customer.visits.queries import (
    LISTED,
    open_promises,
    open_promises_to,
    open_visits_of_customer,
    traces_of_customer,
)
from shared.branch_places import place_of
from shared.contracts.customer import CustomerErased, CustomerLocked, CustomerRegistered
from shared.contracts.notify import StaffEnrolled, TokensRevoked
from shared.editions import must_be_as_marked
from shared.roster import roster_of
from shared.unit_of_work import UnitOfWork


async def plan_visit(command: PlanVisit, work: UnitOfWork) -> None:
    new = command.visit
    if await work.find(CustomerVisit, new.id) is not None:
        return
    (await work.get(Customer, new.customer)).must_exist()
    diary = await _diary_of(new.staff, work)
    work.apply(planning.plan_visit(new, diary, await place_of(new.branch, work), now=work.now))


async def move_visit(command: MoveVisit, work: UnitOfWork) -> None:
    visit = await work.get(CustomerVisit, command.visit)
    must_be_as_marked(command.seen, visit.mark)
    diary, place = await _diary_of(visit.staff, work), await place_of(visit.branch, work)
    work.apply(
        planning.move_visit(
            visit,
            command.starts_at,
            command.ends_at,
            command.by,
            diary,
            place,
            despite_overlap=command.despite_overlap,
            now=work.now,
        )
    )


async def confirm_visit(command: ConfirmVisit, work: UnitOfWork) -> None:
    work.apply(planning.confirm_visit(await work.get(CustomerVisit, command.visit), now=work.now))


async def begin_visit(command: BeginVisit, work: UnitOfWork) -> None:
    visit = await work.get(CustomerVisit, command.visit)
    place = await place_of(visit.branch, work)
    work.apply(planning.begin_visit(visit, command.district, place=place, now=work.now))


async def hold_visit(command: HoldVisit, work: UnitOfWork) -> None:
    visit = await work.get(CustomerVisit, command.visit)
    diary, place = await _diary_of(visit.staff, work), await place_of(visit.branch, work)
    work.apply(records.hold_visit(visit, diary, place, now=work.now))


async def miss_visit(command: MissVisit, work: UnitOfWork) -> None:
    visit = await work.get(CustomerVisit, command.visit)
    diary, place = await _diary_of(visit.staff, work), await place_of(visit.branch, work)
    work.apply(records.miss_visit(visit, command.reason, command.next_step, diary, place, now=work.now))


async def cancel_visit(command: CancelVisit, work: UnitOfWork) -> None:
    visit = await work.get(CustomerVisit, command.visit)
    diary = await _diary_of(visit.staff, work)
    work.apply(planning.cancel_visit(visit, command.reason, command.by, diary, now=work.now))


async def record_visit(command: RecordVisit, work: UnitOfWork) -> None:
    visit = await work.get(CustomerVisit, command.visit)
    diary, place = await _diary_of(visit.staff, work), await place_of(visit.branch, work)
    roster = await roster_of(visit.branch, work)
    if any(roster.member(one.owner) is None for one in command.record.promises):
        raise OwnerUnknown
    work.apply(records.record_visit(visit, command.record, diary, place, now=work.now))


async def mark_late(due: VisitRecordDue, work: UnitOfWork) -> None:
    """Mark the record of a visit that was not written in time (W1)."""
    visit = await work.get(CustomerVisit, due.customer_visit)
    work.apply(records.mark_late(visit, due, await place_of(visit.branch, work), now=work.now))


async def keep_promise(command: KeepPromise, work: UnitOfWork) -> None:
    work.apply(promise.keep_promise(await work.get(Promise, command.promise), command.by, now=work.now))


async def miss_promise(due: PromiseDue, work: UnitOfWork) -> None:
    """Mark a promise that was not kept in time (W1)."""
    work.apply(promise.miss_promise(await work.get(Promise, due.promise)))


async def follow_customer(event: CustomerRegistered, work: UnitOfWork) -> None:
    """Let open visits and promises go with their customer to another account manager (W1)."""
    if event.opened:
        return  # nobody has planned or promised anything
    customer = await work.find(Customer, event.customer)
    if customer is None or customer.is_closed:
        return
    for id in await work.query(open_promises_to, customer.ids):
        await _pass_on(id, customer.account_manager, work)
    if customer.account_manager is None:
        return
    for id in await work.query(open_visits_of_customer, customer.ids):
        visit = await work.find(CustomerVisit, id)
        if visit is not None and visit.is_open and visit.staff != customer.account_manager:
            had, has = await _diary_of(visit.staff, work), await _diary_of(customer.account_manager, work)
            work.apply(planning.give_visit(visit, customer.account_manager, had, has, now=work.now))


async def follow_staff(event: StaffEnrolled | PromisesLeft, work: UnitOfWork) -> None:
    """Give the promises of somebody who has left the branch to the account managers of the customers, or to
    the head, some at a time (W1)."""
    member = (await roster_of(event.branch, work)).member(event.staff)
    if member is None or member.roles:
        return
    left = await work.query(open_promises, event.branch, event.staff)
    given = 0
    for one in left:
        customer = await work.find(Customer, one.customer)
        while customer is not None and customer.merged_into is not None:
            customer = await work.find(Customer, customer.merged_into)
        given += await _pass_on(one.id, customer.account_manager if customer else None, work)
    if given and len(left) == LISTED:
        work.apply(promise.go_on_giving(event.branch, event.staff, now=work.now))


async def _pass_on(id: str, manager: str | None, work: UnitOfWork) -> bool:
    """Give a promise to whom it falls; returns whether it did."""
    owed = await work.get(Promise, id)
    heir = promise.heir_of(owed, manager, await roster_of(owed.branch, work))
    if heir is None:
        return False
    work.apply(promise.give_promise(owed, heir))
    return True


async def erase_visits(event: CustomerErased | CustomerLocked, work: UnitOfWork) -> None:
    """Cancel what is still to come with an erased customer, and erase what was written of the rest (Q1)."""
    visits, promises = await work.query(traces_of_customer, event.customer)
    for id in visits:
        visit = await work.get(CustomerVisit, id)
        diary = await _diary_of(visit.staff, work)
        work.apply(erasure.erase_visit(visit, diary, now=work.now))
    for id in promises:
        work.apply(erasure.erase_promise(await work.get(Promise, id), now=work.now))


async def issue_feed(command: IssueCalendarFeed, work: UnitOfWork) -> None:
    feed = await work.find(CalendarFeed, command.staff)
    old = await work.find(CalendarToken, feed.token) if feed and feed.token else None
    work.apply(calendar.issue_feed(command.staff, command.branches, command.token, feed, old, now=work.now))


async def revoke_feed(command: RevokeCalendarFeed, work: UnitOfWork) -> None:
    await _revoke(command.staff, work)


async def revoke_feed_with_rights(event: TokensRevoked, work: UnitOfWork) -> None:
    """Revoke the calendar of a person whose roles, branches or password changed (Q1)."""
    if not event.session and not event.covering:
        await _revoke(event.staff, work)


async def _revoke(staff: str, work: UnitOfWork) -> None:
    feed = await work.find(CalendarFeed, staff)
    if feed is not None:
        token = await work.find(CalendarToken, feed.token) if feed.token else None
        work.apply(calendar.revoke_feed(feed, token))


async def _diary_of(staff: str, work: UnitOfWork) -> Diary:
    return await work.find(Diary, staff) or Diary(id=staff)

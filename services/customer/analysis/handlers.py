"""Handlers of the analysis of customers: activity as it happens, scores on events and at night (W4)."""

import asyncio
from collections.abc import Callable

from services.customer.analysis.commands import ScoreBranch
from services.customer.analysis.domain import activity as activities
from services.customer.analysis.domain import merges, nights, reliability
from services.customer.analysis.domain.activity import Activity
from services.customer.analysis.domain.erasure import forget_customer
from services.customer.analysis.domain.merges import MergedActivity, PartingOver
from services.customer.analysis.domain.models import SegmentModel, fit_model, model_id, plain_model
from services.customer.analysis.domain.nights import Night, NightDue, NightStepDue
from services.customer.analysis.domain.reliability import Reliability, reliability_id
from services.customer.analysis.domain.scores import Score, score_customer
from services.customer.analysis.queries import merged_with, sample_of
from services.customer.files.domain.customer import Customer
from services.customer.nights.queries import page_of
from shared.branch_places import place_of
from shared.contracts.customer import (
    CaseOpened,
    CaseSettled,
    CustomerContacted,
    CustomerErased,
    CustomerLocked,
    CustomerRecognised,
    CustomerRegistered,
    CustomersMerged,
    HoldingsChanged,
    MergeUndone,
)
from shared.contracts.lobby import BranchOpened
from shared.contracts.words import Segment
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork

Change = Callable[[Activity, str], Activity]
"""A change of an activity, on a day of the home branch."""


async def count_arrival(event: CustomerRecognised, work: UnitOfWork) -> None:
    """Count the day of an arrival, and score the customer anew (W4)."""
    await _change(event.customer, activities.with_day, work)


async def count_contact(event: CustomerContacted, work: UnitOfWork) -> None:
    """Count the day on which a contact of both sides was made, which may be before it was recorded (W4)."""
    if event.two_way:
        made = (await place_of(event.branch, work)).day_of(event.at).isoformat()
        await _change(event.customer, lambda one, day: activities.with_day(one, min(made, day)), work)


async def note_complaint(event: CaseOpened, work: UnitOfWork) -> None:
    """Keep a complaint as open (W4)."""
    if event.customer is not None:
        await _change(event.customer, lambda one, day: activities.with_complaint(one, event.case, day), work)


async def drop_complaint(event: CaseSettled, work: UnitOfWork) -> None:
    """Drop a complaint that was settled (W4)."""
    if event.customer is not None:
        await _change(event.customer, lambda one, day: activities.without_complaint(one, event.case), work)


async def value_holdings(event: HoldingsChanged, work: UnitOfWork) -> None:
    """Take over what a customer holds (W4)."""
    customer = await work.find(Customer, event.customer)
    if customer is not None:
        held = customer.holdings
        await _change(event.customer, lambda one, day: activities.with_holdings(one, held, day), work)


async def follow_file(event: CustomerRegistered, work: UnitOfWork) -> None:
    """Keep segment, branch and account manager of a customer of whom something is known (W4)."""
    if await work.find(Activity, event.customer) is not None:
        await _change(event.customer, lambda activity, day: activity, work)


async def follow_merge(event: CustomersMerged, work: UnitOfWork) -> None:
    """Count the days of a file that was merged for the one that took its place, and keep those of each until
    the merge cannot be undone any more (W4)."""
    known = await work.find(Activity, event.merged)
    survivor = await work.find(Customer, event.customer)
    if known is not None and survivor is not None and survivor.exists:
        own = activities.activity_of(survivor, await work.find(Activity, event.customer))
        record = MergedActivity(
            id=event.merge, branch=event.branch, survivor=event.customer, merged=event.merged
        )
        work.apply(merges.join(record, own, known, until=work.due(merges.KEPT)))
        await _score_anew(own, work)
    work.apply(forget_customer(known, await work.find(Score, event.merged)))


async def undo_merge(event: MergeUndone, work: UnitOfWork) -> None:
    """Part the days of two files whose merge was undone, and score both customers anew (W4)."""
    record = await work.find(MergedActivity, event.merge)
    now = await work.find(Activity, event.customer)
    parted = merges.part(record, now) if record and now else None
    if record is None or parted is None:
        return
    work.apply(merges.forget(record))
    for activity in parted:
        customer = await work.find(Customer, activity.id)
        if customer is not None and customer.exists:
            before = await work.find(Activity, activity.id)
            work.apply(Decision().save(activities.activity_of(customer, activity)))
            await _score_anew(before or activity, work)


async def forget_parting(due: PartingOver, work: UnitOfWork) -> None:
    """Forget the activities before a merge that cannot be undone any more (W4)."""
    work.apply(merges.forget(await work.get(MergedActivity, due.merge)))


async def forget(event: CustomerErased | CustomerLocked, work: UnitOfWork) -> None:
    """Drop all that is known of a customer whose file was erased (Q1)."""
    known, score = await asyncio.gather(work.find(Activity, event.customer), work.find(Score, event.customer))
    work.apply(forget_customer(known, score))
    for id in await work.query(merged_with, event.customer):
        work.apply(merges.forget(await work.get(MergedActivity, id)))


async def begin_nights(event: BranchOpened, work: UnitOfWork) -> None:
    """Set the next night of a branch by its time zone (W4)."""
    night = await _night_of(event.branch, work)
    work.apply(nights.wait_for_night(night, event.timezone, now=work.now))


async def begin_night(due: NightDue, work: UnitOfWork) -> None:
    """Begin to score the customers of a branch, and set its next night (W4)."""
    night, place = await _night_of(due.branch, work), await place_of(due.branch, work)
    work.apply(nights.wait_for_night(night, place.timezone, now=work.now))
    await _begin(night, work)


async def score_branch(command: ScoreBranch, work: UnitOfWork) -> None:
    await _begin(await _night_of(command.branch, work), work)


async def take_step(due: NightStepDue, work: UnitOfWork) -> None:
    """Take the next step of a night: fit the model of a segment, or score a page of customers (W4)."""
    night = await work.find(Night, due.branch)
    if night is None or not night.is_under_way(due.run):
        return
    if due.segment is not None:
        sample = await work.query(sample_of, due.branch, due.segment)
        model = await _model_of(due.branch, due.segment, work)
        work.apply(Decision().save(fit_model(model, sample, due.day, now=work.now)))
        work.apply(nights.after_model(night, due, now=work.now))
        return
    width, customers = await work.query(page_of, Activity, due.branch, "lot", due.lot, night.width)
    orders = await _score_page(customers, due.branch, due.day, work)
    work.apply(nights.after_page(night, due, width, orders, now=work.now))


async def _score_page(customers: list[str], branch: str, day: str, work: UnitOfWork) -> list[str]:
    """Count what was said of these customers and is due, score them, and say anew what time is to judge;
    return how they are ordered by risk."""
    models = {segment: await _model_of(branch, segment, work) for segment in Segment}
    tables: dict[str, Reliability] = {}
    orders: list[str] = []
    for activity, before in await asyncio.gather(*(_known_of(id, work) for id in customers)):
        said = before.said if before else None
        if activity is None:
            continue
        if before and said and reliability.is_due(said, day):
            id = reliability_id(branch, said.method)
            table = tables.get(id) or await _table_of(branch, said.method, work)
            tables[id] = reliability.count(table, said, reliability.came(said, activity))
            before = before.evolve(said=None)
        model = models[activity.segment]
        decision = score_customer(activity, model, before, day=day, now=work.now, states=True)
        orders += [one.order for one, _ in decision.changes if isinstance(one, Score)]
        work.apply(decision)
    for table in tables.values():
        work.apply(Decision().save(table))
    return orders


async def _change(id: str, change: Change, work: UnitOfWork) -> None:
    """Change the activity of a customer and score them anew; of nobody who is erased or unknown."""
    customer, (known, before) = await asyncio.gather(work.find(Customer, id), _known_of(id, work))
    if customer is None or not customer.exists:
        return
    day = await _today_at(customer.branch, work)
    activity = change(activities.activity_of(customer, known), day)
    if activity == known:
        return
    model = await _model_of(activity.branch, activity.segment, work)
    decision = score_customer(activity, model, before, day=day, now=work.now)
    work.apply(Decision().save(activity).then(decision))


async def _score_anew(before: Activity, work: UnitOfWork) -> None:
    """Score a customer whose activity is another than `before`."""
    activity, known = await _known_of(before.id, work)
    if activity is not None and activity != before:
        day = await _today_at(activity.branch, work)
        model = await _model_of(activity.branch, activity.segment, work)
        work.apply(score_customer(activity, model, known, day=day, now=work.now))


async def _known_of(id: str, work: UnitOfWork) -> tuple[Activity | None, Score | None]:
    return await asyncio.gather(work.find(Activity, id), work.find(Score, id))


async def _begin(night: Night, work: UnitOfWork) -> None:
    day = await _today_at(night.id, work)
    work.apply(nights.begin_night(night, work.cause.id, day, now=work.now))


async def _today_at(branch: str, work: UnitOfWork) -> str:
    return (await place_of(branch, work)).day_of(work.now).isoformat()


async def _night_of(branch: str, work: UnitOfWork) -> Night:
    return await work.find(Night, branch) or Night(id=branch)


async def _model_of(branch: str, segment: Segment, work: UnitOfWork) -> SegmentModel:
    return await work.find(SegmentModel, model_id(branch, segment)) or plain_model(branch, segment)


async def _table_of(branch: str, method: str, work: UnitOfWork) -> Reliability:
    id = reliability_id(branch, method)
    return await work.find(Reliability, id) or Reliability(id=id, branch=branch, method=method)

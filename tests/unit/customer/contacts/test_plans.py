from datetime import timedelta

import pytest

from services.customer.contacts.commands import ChangeRhythm, EndExcuse, ExcuseContact
from services.customer.contacts.domain.changes import ContactTooOld, DayOutOfReach, NotExcused
from services.customer.contacts.domain.contact import Contact
from services.customer.contacts.domain.plan import phase
from services.customer.contacts.domain.portfolio import Portfolio
from services.customer.contacts.domain.rhythm import PlansRecomputeDue, Rhythm, RhythmHole, RhythmOverlap
from services.customer.contacts.handlers.rhythms import recompute_bucket
from services.customer.contacts.queries import plans_in_bucket, portfolios_of
from services.customer.files.commands import ChangeAccountManager, EraseCustomer
from shared.contracts.customer import (
    ContactDue,
    ContactExcused,
    ContactExcuseEnded,
    ContactNeglected,
    ContactOutcome,
    ContactOverdue,
    ContactState,
    CustomerContacted,
    ExcuseReason,
    NextStepSet,
    PortfolioOverbooked,
    RhythmChanged,
    StepKind,
)
from shared.contracts.words import Segment
from tests.unit.acting import World
from tests.unit.customer.building import moved
from tests.unit.customer.contacts.building import (
    contacted,
    hear,
    pass_days,
    pass_until,
    plan,
    portfolio,
    told,
)

VIP = Rhythm(segments=(Segment.PRIVATE, Segment.VIP), every=10, grace=1, neglect=2)
REST = Rhythm(segments=(Segment.AFFLUENT, Segment.MASS), every=200)


async def reached() -> World:
    """A VIP who was called on Monday, 2 March 2026; the next contact is due after thirty days."""
    world = await portfolio()
    await world.do(contacted())
    return world


async def test_a_customer_who_gets_an_account_manager_has_a_dated_next_step():
    world = await portfolio()
    assert plan(world).next_step.kind is StepKind.CONTACT
    assert plan(world).due > "2026-03-02"
    assert plan(world).state is ContactState.NOT_DUE


async def test_customers_who_come_together_do_not_fall_due_together():
    days = {phase(f"C{number}", 30) for number in range(200)}
    assert days == set(range(1, 31))


async def test_a_contact_of_both_sides_sets_the_next_deadline_on_a_working_day():
    world = await reached()
    assert plan(world).due == "2026-04-01"
    (event,) = told(world, CustomerContacted)
    assert (event.two_way, event.next_due, event.masked_name) == (True, "2026-04-01", "王**")


async def test_a_deadline_on_a_holiday_moves_to_the_next_day_that_is_worked():
    world = await portfolio()
    await pass_until(world, "2026-09-02")
    await world.do(contacted())  # thirty days later is the second of October
    assert plan(world).due == "2026-10-08"


async def test_an_attempt_is_counted_and_moves_nothing():
    world = await reached()
    before = plan(world)
    await pass_days(world, 3)
    await world.do(contacted(ContactOutcome.NOT_REACHED))
    assert (plan(world).due, plan(world).last_at, plan(world).tries) == (before.due, before.last_at, 1)
    assert not told(world, CustomerContacted)[-1].two_way


async def test_a_contact_that_is_moved_leaves_the_list_until_its_day_and_the_clock_runs_on():
    world = await reached()
    await pass_until(world, "2026-04-01")
    assert plan(world).state is ContactState.DUE
    await world.do(contacted(ContactOutcome.MOVED, until="2026-04-03"))
    assert plan(world).next_step.kind is StepKind.PROMISED
    assert (plan(world).listed_from, plan(world).due) == ("2026-04-03", "2026-04-01")


async def test_a_promise_that_is_not_kept_is_told():
    world = await reached()
    await world.do(contacted(ContactOutcome.MOVED, until="2026-03-05"))
    await pass_until(world, "2026-03-06")
    (event,) = told(world, ContactOverdue)
    assert (event.step, event.due) == (StepKind.PROMISED, "2026-03-05")
    assert plan(world).listed_from == "2026-03-05"


async def test_what_falls_due_and_overdue_is_told_without_anybody_saving():
    world = await reached()
    await pass_until(world, "2026-04-01")
    assert len(told(world, ContactDue)) == 1
    await pass_until(world, "2026-04-09")
    assert told(world, ContactOverdue) == []  # five working days; the fourth to the sixth are free
    await pass_until(world, "2026-04-10")
    (event,) = told(world, ContactOverdue)
    assert (event.account_manager, event.step, event.due) == ("am.1", StepKind.CONTACT, "2026-04-01")


async def test_a_customer_who_stays_overdue_is_told_to_the_head_once():
    world = await reached()
    await pass_days(world, 120)
    assert len(told(world, ContactNeglected)) == 1
    assert len(told(world, ContactOverdue)) == 1


async def test_the_day_is_the_branch_s_and_not_that_of_greenwich():
    world = await portfolio()
    await world.wait(timedelta(hours=16))  # 1:00 of the third of March in Shanghai
    await world.do(contacted())
    assert plan(world).due == "2026-04-02"


async def test_an_excuse_moves_the_deadline_behind_its_day_and_says_why():
    world = await reached()
    await pass_until(world, "2026-04-14")
    await world.do(ExcuseContact("C1", "am.1", ExcuseReason.AWAY, "2026-05-10"))
    assert (plan(world).state, plan(world).due) == (ContactState.EXCUSED, "2026-05-11")
    (event,) = told(world, ContactExcused)
    assert (event.excuse, event.until, event.was_overdue) == (ExcuseReason.AWAY, "2026-05-10", True)
    await pass_until(world, "2026-05-11")
    assert plan(world).state is ContactState.DUE
    assert len(told(world, ContactExcuseEnded)) == 1


async def test_an_excuse_that_is_ended_brings_the_deadline_back():
    world = await reached()
    await world.do(ExcuseContact("C1", "am.1", ExcuseReason.ILL, "2026-06-10"))
    await world.do(EndExcuse("C1"))
    assert (plan(world).state, plan(world).due) == (ContactState.NOT_DUE, "2026-04-01")
    with pytest.raises(NotExcused):
        await world.do(EndExcuse("C1"))


@pytest.mark.parametrize("until", ["2026-03-01", "2027-12-31"])
async def test_a_day_that_is_past_or_far_away_is_refused(until: str):
    world = await reached()
    with pytest.raises(DayOutOfReach):
        await world.do(ExcuseContact("C1", "am.1", ExcuseReason.AWAY, until))
    with pytest.raises(DayOutOfReach):
        await world.do(contacted(ContactOutcome.MOVED, until=until))


async def test_a_contact_is_recorded_late_but_not_before_it_was_made():
    world = await reached()
    await pass_days(world, 5)
    await world.do(contacted(at=world.now - timedelta(days=2)))
    assert plan(world).due == "2026-04-07"  # the fourth to the sixth are free
    await world.do(contacted(at=world.now - timedelta(days=4)))
    assert plan(world).due == "2026-04-07"
    for wrong in (timedelta(days=1), timedelta(days=-32)):
        with pytest.raises(ContactTooOld):
            await world.do(contacted(at=world.now + wrong))


async def test_a_contact_that_is_sent_again_is_recorded_once():
    world, command = await portfolio(), contacted()
    await world.do(command)
    await world.do(command)
    assert len(told(world, CustomerContacted)) == 1
    assert world.get(Contact, command.contact).version == 1


async def test_another_account_manager_gets_the_plan_with_its_history():
    world = await reached()
    before = plan(world)
    await pass_until(world, "2026-04-02")
    await world.do(ChangeAccountManager("C1", "am.2"))
    await hear(world)
    after = plan(world)
    assert after.account_manager == "am.2"
    assert (after.last_at, after.due, after.hours) == (before.last_at, before.due, before.hours)
    assert world.get(Portfolio, "B1:am.1").size == 0
    assert world.get(Portfolio, "B1:am.2").size == 1


async def test_a_customer_of_nobody_has_no_days_and_keeps_the_history():
    world = await reached()
    await world.do(ChangeAccountManager("C1", None))
    await hear(world)
    assert world.timers == {}
    world.published.clear()
    await pass_days(world, 100)
    await world.do(ChangeAccountManager("C1", "am.2"))
    await hear(world)
    assert plan(world).state is ContactState.OVERDUE
    assert len(told(world, NextStepSet)) == 1


async def test_another_segment_shortens_a_deadline_to_the_next_working_day_at_most():
    world = await reached()
    await pass_until(world, "2026-03-26")
    await world.do(moved("C1", Segment.PRIVATE))
    await hear(world)
    assert plan(world).due == "2026-03-27"
    await world.do(moved("C1", Segment.MASS))
    await hear(world)
    assert plan(world).due == "2027-02-25"


async def test_what_changes_nothing_about_the_plan_moves_no_deadline():
    world = await reached()
    before = plan(world)
    await pass_days(world, 4)
    await world.do(ChangeAccountManager("C1", "am.1"))
    await hear(world)
    assert plan(world) == before


async def rhythm_changed(world: World, *rhythms: Rhythm) -> None:
    plans = {one.id: one for (_, _), one in world.documents.items() if hasattr(one, "bucket")}
    world.looks[portfolios_of] = lambda branch: [world.get(Portfolio, "B1:am.1")]
    world.looks[plans_in_bucket] = lambda branch, bucket: [
        id for id, one in plans.items() if one.bucket == bucket
    ]
    await world.do(ChangeRhythm("B1", rhythms, 16, 14, "head"))


async def test_a_change_of_rhythm_computes_every_plan_anew():
    world = await reached()
    await rhythm_changed(world, VIP, REST)
    await pass_days(world, 1)
    assert (plan(world).edition, plan(world).due) == (1, "2026-03-12")
    (event,) = told(world, RhythmChanged)
    assert (event.edition, event.changed_by) == (1, "head")


async def test_a_new_rhythm_makes_nobody_late():
    world = await reached()
    await pass_until(world, "2026-03-24")
    await rhythm_changed(world, VIP, REST)
    await pass_days(world, 0)
    assert plan(world).due == "2026-03-25"


@pytest.mark.parametrize(("rhythms", "refusal"), [((VIP,), RhythmHole), ((VIP, REST, VIP), RhythmOverlap)])
async def test_a_rule_set_with_a_hole_or_an_overlap_is_refused(
    rhythms: tuple[Rhythm, ...], refusal: type[Exception]
):
    world = await reached()
    with pytest.raises(refusal):
        await rhythm_changed(world, *rhythms)


async def test_a_rhythm_that_cannot_be_kept_is_told_before_it_fails():
    world = await portfolio(*(f"C{number}" for number in range(12)))
    await rhythm_changed(world, VIP.model_copy(update={"every": 1}), REST)
    (event,) = told(world, PortfolioOverbooked)
    assert (event.account_manager, event.customers) == ("am.1", 12)
    assert event.contacts_per_week == 84
    assert event.slots_per_week < 84


async def test_a_customer_who_is_erased_leaves_no_name_and_no_words():
    world = await reached()
    await world.do(EraseCustomer("C1"))
    await hear(world)
    after = plan(world)
    assert (after.masked_name, after.account_manager, after.last_words) == ("*", None, None)
    assert not [id for id in world.timers if id.startswith("contact")]


async def test_recomputing_twice_changes_nothing():
    world = await reached()
    await rhythm_changed(world, VIP, REST)
    await pass_days(world, 1)
    before = plan(world)
    due = next(iter(world.timers.values()), None)
    assert due is None or due.event.name() == "contact_turns"
    await world.act(recompute_bucket, PlansRecomputeDue(branch="B1", bucket=before.bucket))
    assert plan(world) == before

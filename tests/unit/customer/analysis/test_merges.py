"""The activities of two files that are merged, and parted again (W2, W4)."""

from datetime import timedelta

from services.customer.analysis import handlers
from services.customer.analysis.domain.activity import Activity, with_complaint
from services.customer.analysis.domain.merges import KEPT, MergedActivity
from services.customer.analysis.domain.scores import Score
from services.customer.analysis.queries import merged_with
from services.customer.subscriptions import TIMER_HANDLERS
from shared.contracts.customer import CaseSettled, CustomerErased, CustomersMerged, MergeUndone
from tests.unit.customer.analysis.building import activity, ago
from tests.unit.customer.analysis.test_nights import hall, recognised

A_DAY = timedelta(days=1)

MERGED = CustomersMerged(
    branch="B1", merge="M1", customer="C1", merged="C2", merged_by="head", masked_name="王**"
)
UNDONE = MergeUndone(
    branch="B1", merge="M1", customer="C1", merged="C2", undone_by="head", masked_name="王**"
)


async def test_the_days_of_a_merged_file_count_for_the_one_that_took_its_place():
    world = hall(activity(5, 40), activity(5, 90, 200, id="C2"))
    await world.act(handlers.follow_merge, MERGED)
    both = world.get(Activity, "C1")
    assert (both.count, both.first, both.last) == (4, ago(200), ago(5))
    assert world.get(Activity, "C2").branch == ""
    assert world.get(Score, "C1").inputs.repeats == 3


async def test_undoing_a_merge_parts_the_days_of_both_customers():
    own, other = activity(5, 40), activity(5, 90, 200, id="C2")
    world = hall(own, other)
    await world.act(handlers.follow_merge, MERGED)
    world.now += 3 * A_DAY
    await world.act(handlers.count_arrival, recognised(branch="B1"))
    await world.act(handlers.undo_merge, UNDONE)
    back, left = world.get(Activity, "C1"), world.get(Activity, "C2")
    assert (back.recent, back.count, back.first) == ((ago(40), ago(5), ago(-3)), 3, ago(40))
    assert (left.recent, left.count, left.first, left.branch) == (other.recent, 3, ago(200), "B1")
    assert world.get(Score, "C2").inputs.repeats == 2
    assert not [id for id in world.timers if id.startswith("parting")]


async def test_a_complaint_that_was_settled_under_a_merged_file_is_open_with_neither():
    both = [
        with_complaint(activity(5, 40), "K1", ago(4)),
        with_complaint(activity(90, id="C2"), "K2", ago(4)),
    ]
    world = hall(*both)
    await world.act(handlers.follow_merge, MERGED)
    await world.act(
        handlers.drop_complaint, CaseSettled(branch="B1", case="K2", settled_by="x", customer="C1")
    )
    await world.act(handlers.undo_merge, UNDONE)
    assert [one.case for one in world.get(Activity, "C1").complaints] == ["K1"]
    assert world.get(Activity, "C2").complaints == ()


async def test_what_a_merge_would_be_parted_by_is_forgotten_in_time_and_with_the_customer():
    for end in ("time", "customer"):
        world = hall(activity(5, 40), activity(90, id="C2"))
        await world.act(handlers.follow_merge, MERGED)
        if end == "time":
            await world.wait(KEPT, TIMER_HANDLERS)
        else:
            world.looks[merged_with] = lambda customer: ["M1"]
            await world.act(handlers.forget, CustomerErased(branch="B1", customer="C1"))
        assert world.get(MergedActivity, "M1").both is None
        before = world.get(Activity, "C1")
        await world.act(handlers.undo_merge, UNDONE)
        assert world.get(Activity, "C1") == before

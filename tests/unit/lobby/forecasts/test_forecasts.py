"""Expected waits: four methods, their own record, a range that holds what it promises (D2, D8)."""

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import bson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.lobby.branch.domain.branches import Rules
from services.lobby.branch.domain.halls import Counter, Hall, Waiting
from services.lobby.forecasts.domain.forecasts import (
    Forecast,
    before_closing,
    changes,
    differs,
    forecast,
    forecast_on_arrival,
    forecasts_changed,
    learn,
    remaining,
)
from services.lobby.forecasts.domain.methods import (
    BLEND,
    FREE,
    LES,
    MEAN,
    QL,
    blend,
    ends,
    last_served,
    long_run_mean,
    queue_length,
    spread_of,
    straightened,
)
from services.lobby.forecasts.domain.queue_snapshot import QueuePosition, QueueSnapshot
from services.lobby.forecasts.domain.wait_history import (
    LONGER,
    NEEDS_AT_MOST,
    SHORTER,
    Mean,
    Pairs,
    Record,
    WaitHistory,
)
from services.lobby.queue.domain.learning import after_closing
from shared.clock import Moment
from shared.contracts.words import TicketClass
from shared.store import from_raw, to_raw
from tests.unit.acting import MORNING

A, G, V = TicketClass.ORDINARY, TicketClass.CARE, TicketClass.VIP
FRESH = WaitHistory(id="B1", day="2026-03-02")
MINUTE = timedelta(minutes=1)


def hall(waiting: str = "", counters: int = 2, busy: int = 99, **serves: tuple[TicketClass, ...]) -> Hall:
    """A hall with so many open counters for all, or those named; one waits for each letter, by the minute."""
    known = serves or {str(n): (A, G, V) for n in range(1, counters + 1)}
    return Hall(
        id="B1",
        timezone="Asia/Shanghai",
        rules=Rules(),
        day="2026-03-02",
        waiting=tuple(
            Waiting(
                visit=f"v{n}",
                ticket=f"{letter}{n:03d}",
                ticket_class=TicketClass(letter),
                since=MORNING - (len(waiting) - n) * MINUTE,
            )
            for n, letter in enumerate(waiting)
        ),
        counters={
            name: Counter(serves=classes, staff=f"s{name}", visit="x" if number < busy else None)
            for number, (name, classes) in enumerate(known.items())
        },
    )


def seen(
    hall: Hall, kind: TicketClass = A, history: WaitHistory = FRESH, pace: float = 1.0, need: str = ""
) -> QueuePosition | None:
    """The queue as a customer sees it who has just entered it."""
    new = Waiting(visit="new", ticket=f"{kind}999", ticket_class=kind, since=MORNING, need=need)
    return QueueSnapshot(hall.enter(new), history, Moment(MORNING, pace)).position_of(new)


def after_calls(*waits: float, history: WaitHistory = FRESH, counters: int = 2) -> WaitHistory:
    for waited in waits:
        told = forecast(history, A, QueuePosition(3, counters, free=False, gap=100))
        history = learn(history, A, told, waited, counters, "2026-03-02")
    return history


def test_queue_length_counts_those_ahead_and_the_completion_that_lets_one_in():
    assert queue_length(QueuePosition(ahead=4, counters=2, free=False, gap=90)) == 450


def test_a_turn_of_five_minutes_is_supposed_until_one_was_seen_and_more_counters_share_it():
    sight = seen(hall("AA", counters=3))
    assert sight == QueuePosition(ahead=2, counters=3, free=False, gap=100)
    hurried = seen(hall("AA", counters=3), pace=10.0)
    assert hurried is not None
    assert hurried.gap == 10


def test_what_was_seen_of_turns_replaces_the_supposition():
    sight = seen(hall("A", counters=1), history=FRESH.after_turn(200).after_turn(200))
    assert sight is not None
    assert sight.gap == 200


def test_last_served_is_told_as_it_was_and_the_long_run_for_the_counters_of_now():
    known = after_calls(600, 300, counters=2).of(A)
    now, fewer = QueuePosition(1, 2, free=False, gap=10), QueuePosition(1, 1, free=False, gap=10)
    assert last_served(known) == 300
    mean = long_run_mean(known, now)
    assert mean == pytest.approx(449.6, abs=0.1)
    assert long_run_mean(known, fewer) == pytest.approx(2 * (mean or 0))


def test_what_the_last_one_waited_is_not_scaled_by_the_counters_of_now():
    history = learn(FRESH, A, None, 600, 4, "2026-03-02")
    told = forecast(history, A, QueuePosition(3, 2, free=False, gap=100))
    assert told is not None
    assert told.estimates[LES] == 600


def test_the_blend_lies_between_the_long_run_and_the_last():
    known = after_calls(600, 300).of(A)
    sight = QueuePosition(1, 2, free=False, gap=10)
    assert known.pairs.correlation == 0.5
    assert blend(known, sight) == pytest.approx((300 + (long_run_mean(known, sight) or 0)) / 2)


def test_the_blend_follows_the_last_the_more_the_two_go_together():
    together, apart = Pairs(), Pairs()
    chance = Random(1)
    for _ in range(200):
        came = chance.uniform(0, 1000)
        together = together.plus(came, came + chance.uniform(-20, 20))
        apart = apart.plus(chance.uniform(0, 1000), came)
    assert together.correlation > 0.98
    assert apart.correlation < 0.2


def test_the_method_with_the_smallest_error_on_record_is_told():
    def record(error: float) -> Record:
        return Record(error=Mean(total=error, weight=1))

    known = after_calls(600).of(A)
    for errors, method in (
        ({QL: 60, LES: 50, MEAN: 90, BLEND: 70}, LES),
        ({QL: 60, LES: 90, MEAN: 50, BLEND: 70}, MEAN),
        ({QL: 50.2, LES: 90, MEAN: 95, BLEND: 50.4}, BLEND),  # equal in whole seconds
    ):
        records = {name: record(error) for name, error in errors.items()}
        history = FRESH.evolve(classes={A: known.model_copy(update={"records": records})})
        told = forecast(history, A, QueuePosition(3, 2, free=False, gap=100))
        assert told is not None
        assert told.method is method


def test_a_branch_without_a_record_tells_by_the_line():
    told = forecast(FRESH, A, QueuePosition(3, 2, free=False, gap=100))
    assert told is not None
    assert (told.method, told.expected, told.low, told.high) == (QL, 400, 131, 758)


def test_nobody_waits_where_a_counter_is_free_and_nothing_is_told_where_none_is_open():
    told = forecast(FRESH, A, seen(hall("", counters=2, busy=1)))
    assert told is not None
    assert (told.method, told.expected) == (FREE, 0)
    assert forecast(FRESH, V, seen(hall(one=(A,)), V)) is None


def test_those_whom_a_vip_will_overtake_are_not_ahead_of_them():
    one_counter = hall("AAAAAAAAAA", counters=1)
    ordinary, vip = seen(one_counter, A), seen(one_counter, V)
    assert ordinary is not None
    assert vip is not None
    assert ordinary.ahead == 10
    assert 0 < vip.ahead < 4


def test_those_ahead_count_by_the_share_of_their_counters_that_one_can_use():
    vip = seen(hall("AAAA", vip=(V, A), two=(A,), three=(A,), four=(A,)), V)
    assert vip is not None
    assert vip.counters == 1
    assert vip.ahead <= 1


def test_only_counters_count_that_can_do_what_is_wanted_and_that_are_not_paused():
    able = hall("AA", counters=3).evolve(skills={"loan": ("3",)})
    loan = seen(able, need="loan")
    assert loan is not None
    assert (loan.counters, loan.ahead) == (1, pytest.approx(2 / 3, abs=0.01))
    paused = able.with_counter("3", able.counter("3").model_copy(update={"paused": "break"}))
    assert seen(paused, need="loan") is None
    cash = seen(paused)
    assert cash is not None
    assert cash.counters == 2


def test_a_place_further_ahead_is_seen():
    line = hall("AAAA", counters=1)
    last = line.waiting[3].evolve(credit=60.0)
    moved = line.evolve(waiting=(*line.waiting[:3], last))
    sight = QueueSnapshot(moved, FRESH, Moment(MORNING)).position_of(last)
    assert sight is not None
    assert sight.ahead == 0


def test_who_waits_is_not_ahead_of_themselves():
    line = hall("AAA", counters=1)
    places = [QueueSnapshot(line, FRESH, Moment(MORNING)).position_of(one) for one in line.waiting]
    assert [it.ahead for it in places if it] == [0, 1, 2]
    assert [it.waited for it in places if it] == [180, 120, 60]


def test_a_day_ends_what_the_last_had_waited_and_nothing_else():
    known = after_calls(600, 300)
    later = learn(known, G, None, 10, 2, "2026-03-03")
    assert later.of(A).latest is None
    assert later.of(A).long_run == known.of(A).long_run
    assert later.of(G).latest == 10


def test_the_document_stays_small_whatever_the_past():
    chance = Random(7)
    history, sizes = FRESH, []
    for number in range(3000):
        told = forecast(history, A, QueuePosition(chance.uniform(0, 30), 2, free=False, gap=100))
        history = learn(history, A, told, chance.uniform(0, 3000), 2, f"day {number // 400}").after_turn(200)
        sizes.append(len(str(to_raw(history))))
    assert sizes[-1] < 1.2 * sizes[100]
    assert sizes[-1] < 3000


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10_000), shape=st.sampled_from(["even", "skewed"]))
def test_in_the_long_run_the_range_holds_what_it_promises(seed: int, shape: str):
    chance = Random(seed)
    record, within, late, rounds = Record(), 0, 0, 3000
    for _ in range(rounds):
        error = chance.gauss(30, 120) if shape == "even" else chance.expovariate(1 / 200) - 100
        within += record.low * 100 <= error <= record.high * 100
        late += error > record.high * 100
        record = record.plus(error, 100)
    assert within / rounds == pytest.approx(1 - SHORTER - LONGER, abs=0.04)
    assert late / rounds == pytest.approx(LONGER, abs=0.03)


@given(
    st.lists(st.tuples(st.floats(0, 7200), st.floats(0, 60), st.integers(1, 20)), max_size=60),
    st.sampled_from([A, G, V]),
)
def test_a_range_is_never_negative_and_never_upside_down(
    calls: list[tuple[float, float, int]], kind: TicketClass
):
    history = FRESH
    for waited, ahead, counters in calls:
        sight = QueuePosition(ahead, counters, free=False, gap=300 / counters, waited=waited)
        told = forecast(history, kind, sight)
        left = remaining(history, kind, sight)
        assert told is not None
        assert left is not None
        assert 0 <= told.low <= told.high
        assert 0 <= left.low <= left.high
        history = learn(history, kind, told, waited, counters, FRESH.day)


def test_what_is_kept_with_a_visit_teaches_every_method_and_not_only_the_one_told():
    history = after_calls(600)
    told = Forecast(method=QL, low=0, high=900, gap=100, estimates={QL: 400, LES: 500, MEAN: 700, BLEND: 550})
    known = learn(history, A, told, 600, 2, "2026-03-02").of(A)
    errors = {method: round(known.record(method).error.value or 0) for method in (LES, MEAN, BLEND)}
    assert errors == {LES: 100, MEAN: 100, BLEND: 50}


def test_who_was_let_in_at_once_is_not_part_of_what_those_wait_who_must():
    told = forecast(FRESH, A, QueuePosition(0, 2, free=True, gap=100))
    known = learn(FRESH, A, told, 4, 2, "2026-03-02").of(A)
    assert known.long_run.value is None
    assert known.latest == 4
    assert known.record(FREE).error.value == 4


def test_who_was_told_that_a_counter_is_free_and_waited_all_the_same_counts_for_the_mean():
    told = forecast(FRESH, A, QueuePosition(0, 2, free=True, gap=100))
    assert told is not None
    assert told.method is FREE
    assert learn(FRESH, A, told, 300, 2, "2026-03-02").of(A).long_run.value == 600


def test_an_idle_counter_is_not_free_for_one_who_comes_behind_somebody_it_serves():
    behind = seen(hall("A", counters=2, busy=0))
    assert behind is not None
    assert not behind.free
    told = forecast(FRESH, A, behind)
    assert told is not None
    assert (told.method, told.expected) == (QL, 300)


def test_an_idle_counter_is_free_whoever_waits_for_others():
    for_vips = seen(hall("VVV", busy=1, one=(V,), two=(A,)))
    assert for_vips is not None
    assert for_vips.free
    loan = hall("A", counters=2, busy=1).evolve(skills={"loan": ("1",)})
    (waiting,) = loan.waiting
    cash = seen(loan.evolve(waiting=(waiting.evolve(need="loan"),)), need="cash")
    assert cash is not None
    assert cash.free


def let_in(history: WaitHistory, *waits: float) -> WaitHistory:
    for waited in waits:
        told = forecast(history, A, QueuePosition(0, 2, free=True, gap=100))
        history = learn(history, A, told, waited, 2, "2026-03-02")
    return history


def test_where_free_counters_let_people_wait_nobody_is_told_that_there_is_no_wait():
    free = QueuePosition(0, 2, free=True, gap=100)
    kept = forecast(let_in(FRESH, *[0, 0, 0, 90] * 5), A, free)
    honest = forecast(let_in(FRESH, *[0, 3, 5, 1] * 5), A, free)
    assert kept is not None
    assert honest is not None
    assert kept.method is not FREE
    assert (honest.method, honest.expected) == (FREE, 0)
    again = forecast(let_in(FRESH, *[0, 0, 0, 90] * 5, *[0] * 100), A, free)
    assert again is not None
    assert again.method is FREE


@pytest.mark.parametrize("off", [-60, 60])
def test_a_bias_that_is_seen_goes_out_of_what_is_told(off: int):
    history, sight = FRESH, QueuePosition(3, 2, free=False, gap=100)
    for _ in range(400):
        told = forecast(history, A, sight)
        history = learn(history, A, told, 400 + off, 2, "2026-03-02")
    assert straightened(history.of(A).record(QL), 400, 100) == pytest.approx(400 + off, abs=5)


def test_every_need_has_a_record_of_its_own():
    history, chance = FRESH, Random(3)
    sights = {need: QueuePosition(3, 2, free=False, gap=100, need=need) for need in ("cash", "loan")}
    for _ in range(400):
        for need, sight in sights.items():
            told = forecast(history, A, sight)
            waited = 400 + chance.uniform(-300, 300) * (0.1 if need == "cash" else 1)
            history = learn(history, A, told, waited, 2, "2026-03-02", need)
    cash, loan = (forecast(history, A, sights[need]) for need in ("cash", "loan"))
    assert cash is not None
    assert loan is not None
    assert loan.high - loan.low > 3 * (cash.high - cash.low)
    assert set(history.needs) == {"cash", "loan"}


def test_a_need_that_is_new_is_told_as_the_class_is():
    known = after_calls(*[600, 300, 500] * 10)
    new = forecast(known, A, QueuePosition(3, 2, free=False, gap=100, need="new"))
    assert new is not None
    assert (new.low, new.high) == ends(known.of(A).record(new.method), new.expected, 100)


def test_of_the_needs_those_stay_of_which_was_heard_last():
    history = FRESH
    for number in range(100):
        told = forecast(history, A, QueuePosition(3, 2, free=False, gap=100))
        history = learn(history, A, told, 300, 2, FRESH.day, f"need {number}")
        history = learn(history, A, told, 300, 2, FRESH.day, "cash")
    assert len(history.needs) == NEEDS_AT_MOST
    assert {"cash", "need 99"} <= set(history.needs)
    assert len(bson.encode(to_raw(history))) < 5000


def test_what_is_known_is_the_same_after_it_was_kept():
    told = forecast(FRESH, A, arrived(hall("AAA"), FRESH))
    history = learn(FRESH, A, told, 500, 2, FRESH.day, "cash").after_turn(90, "1", MORNING)
    kept = from_raw(WaitHistory, bson.decode(bson.encode(to_raw(history))))
    assert (kept.needs, kept.weights) == (history.needs, history.weights)


def arrived(hall: Hall, history: WaitHistory) -> QueuePosition | None:
    new = Waiting(visit="new", ticket="A999", ticket_class=A, since=MORNING, need="cash")
    return QueueSnapshot(hall.enter(new), history, Moment(MORNING)).position_on_arrival(new)


def test_a_turn_that_nobody_ended_in_time_does_not_spoil_what_is_known_of_turns():
    history = FRESH
    for _ in range(50):
        history = history.after_turn(200)
    assert (history.after_turn(8 * 3600).turn.value or 0) < 300


def at(
    now: datetime, since: datetime, history: WaitHistory = FRESH, waiting: str = "AAAA"
) -> Forecast | None:
    new = Waiting(visit="new", ticket="A999", ticket_class=A, since=since)
    return forecast_on_arrival(new, hall(waiting, counters=1).enter(new), history, Moment(now))


@pytest.mark.parametrize("off", [-8 * 60, -5, 5, 400 * 24 * 60])
def test_nothing_is_promised_by_a_clock_that_is_wrong(off: int):
    assert at(MORNING, MORNING + off * MINUTE) is None
    assert at(MORNING, MORNING) is not None


def test_no_wait_is_told_beyond_the_end_of_the_day():
    midnight = datetime(2026, 3, 3, tzinfo=ZoneInfo("Asia/Shanghai"))
    late, later = at(midnight - 15 * MINUTE, midnight - 15 * MINUTE), at(midnight - MINUTE, midnight - MINUTE)
    assert late is not None
    assert (late.low, late.high) == (618, 900)
    assert later is None


def test_who_waits_is_told_anew_of_no_wait_beyond_the_end_of_the_day():
    half_an_hour = datetime(2026, 3, 2, 23, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    line = hall("AAAAAAAAAAAA", counters=2)
    before = line.evolve(
        waiting=tuple(one.evolve(since=one.since - MORNING + half_an_hour) for one in line.waiting)
    )
    after = before.with_counter("2", before.counter("2").model_copy(update={"staff": None}))
    found = changes(before, after, FRESH, Moment(half_an_hour))
    highs = [one.wait_high_seconds for one in found]
    assert max(it or 0 for it in highs) == 1800
    assert highs[-1] is None


def test_when_a_branch_closes_is_learnt_and_seen_from_an_hour_before():
    history = FRESH
    for day in range(2, 7):
        noon = datetime(2026, 3, day, 17, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
        history = after_closing(history, noon.date().isoformat(), "Asia/Shanghai", noon)
    assert history.closes.value == pytest.approx(17 * 3600)
    assert before_closing(history, left=8 * 3600) == 3600
    assert before_closing(history, left=6 * 3600) == 0
    assert before_closing(FRESH, left=8 * 3600) is None
    assert after_closing(FRESH, "2026-03-01", "Asia/Shanghai", MORNING) == FRESH  # closed after midnight


def test_half_the_counters_gone_all_who_wait_are_told_a_longer_wait():
    before = hall("AAAAAA", counters=2)
    after = before.with_counter("2", before.counter("2").model_copy(update={"staff": None}))
    found = changes(before, after, FRESH, Moment(MORNING))
    assert [one.visit for one in found] == [f"v{n}" for n in range(6)]
    was = remaining(FRESH, A, QueueSnapshot(before, FRESH, Moment(MORNING)).position_of(before.waiting[5]))
    assert was is not None
    assert (found[5].wait_high_seconds or 0) > was.high
    event = forecasts_changed(after, found, "counter_closed", counter="2")
    assert (event.affected, event.counter) == (6, "2")
    assert event.minutes == -(-(found[5].wait_high_seconds or 0) // 60)


def test_the_last_counter_gone_nobody_knows_how_long_it_takes():
    before = hall("AG", counters=1)
    after = before.with_counter("1", before.counter("1").model_copy(update={"staff": None}))
    found = changes(before, after, FRESH, Moment(MORNING))
    assert [(one.wait_low_seconds, one.wait_high_seconds) for one in found] == [(None, None)] * 2
    assert forecasts_changed(after, found, "counter_closed").minutes is None
    back = changes(after, before, FRESH, Moment(MORNING))
    assert all(one.wait_high_seconds for one in back)


def test_one_counter_of_many_makes_no_difference_worth_telling():
    before = hall("A", counters=12)
    after = before.with_counter("2", before.counter("2").model_copy(update={"staff": None}))
    assert changes(before, after, FRESH, Moment(MORNING)) == []
    assert not differs(None, None, 120)


def test_errors_are_measured_in_spreads_that_grow_with_the_wait():
    assert spread_of(300, 100) == 200
    assert spread_of(0, 0) == 1

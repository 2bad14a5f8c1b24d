"""The figures of a day are folded from the lines of its log, in whatever order they come (E4)."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.lobby.journal.domain import LogLine, place_of
from services.lobby.report.domain.aggregation import fold, percentile
from services.lobby.report.domain.figures import Downtime, Figures, ForecastRecord, Hour, Overtaken, Tasks
from tests.unit.acting import MORNING

ZONE = "Asia/Shanghai"
EVENING = MORNING + timedelta(hours=8)


def line(event: str, minutes: float, visit: str | None = None, **facts: Any) -> LogLine:
    """Something that happened so many minutes after nine."""
    at = MORNING + timedelta(minutes=minutes)
    id = f"{event}-{visit}-{minutes}"
    return LogLine(
        id=id,
        branch="B1",
        day="2026-03-02",
        at=at,
        place=place_of(at, id),
        group="visits",
        kind=event,
        actor="system",
        visit=visit,
        facts=facts,
    )


def figures(*lines: LogLine, until: datetime = EVENING, within: timedelta = timedelta(minutes=3)) -> Figures:
    return fold(lines, timezone=ZONE, until=until, meet_within=within)


def issued(
    visit: str, minutes: float, ticket_class: str = "A", channel: str = "counter", **facts: Any
) -> LogLine:
    return line("ticket_issued", minutes, visit, ticket_class=ticket_class, channel=channel, **facts)


def called(visit: str, minutes: float, waited: int, ticket_class: str = "A", **facts: Any) -> LogLine:
    return line("ticket_called", minutes, visit, ticket_class=ticket_class, waited_seconds=waited, **facts)


def test_a_day_of_nothing_has_figures_of_nothing():
    assert figures() == Figures()


def test_arrivals_are_counted_by_channel_and_by_the_branchs_own_hour():
    found = figures(
        issued("V1", 5),
        issued("V2", 10, "V", "vip_window"),
        line("customer_diverted", 70, "V3", channel="self_service"),
        line("customer_returned", 80, "V3", channel="self_service"),
        issued("V3", 80),
        called("V1", 20, 900),
    )
    assert found.arrivals == 3
    assert found.channels == {"counter": 1, "self_service": 1, "vip_window": 1}
    assert found.hours == (Hour(hour=9, arrivals=2, called=1, p90_seconds=900), Hour(hour=10, arrivals=1))
    assert (found.diverted, found.returned, found.diverted_share) == (1, 1, 0.3333)


def test_an_arrival_that_was_heard_late_belongs_to_the_hour_in_which_the_customer_came():
    came = (MORNING + timedelta(minutes=30)).isoformat().replace("+00:00", "Z")
    found = figures(
        issued("V1", 150, arrived=came),
        line("arrival_received_late", 200, "V2", day="2026-03-02", arrived=came),
        line("arrival_received_late", 201, "V3", day="2026-03-01", arrived=came),
    )
    assert found.arrivals == 2
    assert [(one.hour, one.arrivals) for one in found.hours] == [(9, 2)]


def test_waits_are_those_until_the_first_call_by_class():
    found = figures(
        *(called(f"V{n}", n, n * 60) for n in range(1, 11)),
        called("V1", 30, 9999),  # called again after it was sent back
        called("V20", 5, 30, "V"),
    )
    waits = found.waits["A"]
    assert (waits.calls, waits.p50_seconds, waits.p90_seconds, waits.longest_seconds) == (10, 300, 540, 600)
    assert found.waits["V"].p50_seconds == 30
    assert found.wait.calls == 11


def test_who_was_overtaken_how_often_is_known_by_class():
    found = figures(
        called("V1", 1, 60, overtaken=2), called("V2", 2, 60, overtaken=0), called("V3", 3, 9, "G")
    )
    assert found.overtaken == {"A": Overtaken(customers=1, times=2, most=2), "G": Overtaken()}


def test_how_visits_ended_is_counted():
    found = figures(
        line("service_completed", 1, "V1"),
        line("customer_no_show", 2, "V2"),
        line("visit_cancelled", 3, "V3", reason="too_long"),
        line("visit_cancelled", 4, "V4", reason="branch_closed"),
        line("self_service_completed", 5, "V5"),
    )
    assert (found.served, found.no_shows, found.served_elsewhere) == (1, 1, 1)
    assert found.cancelled == {"branch_closed": 1, "too_long": 1}


def test_the_green_channel_is_counted_with_its_reasons():
    found = figures(
        issued("V1", 1, "G", care=["elderly", "mobility"]), issued("V2", 2, "G", care=["elderly"])
    )
    assert found.green_channel == 2
    assert found.green_reasons == {"elderly": 2, "mobility": 1}


def test_a_vip_is_met_by_somebody_or_by_a_counter_within_the_limit():
    found = figures(
        issued("V1", 0, "V"),
        line("task_done", 2, "V1", kind="host", outcome="done", late_seconds=0),
        issued("V2", 0, "V"),
        called("V2", 4, 240, "V"),
        issued("V3", 0, "V"),
        called("V3", 3, 180, "V"),
        issued("V4", 0, "V"),
        line("vip_received", 0, "V4", place="lounge"),
        line("task_done", 1, "V4", kind="host", outcome="not_found", late_seconds=0),
    )
    assert (found.vips.came, found.vips.met_in_time) == (4, 2)


def test_complaints_needs_opinions_questions_and_prospects_are_counted_by_their_words():
    found = figures(
        line("case_opened", 1, case="K1", topic="waiting"),
        line("case_opened", 2, case="K2", topic="fees"),
        line("case_escalated", 3, case="K2"),
        line("case_settled", 4, case="K1"),
        line("case_settled", 5, case="K0"),  # of another day
        line("need_recorded", 6, "V1", need="loan"),
        line("opinion_recorded", 7, topic="praise"),
        line("question_recorded", 8, topic="fees"),
        line("prospect_identified", 9, "V1", need="wealth", accepts="card_given"),
        line("prospect_identified", 10, "V2", need="wealth"),
        line("enquiry_closed", 11, in_time=True),
        line("enquiry_closed", 12, in_time=False),
        line("enquiry_overdue", 13),
        line("referral_opened", 14, "V1"),
    )
    of = found.complaints
    assert (of.opened, of.settled, of.still_open, of.escalated) == (2, 2, 1, 1)
    assert of.topics == {"fees": 1, "waiting": 1}
    assert (found.needs, found.opinions, found.questions) == ({"loan": 1}, {"praise": 1}, {"fees": 1})
    assert (found.prospects, found.accepts) == ({"wealth": 2}, {"card_given": 1})
    assert (found.answers.given, found.answers.in_time, found.answers.overdue) == (2, 1, 1)
    assert found.referrals.opened == 1


def test_downtime_runs_from_the_fault_to_the_recovery_or_to_the_end_of_the_day():
    found = figures(
        line("device_faulted", 10, device="K1", status="offline"),
        line("device_faulted", 12, device="K1", status="hardware_error"),
        line("device_recovered", 20, device="K1", down_seconds=600),
        line("device_faulted", 400, device="K2"),
        line("device_recovered", 30, device="K3", down_seconds=86_400),  # broken since yesterday
    )
    assert found.devices == (
        Downtime(device="K1", faults=1, down_seconds=600, still_down=False),
        Downtime(device="K2", faults=1, down_seconds=80 * 60, still_down=True),
        Downtime(device="K3", faults=0, down_seconds=(9 * 60 + 30) * 60, still_down=False),
    )


def test_tasks_are_done_in_time_done_late_or_missed():
    found = figures(
        line("task_done", 1, kind="care", late_seconds=0),
        line("task_done", 2, kind="care", late_seconds=30),
        line("task_missed", 3, kind="care"),
        line("task_missed", 4, kind="patrol"),
    )
    assert found.tasks == {"care": Tasks(done=2, in_time=1, missed=1), "patrol": Tasks(missed=1)}


def test_what_customers_were_told_is_held_against_what_they_waited():
    told = {"forecast_low_seconds": 100, "forecast_high_seconds": 300, "expected_seconds": 200}
    found = figures(
        called("V1", 1, 180, **told),
        called("V2", 2, 320, **told),
        called("V3", 3, 40, **told),
        called("V4", 4, 9),
    ).forecasts
    assert found.calls == 3
    assert found.mean_error_seconds == round((20 + 120 + 160) / 3)
    assert (found.too_short_share, found.in_range_share) == (0.3333, 0.3333)


def test_each_method_that_told_has_a_record_of_its_own_in_each_class():
    told = {"forecast_low_seconds": 100, "forecast_high_seconds": 300, "expected_seconds": 200}
    found = figures(
        called("V1", 1, 180, forecast_method="queue_length", **told),
        called("V2", 2, 320, forecast_method="queue_length", **told),
        called("V3", 3, 40, forecast_method="blend", **told),
        called("V4", 4, 200, ticket_class="G", forecast_method="blend", **told),
        called("V5", 5, 9),
    ).forecasts_by
    assert {name: {method: one.calls for method, one in of.items()} for name, of in found.items()} == {
        "A": {"blend": 1, "queue_length": 2},
        "G": {"blend": 1},
    }
    assert found["A"]["queue_length"] == ForecastRecord(
        calls=2, mean_error_seconds=70, too_short_share=0.5, in_range_share=0.5
    )
    assert found["A"]["blend"].too_short_share == 0.0
    assert found["G"]["blend"].mean_error_seconds == 0


def test_events_that_nobody_counts_and_facts_that_are_not_there_do_no_harm():
    found = figures(
        line("something_new", 1, "V1", wonder=7), line("ticket_issued", 2, "V2"), line("task_done", 3)
    )
    assert found.arrivals == 1


@given(st.lists(st.integers(0, 10_000), min_size=1), st.sampled_from([0.01, 0.5, 0.9, 1.0]))
def test_a_percentile_is_the_smallest_value_that_enough_values_do_not_exceed(values: list[int], share: float):
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-6
    assert sum(value < found for value in values) < share * len(values)


@st.composite
def visits(draw: st.DrawFn) -> list[LogLine]:
    """Lines of some visits, each in its own order."""
    lines: list[LogLine] = []
    for n in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, 400))
        ticket_class = draw(st.sampled_from("AGV"))
        waited = draw(st.integers(0, 60))
        lines.append(issued(f"V{n}", start, ticket_class, care=["elderly"] if ticket_class == "G" else []))
        end = draw(st.sampled_from(["service_completed", "customer_no_show", "visit_cancelled", None]))
        if end != "visit_cancelled":
            lines.append(
                called(f"V{n}", start + waited, waited * 60, ticket_class, overtaken=draw(st.integers(0, 3)))
            )
        if end:
            lines.append(line(end, start + waited + 5, f"V{n}", reason="left"))
    return lines


@given(visits(), st.randoms())
def test_any_order_of_the_lines_gives_the_same_figures_and_the_figures_add_up(
    lines: list[LogLine], random: Any
):
    shuffled = [*lines]
    random.shuffle(shuffled)
    found = figures(*lines)
    assert figures(*shuffled) == found
    assert found.arrivals == sum(found.channels.values()) == sum(one.arrivals for one in found.hours)
    assert found.wait.calls == sum(one.calls for one in found.waits.values())
    assert found.served + found.no_shows + sum(found.cancelled.values()) <= found.arrivals
    assert found.vips.met_in_time <= found.vips.came

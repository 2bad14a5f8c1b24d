"""Aggregation of the lines of the log into the figures of the day (E4), in whatever order the lines come.

It goes by the names and fields of events, and does without those that are missing.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from services.lobby.journal.domain import LogLine
from services.lobby.report.domain.figures import (
    Answers,
    Complaints,
    Downtime,
    Figures,
    ForecastRecord,
    Hour,
    Overtaken,
    Referrals,
    Tasks,
    Vips,
    Waits,
)
from shared.contracts.words import TicketClass

MEETINGS = ("greet", "host", "lounge")
"""Tasks by which a VIP is met, if they were found."""
IN_VAIN = ("not_found", "passed_on", "recovered")
Lines = list[LogLine]
ByKind = defaultdict[str, Lines]


def fold(lines: Iterable[LogLine], *, timezone: str, until: datetime, meet_within: timedelta) -> Figures:
    """Count the figures of a day. `until` is its end, or now, to which a device still down is counted; a VIP
    is met in time within `meet_within`."""
    zone = ZoneInfo(timezone)
    by: ByKind = defaultdict(list)
    for line in without_undone(sorted(lines, key=_place)):
        by[line.kind].append(line)
    late = [one for one in by["arrival_received_late"] if one.facts.get("day") == one.day]
    arrivals = _first_of_visit(sorted([*by["ticket_issued"], *by["customer_diverted"], *late], key=_place))
    calls = _first_of_visit(by["ticket_called"])
    tickets = list({one.visit: one for one in by["ticket_issued"]}.values())  # the last: a VIP by then
    green = [one for one in tickets if one.facts.get("ticket_class") == TicketClass.CARE]
    diverted = len(_visits(by["customer_diverted"]))
    return Figures(
        arrivals=len(arrivals),
        channels=_count(arrivals, "channel"),
        hours=_hours(arrivals, calls, by["service_completed"], zone),
        wait=_waits(calls),
        waits={name: _waits(of) for name, of in _by_class(calls).items()},
        overtaken={name: _overtaken(of) for name, of in _by_class(calls).items()},
        served=len(by["service_completed"]),
        no_shows=len(by["customer_no_show"]),
        cancelled=_count(by["visit_cancelled"], "reason"),
        diverted=diverted,
        returned=len(_visits(by["customer_returned"])),
        served_elsewhere=len(_visits(by["self_service_completed"])),
        diverted_share=_share(diverted, len(arrivals)),
        green_channel=len(green),
        green_reasons=dict(Counter(reason for one in green for reason in _words(one, "care"))),
        vips=_vips(tickets, by, meet_within),
        complaints=_complaints(by),
        prospects=_count(by["prospect_identified"], "need"),
        accepts=_count(by["prospect_identified"], "accepts"),
        referrals=Referrals(
            opened=len(by["referral_opened"]),
            accepted=len(by["referral_accepted"]),
            escalated=len(by["referral_escalated"]),
        ),
        needs=_count(by["need_recorded"], "need"),
        opinions=_count(by["opinion_recorded"], "topic"),
        questions=_count(by["question_recorded"], "topic"),
        answers=Answers(
            given=len(by["enquiry_closed"]),
            in_time=sum(1 for one in by["enquiry_closed"] if one.facts.get("in_time")),
            overdue=len(by["enquiry_overdue"]),
        ),
        devices=_downtimes(by, zone, until),
        tasks=_tasks(by),
        forecasts=_forecasts(calls),
        forecasts_by=_forecasts_by(calls),
    )


def without_undone(lines: Iterable[LogLine]) -> Lines:
    """Return the lines, in their order, without those of changes that were undone."""
    left: dict[str, LogLine] = {}
    for line in lines:
        if line.kind != "change_undone":
            left[line.id] = line
            continue
        for kind in _words(line, "undone"):
            of_change = [one for one in left.values() if (one.kind, one.visit) == (kind, line.visit)]
            if of_change:
                del left[of_change[-1].id]
    return list(left.values())


def percentile(values: Sequence[int], share: float) -> int | None:
    """Return the nearest rank: the smallest of the values that at least `share` of them do not exceed
    (Hyndman and Fan 1996, definition 1). It is one of the values."""
    if not values:
        return None
    rank = ceil(round(share * len(values), 9))  # 0.9 x 10 is 9, whatever floats make of it
    return sorted(values)[max(rank, 1) - 1]


def _waits(calls: Lines) -> Waits:
    waited = [_number(one, "waited_seconds") for one in calls]
    return Waits(
        calls=len(waited),
        p50_seconds=percentile(waited, 0.5),
        p90_seconds=percentile(waited, 0.9),
        longest_seconds=max(waited, default=None),
    )


def _overtaken(calls: Lines) -> Overtaken:
    times = [times for one in calls if (times := _number(one, "overtaken")) > 0]
    return Overtaken(customers=len(times), times=sum(times), most=max(times, default=0))


def _hours(arrivals: Lines, calls: Lines, served: Lines, zone: ZoneInfo) -> tuple[Hour, ...]:
    """Count the hours from the first to the last in which something happened."""
    came, called, done = (
        _by(lines, lambda one: _came(one).astimezone(zone).hour) for lines in (arrivals, calls, served)
    )
    hours = [*came, *called, *done]
    return tuple(
        Hour(
            hour=hour,
            arrivals=len(came[hour]),
            called=len(called[hour]),
            served=len(done[hour]),
            p90_seconds=percentile([_number(one, "waited_seconds") for one in called[hour]], 0.9),
        )
        for hour in range(min(hours, default=0), max(hours, default=-1) + 1)
    )


def _vips(tickets: Lines, by: ByKind, within: timedelta) -> Vips:
    came = {one.visit: one.at for one in tickets if one.facts.get("ticket_class") == TicketClass.VIP}
    met: dict[str | None, datetime] = {}
    meetings = [one for one in by["task_done"] if one.facts.get("kind") in MEETINGS]
    meetings = [one for one in meetings if one.facts.get("outcome") not in IN_VAIN]
    for one in sorted([*by["ticket_called"], *meetings], key=_place):
        met.setdefault(one.visit, one.at)
    in_time = sum(1 for visit, at in came.items() if visit in met and met[visit] - at <= within)
    return Vips(came=len(came), met_in_time=in_time)


def _complaints(by: ByKind) -> Complaints:
    opened, settled = (
        {one.facts.get("case") for one in by[kind]} for kind in ("case_opened", "case_settled")
    )
    return Complaints(
        opened=len(opened),
        escalated=len({one.facts.get("case") for one in by["case_escalated"]}),
        settled=len(settled),
        still_open=len(opened - settled),
        topics=_count(by["case_opened"], "topic"),
    )


def _downtimes(by: ByKind, zone: ZoneInfo, until: datetime) -> tuple[Downtime, ...]:
    """Sum up the time from fault to recovery; a fault that began on another day counts from midnight."""
    changes = sorted([*by["device_faulted"], *by["device_recovered"]], key=_place)
    return tuple(
        _downtime(str(device), of, zone, until)
        for device, of in sorted(_by(changes, lambda one: str(one.facts.get("device"))).items())
    )


def _downtime(device: str, changes: Lines, zone: ZoneInfo, until: datetime) -> Downtime:
    down_since: datetime | None = None
    down, faults = timedelta(0), 0
    for index, one in enumerate(changes):
        if one.kind == "device_faulted":
            faults += down_since is None
            down_since = down_since or one.at
        elif down_since is not None or index == 0:
            midnight = one.at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
            began = one.at - timedelta(seconds=_number(one, "down_seconds"))
            down += one.at - (down_since or max(midnight, began))
            down_since = None
    if down_since is not None:
        down += max(until - down_since, timedelta(0))
    return Downtime(
        device=device,
        faults=faults,
        down_seconds=round(down.total_seconds()),
        still_down=down_since is not None,
    )


def _tasks(by: ByKind) -> dict[str, Tasks]:
    done, missed = (
        _by(by[name], lambda one: str(one.facts.get("kind"))) for name in ("task_done", "task_missed")
    )
    return {
        kind: Tasks(
            done=len(done[kind]),
            in_time=sum(1 for one in done[kind] if _number(one, "late_seconds") <= 0),
            missed=len(missed[kind]),
        )
        for kind in sorted({*done, *missed})
    }


def _forecasts(calls: Lines) -> ForecastRecord:
    forecast = [one for one in calls if "expected_seconds" in one.facts]
    ranged = [
        one for one in forecast if {"forecast_low_seconds", "forecast_high_seconds"} <= one.facts.keys()
    ]
    errors = [abs(_number(one, "waited_seconds") - _number(one, "expected_seconds")) for one in forecast]
    late = [one for one in ranged if _number(one, "waited_seconds") > _number(one, "forecast_high_seconds")]
    early = [one for one in ranged if _number(one, "waited_seconds") < _number(one, "forecast_low_seconds")]
    return ForecastRecord(
        calls=len(forecast),
        mean_error_seconds=round(sum(errors) / len(errors)) if errors else None,
        too_short_share=_share(len(late), len(ranged)),
        in_range_share=_share(len(ranged) - len(late) - len(early), len(ranged)),
    )


def _forecasts_by(calls: Lines) -> dict[str, dict[str, ForecastRecord]]:
    forecast = _by_class([one for one in calls if "forecast_method" in one.facts])
    return {
        name: {
            method: _forecasts(by)
            for method, by in sorted(_by(of, lambda one: str(one.facts["forecast_method"])).items())
        }
        for name, of in forecast.items()
    }


def _came(line: LogLine) -> datetime:
    """Return when it happened: of an arrival that was reported late, when the customer came."""
    arrived = line.facts.get("arrived")
    return datetime.fromisoformat(arrived) if isinstance(arrived, str) else line.at


def _place(line: LogLine) -> str:
    return line.place


def _first_of_visit(lines: Lines) -> Lines:
    """Return the first line of each visit; they are in order."""
    first: dict[str | None, LogLine] = {}
    for line in lines:
        first.setdefault(line.visit, line)
    return list(first.values())


def _visits(lines: Lines) -> set[str | None]:
    return {line.visit for line in lines}


def _by(lines: Lines, key: Callable[[LogLine], Any]) -> defaultdict[Any, Lines]:
    found: defaultdict[Any, Lines] = defaultdict(list)
    for line in lines:
        found[key(line)].append(line)
    return found


def _by_class(calls: Lines) -> dict[str, Lines]:
    return dict(sorted(_by(calls, lambda one: str(one.facts.get("ticket_class"))).items()))


def _count(lines: Lines, fact: str) -> dict[str, int]:
    """Count how often each word occurs."""
    counted = Counter(str(line.facts[fact]) for line in lines if fact in line.facts)
    return dict(sorted(counted.items()))


def _words(line: LogLine, fact: str) -> list[str]:
    found = line.facts.get(fact)
    return found if isinstance(found, list) else []


def _number(line: LogLine, fact: str) -> int:
    found = line.facts.get(fact, 0)
    return int(found) if isinstance(found, int | float) else 0


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None

"""The figures of a day as rows (E4), alike for the HTML page, the CSV and the workbook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.lobby.report import labels
from services.lobby.report.domain.figures import Figures, ForecastRecord, Overtaken, Waits
from services.lobby.report.labels import Pair, label

ALL = ("全部", "All")


class Measure(StrEnum):
    """The unit of measure of a figure."""

    COUNT = "count"
    SECONDS = "seconds"
    SHARE = "share"


MEASURES: Mapping[Measure, Pair] = {
    Measure.COUNT: ("次数", "count"),
    Measure.SECONDS: ("秒", "seconds"),
    Measure.SHARE: ("比例", "share"),
}


@dataclass(frozen=True)
class Row:
    """One figure: its part of the report, its name, its value. What cannot be said has none."""

    part: Pair
    name: Pair
    value: float | int | None
    measure: Measure = Measure.COUNT

    def text(self) -> str:
        """Write the value as staff read it: a time as ``4:07``, a share as ``12.5 %``."""
        match self.value, self.measure:
            case None, _:
                return "–"
            case value, Measure.SECONDS:
                return labels.duration(int(value))
            case value, Measure.SHARE:
                return f"{value:.1%}"
            case value, _:
                return str(value)


HOUR_COLUMNS: tuple[Pair, ...] = (
    ("时段", "Hour"),
    ("到店", "Arrivals"),
    ("叫号", "Called"),
    ("办结", "Served"),
    ("九成等候不超过（秒）", "9 in 10 wait at most (seconds)"),
)


def hour_rows(figures: Figures) -> list[tuple[str, int, int, int, int | None]]:
    """Return the hours of the day, in the order of `HOUR_COLUMNS`."""
    return [
        (f"{one.hour:02d}:00", one.arrivals, one.called, one.served, one.p90_seconds) for one in figures.hours
    ]


def rows(figures: Figures, transactions: Mapping[str, Pair]) -> list[Row]:
    """Return all figures; `transactions` are the branch's own names for what customers need."""
    needs = {**labels.NEEDS, **transactions}
    return [
        *_customers(figures),
        *(row for _, of in wait_rows(figures) for row in of),
        *_diversion(figures),
        *_vip(figures),
        *_complaints(figures),
        *_promise(figures, needs),
        *_floor(figures),
        *(row for _, of in forecast_rows(figures) for row in of),
    ]


WAITING = ("等候", "Waiting")
WAIT_COLUMNS: tuple[Pair, ...] = (
    ("类别", "Class"),
    ("叫号", "Called"),
    ("半数不超过", "Half at most"),
    ("九成不超过", "9 in 10 at most"),
    ("最长", "Longest"),
    ("被超越客户", "Overtaken"),
    ("被超越次数", "Times"),
    ("单人最多", "Most for one"),
)


def wait_rows(figures: Figures) -> list[tuple[Pair, list[Row]]]:
    """Return the waits by class and of all, each with its figures in the order of `WAIT_COLUMNS`."""
    classes = {name: label(labels.CLASSES, name) for name in figures.waits}
    found = [
        (pair, [*_wait(WAITING, pair, figures.waits[name]), *_overtaken(pair, figures.overtaken.get(name))])
        for name, pair in classes.items()
    ]
    return [*found, (ALL, [*_wait(WAITING, ALL, figures.wait)])]


FORECASTS = ("等候预报", "Forecasts")
FORECAST_COLUMNS: tuple[Pair, ...] = (
    ("类别 · 方法", "Class · method"),
    ("叫号", "Called"),
    ("平均绝对误差", "Mean absolute error"),
    ("预报偏短", "Stated too short"),
    ("落在区间", "Within the range"),
)


def forecast_rows(figures: Figures) -> list[tuple[Pair, list[Row]]]:
    """Return the forecasts, by class and method and of all, each with its figures in the order of
    `FORECAST_COLUMNS`."""
    found = [
        (_both(label(labels.CLASSES, name), label(labels.METHODS, method)), record)
        for name, by_method in figures.forecasts_by.items()
        for method, record in by_method.items()
    ]
    return [(pair, _forecast(pair, record)) for pair, record in [*found, (ALL, figures.forecasts)]]


def _both(one: Pair, other: Pair) -> Pair:
    return f"{one[0]} · {other[0]}", f"{one[1]} · {other[1]}"


def _forecast(of: Pair, record: ForecastRecord) -> list[Row]:
    zh, en = of
    error, short = (
        (f"{zh}：平均绝对误差", f"{en}: mean absolute error"),
        (f"{zh}：预报偏短", f"{en}: stated too short"),
    )
    within = (f"{zh}：落在预报区间", f"{en}: within the range stated")
    return [
        Row(FORECASTS, (f"{zh}：有预报的叫号", f"{en}: calls with a forecast"), record.calls),
        Row(FORECASTS, error, record.mean_error_seconds, Measure.SECONDS),
        Row(FORECASTS, short, record.too_short_share, Measure.SHARE),
        Row(FORECASTS, within, record.in_range_share, Measure.SHARE),
    ]


def _customers(figures: Figures) -> Iterator[Row]:
    part = ("客户", "Customers")
    yield Row(part, ("到店客户", "Arrivals"), figures.arrivals)
    yield from _words(part, ("到店：{}", "Arrivals: {}"), figures.channels, labels.CHANNELS)
    yield Row(part, ("办结", "Served"), figures.served)
    yield Row(part, ("叫号未到", "No-shows"), figures.no_shows)
    yield Row(part, ("放弃", "Gave up"), sum(figures.cancelled.values()))
    yield from _words(part, ("放弃：{}", "Gave up: {}"), figures.cancelled, labels.GONE)
    yield Row(part, ("绿色通道", "Green channel"), figures.green_channel)
    yield from _words(part, ("绿色通道：{}", "Green channel: {}"), figures.green_reasons, labels.CARE)


def _overtaken(of: Pair, one: Overtaken | None) -> Iterator[Row]:
    if one is not None:
        zh, en = of
        yield Row(WAITING, (f"{zh}：被超越客户", f"{en}: customers overtaken"), one.customers)
        yield Row(WAITING, (f"{zh}：被超越次数", f"{en}: times overtaken"), one.times)
        yield Row(WAITING, (f"{zh}：单人最多被超越", f"{en}: most for one customer"), one.most)


def _wait(part: Pair, of: Pair, waits: Waits) -> Iterator[Row]:
    zh, en = of
    yield Row(part, (f"{zh}：叫号人数", f"{en}: customers called"), waits.calls)
    yield Row(part, (f"{zh}：半数等候不超过", f"{en}: half wait at most"), waits.p50_seconds, Measure.SECONDS)
    yield Row(
        part, (f"{zh}：九成等候不超过", f"{en}: 9 in 10 wait at most"), waits.p90_seconds, Measure.SECONDS
    )
    yield Row(part, (f"{zh}：最长等候", f"{en}: longest wait"), waits.longest_seconds, Measure.SECONDS)


def _diversion(figures: Figures) -> Iterator[Row]:
    part = ("分流", "Diversion")
    yield Row(part, ("分流客户", "Diverted"), figures.diverted)
    yield Row(part, ("分流率", "Share diverted"), figures.diverted_share, Measure.SHARE)
    yield Row(part, ("自助办结", "Served there"), figures.served_elsewhere)
    yield Row(part, ("返回柜台", "Came back"), figures.returned)


def _vip(figures: Figures) -> Iterator[Row]:
    part = ("贵宾", "VIPs")
    yield Row(part, ("贵宾到店", "VIPs"), figures.vips.came)
    yield Row(part, ("及时迎接", "Met in time"), figures.vips.met_in_time)


def _complaints(figures: Figures) -> Iterator[Row]:
    part, of = ("投诉与答复", "Complaints and answers"), figures.complaints
    yield Row(part, ("投诉", "Complaints"), of.opened)
    yield from _words(part, ("投诉：{}", "Complaints: {}"), of.topics, labels.COMPLAINTS)
    yield Row(part, ("投诉升级", "Escalated"), of.escalated)
    yield Row(part, ("当日办结", "Settled"), of.settled)
    yield Row(part, ("未办结", "Still open"), of.still_open)
    yield from _words(part, ("意见：{}", "Opinions: {}"), figures.opinions, labels.OPINIONS)
    yield from _words(part, ("未能答复的问题：{}", "Questions: {}"), figures.questions, labels.QUESTIONS)
    yield Row(part, ("已答复事项", "Answers given"), figures.answers.given)
    yield Row(part, ("按时答复", "Given in time"), figures.answers.in_time)
    yield Row(part, ("逾期未答复", "Became overdue"), figures.answers.overdue)


def _promise(figures: Figures, needs: Mapping[str, Pair]) -> Iterator[Row]:
    part = ("需求与潜客", "Needs and prospects")
    yield from _words(part, ("需求：{}", "Needs: {}"), figures.needs, needs)
    yield Row(part, ("潜在优质客户", "Prospects"), sum(figures.prospects.values()))
    yield from _words(part, ("潜客：{}", "Prospects: {}"), figures.prospects, needs)
    yield from _words(part, ("潜客：{}", "Prospects: {}"), figures.accepts, labels.ACCEPTS)
    yield Row(part, ("转介", "Referrals"), figures.referrals.opened)
    yield Row(part, ("已接受转介", "Accepted"), figures.referrals.accepted)
    yield Row(part, ("转介升级", "Escalated"), figures.referrals.escalated)


def _floor(figures: Figures) -> Iterator[Row]:
    part = ("大堂", "The floor")
    for name, tasks in figures.tasks.items():
        zh, en = label(labels.TASKS, name)
        yield Row(part, (f"{zh}：完成", f"{en}: done"), tasks.done)
        yield Row(part, (f"{zh}：按时", f"{en}: in time"), tasks.in_time)
        yield Row(part, (f"{zh}：错过", f"{en}: missed"), tasks.missed)
    for one in figures.devices:
        yield Row(part, (f"设备 {one.device}：故障", f"Device {one.device}: faults"), one.faults)
        down = (f"设备 {one.device}：停用时间", f"Device {one.device}: down for")
        yield Row(part, down, one.down_seconds, Measure.SECONDS)


def _words(part: Pair, name: Pair, counts: Mapping[str, int], words: Mapping[str, Pair]) -> Iterator[Row]:
    for word, times in counts.items():
        zh, en = label(words, word)
        yield Row(part, (name[0].format(zh), name[1].format(en)), times)

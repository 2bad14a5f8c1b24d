"""The figures of a branch's day (E4): what the day report counts. Times are whole seconds."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of the figures; what did not happen is 0 or empty, what cannot be said is None."""

    model_config = ConfigDict(frozen=True)


class Waits(Part):
    """The waits of customers until they were first called; one who was not called does not count."""

    calls: int = 0
    p50_seconds: int | None = None
    p90_seconds: int | None = None
    longest_seconds: int | None = None


class Overtaken(Part):
    """The customers who were called after others who came later, how often in all, and the most for one (D10:
    no one starves)."""

    customers: int = 0
    times: int = 0
    most: int = 0


class Hour(Part):
    """One hour of the branch's own day; the wait is of those who were first called in it."""

    hour: int
    arrivals: int = 0
    called: int = 0
    served: int = 0
    p90_seconds: int | None = None


class Vips(Part):
    """VIPs (D6): met when somebody greeted or hosted them, or a counter called them, within the limit."""

    came: int = 0
    met_in_time: int = 0


class Complaints(Part):
    """Complaints (D9). `still_open` are those of the day that were not settled on it."""

    opened: int = 0
    escalated: int = 0
    settled: int = 0
    still_open: int = 0
    topics: dict[str, int] = {}


class Answers(Part):
    """Needs, opinions and questions that got their answer on this day, or should have had it (D11, E3)."""

    given: int = 0
    in_time: int = 0
    overdue: int = 0


class Referrals(Part):
    """The outcome of prospects on this day (D5)."""

    opened: int = 0
    accepted: int = 0
    escalated: int = 0


class Downtime(Part):
    """The time that a device was out of order on this day (D7)."""

    device: str
    faults: int
    down_seconds: int
    still_down: bool


class Tasks(Part):
    """Floor tasks of one kind (D1, D3, D6, D7)."""

    done: int = 0
    in_time: int = 0
    missed: int = 0


class ForecastRecord(Part):
    """The forecasts that customers were given, against what they waited: mean absolute error, share of those
    that were too short, share of those within the range."""

    calls: int = 0
    mean_error_seconds: int | None = None
    too_short_share: float | None = None
    in_range_share: float | None = None


class Figures(Part):
    """All of them. A `share` is between 0 and 1; `forecasts_by` is by class, then by the method of the
    forecast."""

    arrivals: int = 0
    channels: dict[str, int] = {}
    hours: tuple[Hour, ...] = ()
    wait: Waits = Waits()
    waits: dict[str, Waits] = {}
    overtaken: dict[str, Overtaken] = {}
    served: int = 0
    no_shows: int = 0
    cancelled: dict[str, int] = {}
    diverted: int = 0
    returned: int = 0
    served_elsewhere: int = 0
    diverted_share: float | None = None
    green_channel: int = 0
    green_reasons: dict[str, int] = {}
    vips: Vips = Vips()
    complaints: Complaints = Complaints()
    prospects: dict[str, int] = {}
    accepts: dict[str, int] = {}
    referrals: Referrals = Referrals()
    needs: dict[str, int] = {}
    opinions: dict[str, int] = {}
    questions: dict[str, int] = {}
    answers: Answers = Answers()
    devices: tuple[Downtime, ...] = ()
    tasks: dict[str, Tasks] = {}
    forecasts: ForecastRecord = ForecastRecord()
    forecasts_by: dict[str, dict[str, ForecastRecord]] = {}

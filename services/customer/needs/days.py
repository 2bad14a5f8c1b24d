"""The days until which needs are to be taken further (A1), of the branch, as ``2026-11-26``."""

from datetime import date, datetime

from shared.branch_places import BranchPlace
from shared.contracts.customer import NeedState
from shared.errors import Refusal

WORKING_DAYS = {NeedState.STATED: 2, NeedState.QUALIFIED: 5, NeedState.OFFERED: 10}
"""Working days until a need is to be taken further: the bank's own promise."""
FARTHEST = 366


class NeedDayOutOfReach(Refusal):
    code, status = "day_out_of_reach", 422
    en, zh = "Choose a day from today on that is not too far away.", "请选择今天起且不太久远的日期。"


def due_of(state: NeedState, place: BranchPlace, since: date) -> str:
    """Return the day until which a need in this state is to be taken further."""
    return place.calendar.add(since, WORKING_DAYS[state]).isoformat()


def within(day: str, place: BranchPlace, now: datetime) -> str:
    """Return a day that a person chose. Raises `NeedDayOutOfReach`."""
    today = place.day_of(now)
    if not today.isoformat() <= day <= date.fromordinal(today.toordinal() + FARTHEST).isoformat():
        raise NeedDayOutOfReach
    return day

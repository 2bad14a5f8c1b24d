"""What a branch learns of its waits from the visits that end them (D2, D8)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.lobby.domain.branches import day_of
from services.lobby.domain.forecasts import heed, heed_gone, is_unbroken
from services.lobby.domain.halls import Hall
from services.lobby.domain.outlooks import Outlook
from services.lobby.domain.turns import Choice
from services.lobby.domain.visits import Visit

DAYS = 0.8
"""Half of what is known of the closing hour is of the last three days."""


def after_call(outlook: Outlook, visit: Visit, choice: Choice, hall: Hall, now: datetime) -> Outlook:
    """What the branch knows of waits when this one has ended, in turn or by hand: it is what people wait
    there.

    Nothing new from one that was broken off, or of which nothing was told: who came before they were heard
    of, by a machine that was cut off or whose clock is wrong, has waited for nobody knows how long.
    """
    if visit.forecast is None or not is_unbroken(choice.chosen, visit.arrived):
        return outlook
    return heed(outlook, visit.forecast, choice.chosen, hall, now)


def after_leaving(outlook: Outlook, visit: Visit, hall: Hall, now: datetime) -> Outlook:
    """What the branch knows of waits when somebody gave up: they would have waited longer than that."""
    one = hall.find(visit.id)
    if visit.forecast is None or one is None or not is_unbroken(one, visit.arrived):
        return outlook
    return heed_gone(outlook, visit.forecast, one, now)


def after_turn(outlook: Outlook, visit: Visit, now: datetime) -> Outlook:
    """What the branch knows of turns when this one has ended."""
    return outlook.after_turn((now - (visit.called or now)).total_seconds(), visit.counter, now)


def after_closing(outlook: Outlook, day: str, timezone: str, now: datetime) -> Outlook:
    """What the branch knows of when it closes, once somebody has closed it on its own day."""
    if day_of(timezone, now) != day:
        return outlook
    local = now.astimezone(ZoneInfo(timezone))
    since_midnight = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
    return outlook.but(closes=outlook.closes.plus(since_midnight.total_seconds(), DAYS))

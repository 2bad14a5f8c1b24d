"""What a branch learns of its waits from the visits that end them (D2, D8)."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.lobby.branch.domain.branches import day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.forecasts.domain.forecasts import heed, heed_gone, is_unbroken
from services.lobby.forecasts.domain.wait_history import Outlook
from services.lobby.queue.domain.priority import Choice
from services.lobby.queue.domain.visits import Visit

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
    return outlook.evolve(closes=outlook.closes.plus(since_midnight.total_seconds(), DAYS))


SET_ANEW = frozenset(("latest",))
"""Values that the next lesson sets, whatever they were; all others are sums."""


KEPT = {"turn", "classes"}
"""Of these a lesson is taken back. The weights of the clues, and what is known by transaction, keep it: they
follow what comes, and one lesson more has left them within an hour."""


def difference(before: Outlook, after: Outlook | None) -> dict[str, Any]:
    """What a lesson changed, value by value: each as it was and as it became."""
    return _difference(_plain(before), _plain(after)) if after is not None else {}


def forget(outlook: Outlook, lesson: dict[str, Any]) -> Outlook:
    """What the branch knows without this lesson. Exactly what it knew before, if it learned nothing since;
    else sums lose what the lesson had added, and what the next lesson has set anew stays."""
    return Outlook.model_validate({**outlook.model_dump(), **_without(_plain(outlook), lesson)})


def _plain(outlook: Outlook) -> dict[str, Any]:
    return outlook.model_dump(mode="json", include=KEPT)


def _difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for name, new in after.items():
        old = before.get(name)
        if new != old:
            is_deep = isinstance(new, dict) and isinstance(old, dict)
            changed[name] = _difference(old or {}, new) if is_deep else [old, new]
    return changed


def _without(now: dict[str, Any], lesson: dict[str, Any]) -> dict[str, Any]:
    left = dict(now)
    for name, change in lesson.items():
        known = now.get(name)
        if isinstance(change, dict):
            left[name] = _without(known or {}, change)
            continue
        old, new = change
        if known == new and old is None and isinstance(new, dict):
            del left[name]  # nothing was known of it before
        elif known == new:
            left[name] = old
        elif name not in SET_ANEW and all(isinstance(one, float) for one in (old, new, known)):
            left[name] = round(known - (new - old), 4)
            if min(old, known) >= 0 > left[name]:
                return now  # later lessons made it fade: too little is left of it to be taken out
    return left

"""Learning: the wait history of a branch after each visit that ends a wait (D2, D8)."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.lobby.branch.domain.branches import day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.forecasts.domain.forecasts import is_unbroken, learn_from_call, learn_from_leaving
from services.lobby.forecasts.domain.wait_history import WaitHistory
from services.lobby.queue.domain.priority import Choice
from services.lobby.queue.domain.visits import Visit

DAYS = 0.8
"""Half of what is known of the closing hour is of the last three days."""


def after_call(history: WaitHistory, visit: Visit, choice: Choice, hall: Hall, now: datetime) -> WaitHistory:
    """Return the wait history after a call, in turn or by hand.

    Waits that were broken off, or without a forecast, teach nothing: of a customer who came by a machine that
    was cut off or has a wrong clock, nobody knows how long they have waited.
    """
    if visit.forecast is None or not is_unbroken(choice.chosen, visit.arrived):
        return history
    return learn_from_call(history, visit.forecast, choice.chosen, hall, now)


def after_leaving(history: WaitHistory, visit: Visit, hall: Hall, now: datetime) -> WaitHistory:
    """Return the wait history after a customer gave up: they would have waited longer than that."""
    one = hall.find(visit.id)
    if visit.forecast is None or one is None or not is_unbroken(one, visit.arrived):
        return history
    return learn_from_leaving(history, visit.forecast, one, now)


def after_turn(history: WaitHistory, visit: Visit, now: datetime) -> WaitHistory:
    """Return the wait history after a turn at a counter has ended."""
    return history.after_turn((now - (visit.called or now)).total_seconds(), visit.counter, now)


def after_closing(history: WaitHistory, day: str, timezone: str, now: datetime) -> WaitHistory:
    """Return the wait history after the branch was closed, if that was on its own day."""
    if day_of(timezone, now) != day:
        return history
    local = now.astimezone(ZoneInfo(timezone))
    since_midnight = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
    return history.evolve(closes=history.closes.plus(since_midnight.total_seconds(), DAYS))


SET_ANEW = frozenset(("latest",))
"""Values that the next wait sets, whatever they were; all others are sums."""


KEPT = {"turn", "classes"}
"""Fields of which a wait is taken back. The weights of the clues, and what is known by need, keep it: they
follow what comes, and one wait more has faded from them within an hour."""


def difference(before: WaitHistory, after: WaitHistory | None) -> dict[str, Any]:
    """Return what a wait changed, value by value: each as it was and as it became."""
    return _difference(_plain(before), _plain(after)) if after is not None else {}


def forget(history: WaitHistory, learned: dict[str, Any]) -> WaitHistory:
    """Return the wait history without what was `learned`: exactly as before, if nothing was learned since;
    else sums lose what was added, and values that the next wait has set anew stay."""
    return WaitHistory.model_validate({**history.model_dump(), **_without(_plain(history), learned)})


def _plain(history: WaitHistory) -> dict[str, Any]:
    return history.model_dump(mode="json", include=KEPT)


def _difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for name, new in after.items():
        old = before.get(name)
        if new != old:
            is_deep = isinstance(new, dict) and isinstance(old, dict)
            changed[name] = _difference(old or {}, new) if is_deep else [old, new]
    return changed


def _without(now: dict[str, Any], learned: dict[str, Any]) -> dict[str, Any]:
    left = dict(now)
    for name, change in learned.items():
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
                return now  # later waits made it fade: too little is left of it to be taken out
    return left

"""What a branch learns of its waits from the visits that end them (D2, D8)."""

from datetime import datetime
from typing import Any

from services.lobby.domain.forecasts import heed, is_unbroken
from services.lobby.domain.halls import Hall
from services.lobby.domain.outlooks import Outlook
from services.lobby.domain.turns import BY_HAND, Choice
from services.lobby.domain.visits import Visit


def after_call(outlook: Outlook, visit: Visit, choice: Choice, hall: Hall, now: datetime) -> Outlook:
    """What the branch knows of waits when this one has ended: nothing new from one out of turn."""
    in_turn = choice.reason != BY_HAND and is_unbroken(choice.chosen, visit.arrived)
    return heed(outlook, visit.forecast, choice.chosen, hall, now) if in_turn else outlook


def after_turn(outlook: Outlook, visit: Visit, now: datetime) -> Outlook:
    """What the branch knows of turns when this one has ended."""
    return outlook.after_turn((now - (visit.called or now)).total_seconds())


SET_ANEW = frozenset(("latest",))
"""Values that the next lesson sets, whatever they were; all others are sums."""


def difference(before: Outlook, after: Outlook | None) -> dict[str, Any]:
    """What a lesson changed, value by value: each as it was and as it became."""
    return _difference(_plain(before), _plain(after)) if after is not None else {}


def forget(outlook: Outlook, lesson: dict[str, Any]) -> Outlook:
    """What the branch knows without this lesson. Exactly what it knew before, if it learned nothing since;
    else sums lose what the lesson had added, and what the next lesson has set anew stays."""
    return Outlook.model_validate({**outlook.model_dump(), **_without(_plain(outlook), lesson)})


def _plain(outlook: Outlook) -> dict[str, Any]:
    return outlook.model_dump(mode="json", exclude={"id", "version"})


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

"""What a branch learns of its waits from the visits that end them (D2, D8)."""

from datetime import datetime

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

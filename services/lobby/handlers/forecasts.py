"""Those who wait are told when they are to expect something else (D2, D7, D8)."""

from services.lobby.domain.forecasts import changes, told_anew
from services.lobby.domain.halls import Hall
from services.lobby.domain.outlooks import Outlook
from shared.unit import Unit


async def outlook_of(branch: str, unit: Unit) -> Outlook:
    """What a branch remembers of its waits; nothing at first."""
    return await unit.find(Outlook, branch) or Outlook(id=branch)


async def tell_anew(
    before: Hall, unit: Unit, reason: str, *, counter: str | None = None, device: str | None = None
) -> None:
    """The hall is no longer as it was `before`: one event for all whose wait is much longer or shorter."""
    hall = await unit.get(Hall, before.id)
    outlook = await outlook_of(before.id, unit)
    if tickets := changes(before, hall, outlook, unit.pace, unit.now):
        told = told_anew(hall, tickets, reason, counter, device)
        unit.tell(told, subject=hall.id, story=hall.id)

"""It is seen to that whoever waits can be called (D2, D6)."""

import asyncio

from services.lobby.branch.domain.halls import Hall
from services.lobby.queue.domain.stranded import Strandings, look_for_stranded
from shared.contracts.lobby import LobbyEvent
from shared.unit import Unit


async def watch_line(event: LobbyEvent, unit: Unit) -> None:
    """The line or the counters are not what they were: can everybody be called, as it stands now?"""
    hall, known = await asyncio.gather(unit.find(Hall, event.branch), unit.find(Strandings, event.branch))
    if hall is not None:
        unit.keep(look_for_stranded(hall, known or Strandings(id=event.branch)))

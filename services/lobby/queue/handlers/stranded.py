"""It is seen to that whoever waits can be called (D2, D6)."""

import asyncio

from services.lobby.branch.domain.halls import Hall
from services.lobby.queue.domain.stranded import Strandings, look_for_stranded
from shared.contracts.lobby import LobbyEvent
from shared.unit_of_work import UnitOfWork


async def watch_line(event: LobbyEvent, work: UnitOfWork) -> None:
    """The line or the counters are not what they were: can everybody be called, as it stands now?"""
    hall, known = await asyncio.gather(work.find(Hall, event.branch), work.find(Strandings, event.branch))
    if hall is not None:
        work.apply(look_for_stranded(hall, known or Strandings(id=event.branch)))

"""Those who wait are told when they are to expect something else (D2, D7, D8)."""

from collections.abc import Iterable

from services.lobby.branch.domain.halls import Hall
from services.lobby.forecasts.domain.forecasts import changes, told_anew
from services.lobby.forecasts.domain.wait_history import Outlook
from services.lobby.queue.domain.visits import Visit
from shared.unit_of_work import UnitOfWork


async def outlook_of(branch: str, work: UnitOfWork) -> Outlook:
    """What a branch remembers of its waits; nothing at first."""
    return await work.find(Outlook, branch) or Outlook(id=branch)


async def tell_anew(before: Hall, work: UnitOfWork, reason: str, *, counter: str | None = None) -> None:
    """The hall is no longer as it was `before`: one event for all whose wait is much longer or shorter."""
    hall = await work.get(Hall, before.id)
    await _tell(before, hall, work, reason, counter=counter)


async def tell_of_machine(
    device: str, sent_there: Iterable[Visit], hall: Hall, work: UnitOfWork, *, works: bool
) -> None:
    """A machine came or went: those who were `sent_there` are expected back in line, or not any more."""
    back = hall.enter(*(visit.waits(visit.since or visit.arrived) for visit in sent_there))
    before, after = (back, hall) if works else (hall, back)
    await _tell(before, after, work, "device_mended" if works else "device_failed", device=device)


async def _tell(
    before: Hall,
    after: Hall,
    work: UnitOfWork,
    reason: str,
    *,
    counter: str | None = None,
    device: str | None = None,
) -> None:
    outlook = await outlook_of(before.id, work)
    in_line = {one.visit for one in before.waiting} & {one.visit for one in after.waiting}
    found = changes(before, after, outlook, work.pace, work.now)
    if tickets := [one for one in found if one.visit in in_line]:
        told = told_anew(after, tickets, reason, counter, device)
        work.publish(told, subject=after.id, correlation_id=after.id)

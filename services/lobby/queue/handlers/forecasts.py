"""Publishing new forecasts to customers whose expected wait has changed (D2, D7, D8)."""

from collections.abc import Iterable

from services.lobby.branch.domain.halls import Hall
from services.lobby.forecasts.domain.forecasts import changes, forecasts_changed
from services.lobby.forecasts.domain.wait_history import WaitHistory
from services.lobby.queue.domain.visits import Visit
from shared.unit_of_work import UnitOfWork


async def wait_history_of(branch: str, work: UnitOfWork) -> WaitHistory:
    """Return the wait history of a branch; an empty one at first."""
    return await work.find(WaitHistory, branch) or WaitHistory(id=branch)


async def publish_forecasts(
    before: Hall, work: UnitOfWork, reason: str, *, counter: str | None = None
) -> None:
    """Publish one event for all whose wait is much longer or shorter than in the hall as it was `before`."""
    hall = await work.get(Hall, before.id)
    await _publish(before, hall, work, reason, counter=counter)


async def publish_machine_forecasts(
    device: str, sent_there: Iterable[Visit], hall: Hall, work: UnitOfWork, *, works: bool
) -> None:
    """Publish new forecasts after a machine began or ceased to work: the visits that were `sent_there` are
    expected back in the queue, or not any more."""
    back = hall.enter(*(visit.waits(visit.since or visit.arrived) for visit in sent_there))
    before, after = (back, hall) if works else (hall, back)
    await _publish(before, after, work, "device_mended" if works else "device_failed", device=device)


async def _publish(
    before: Hall,
    after: Hall,
    work: UnitOfWork,
    reason: str,
    *,
    counter: str | None = None,
    device: str | None = None,
) -> None:
    history = await wait_history_of(before.id, work)
    in_queue = {one.visit for one in before.waiting} & {one.visit for one in after.waiting}
    found = changes(before, after, history, work.moment)
    if tickets := [one for one in found if one.visit in in_queue]:
        event = forecasts_changed(after, tickets, reason, counter, device)
        work.publish(event, subject=after.id, correlation_id=after.id)

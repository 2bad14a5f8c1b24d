"""Undoing the last change of a visit, within minutes (D2, D6, D8, D10).

Every change of a visit is remembered with what it changed (`queue.domain.last_change`), so one rule undoes
all of them: the customer is again where they were, with the wait that they had.
"""

from bisect import bisect_left
from datetime import datetime

from services.lobby.branch.domain.halls import Hall, Waiting
from services.lobby.forecasts.domain.wait_history import WaitHistory
from services.lobby.queue.domain import learning
from services.lobby.queue.domain.tickets import at_position
from services.lobby.queue.domain.visits import LastChange, Visit, VisitState
from shared.clock import Moment
from shared.contracts.lobby import ChangeUndone, CustomerNoShow, TicketSentBack
from shared.domain import Decision
from shared.errors import Refusal

DID_NOT_COME = {CustomerNoShow.name(), TicketSentBack.name()}
"""After these the time since the call was a wait like any other; else it was spent at the counter."""


class NothingToUndo(Refusal):
    code, status = "nothing_to_undo", 409
    en = "Nothing was done to this ticket that could be taken back, or something else was done since."
    zh = "该号没有可撤销的操作，或之后已有其他操作。"


class TooLateToUndo(Refusal):
    code, status = "too_late_to_undo", 409
    en, zh = (
        "This can be taken back for five minutes only; receive the customer anew.",
        "操作已超过五分钟，不能撤销，请重新接待该客户。",
    )


class NotYoursToUndo(Refusal):
    code, status = "not_yours_to_undo", 403
    en, zh = (
        "Only who did it, or the lobby manager, takes it back.",
        "只有操作者本人或大堂经理可以撤销。",
    )


def undo_last_change(
    visit: Visit,
    hall: Hall,
    history: WaitHistory,
    *,
    by: str,
    as_manager: bool,
    change: str | None,
    moment: Moment,
) -> Decision:
    """Undo the last change of a visit, or the `change` of that id and no other. Twice is the same as once.

    A customer who was at a counter is there again if it is free; else they wait, and are next. `by` may undo
    what another did only `as_manager`. Raises `NothingToUndo`, `NotYoursToUndo`, `TooLateToUndo`.
    """
    last = visit.last
    if last is None or change not in (None, last.id):
        raise NothingToUndo
    if not as_manager and last.by != f"staff:{by}":
        raise NotYoursToUndo
    if last.undone:
        return Decision()
    if visit.state != last.state:
        raise NothingToUndo
    if moment.now > last.ends(moment):
        raise TooLateToUndo
    kept = {**visit.model_dump(), **last.before, "last": last.model_copy(update={"undone": True})}
    hall, back = _put_back(Visit.model_validate(kept), last, _taken_out(visit, hall), moment)
    event = ChangeUndone(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        ticket_class=back.ticket_class,
        undone=last.published,
        by=by,
        done_by=last.by,
        done_at=last.at,
        state=back.state,
        counter=back.counter or visit.counter,
    )
    decision = Decision().save(_not_overtaken(hall, last.overtook)).save(back, event)
    return decision.save(learning.forget(history, last.learned)) if last.learned else decision


def _taken_out(visit: Visit, hall: Hall) -> Hall:
    """Return the hall without the visit, wherever the change left it."""
    if visit.id in hall.ended:
        hall = hall.evolve(ended={one: end for one, end in hall.ended.items() if one != visit.id})
    match visit.state:
        case VisitState.CALLED:
            return hall.release(visit.at_counter())
        case VisitState.WAITING | VisitState.PARKED:
            return hall.leave(visit.id)[0]
        case VisitState.DIVERTED:
            return hall.evolve(diverted=tuple(one for one in hall.diverted if one != visit.id))
    return hall


def _put_back(back: Visit, last: LastChange, hall: Hall, moment: Moment) -> tuple[Hall, Visit]:
    """Return the hall with the visit where it had been, and the visit."""
    if back.state is VisitState.CALLED:
        counter = hall.counters.get(back.at_counter())
        if counter is not None and counter.takes_back:
            at = counter.model_copy(update={"visit": back.id, "ticket": back.ticket})
            return hall.with_counter(back.at_counter(), at), back
        waits = back.waits(_wait_of(back, last))
        back = back.evolve(state=VisitState.WAITING, counter=None, called=None, recalls=0)
        return hall.enter(at_position(waits, hall, 1, moment)), back
    if back.state is VisitState.DIVERTED:
        return hall.evolve(diverted=(*hall.diverted, back.id)), back
    waiting = hall.with_possible_counter(last.waiting[0].evolve(ticket=back.ticket))
    if back.state is VisitState.PARKED:
        return hall.evolve(parked=(*hall.parked, waiting)), back
    return _in_queue(waiting, last.behind, hall), back


def _in_queue(one: Waiting, behind: tuple[str, ...], hall: Hall) -> Hall:
    """Return the hall with a customer in the queue where they stood: before those who came later."""
    queue = list(hall.waiting)
    same = [index for index, other in enumerate(queue) if other.since == one.since]
    known = [index for index in same if queue[index].visit in behind]
    index = known[-1] + 1 if known else bisect_left(queue, one.since, key=lambda other: other.since)
    return hall.evolve(waiting=(*queue[:index], one, *queue[index:]))


def _wait_of(back: Visit, last: LastChange) -> datetime:
    """Return when the wait begins of a customer who was at a counter and cannot be there again."""
    since = back.since or back.arrived
    came = last.published[0] not in DID_NOT_COME
    return since + (last.at - (back.called or last.at)) if came else since


def _not_overtaken(hall: Hall, overtook: tuple[str, ...]) -> Hall:
    """Count one call less for the visits that the call had overtaken."""
    if not overtook:
        return hall
    spared = frozenset(overtook)
    queue = (
        one.evolve(overtaken=max(0, one.overtaken - 1)) if one.visit in spared else one
        for one in hall.waiting
    )
    return hall.evolve(waiting=tuple(queue))

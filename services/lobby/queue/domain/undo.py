"""Taking back what was done to a visit by mistake, within minutes (D2, D6, D8, D10).

Every act on a visit is remembered with what it changed (`remember`), so that one rule takes back all of them:
the customer is again where they were, with the wait that they had.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from services.lobby.branch.domain.halls import Hall, Waiting
from services.lobby.forecasts.domain.wait_history import Outlook
from services.lobby.queue.domain import lessons
from services.lobby.queue.domain.acts import LastAct
from services.lobby.queue.domain.tickets import placed
from services.lobby.queue.domain.visits import OPEN, State, Visit
from shared.contracts.lobby import ActUndone, CustomerNoShow, TicketSentBack
from shared.domain import Decision
from shared.errors import Refusal

RESTORED = {
    *("state", "counter", "called", "recalls", "sent_back", "ended", "since"),
    *("need", "done", "channel", "care", "ticket_class"),
}
"""What an act may change of a visit. The rest (the number, what is known of the customer) stays as it is."""

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


@dataclass(frozen=True)
class Undo:
    """Who takes back the last act on a visit, or the `act` of that id and no other. `as_manager`: they may
    take back what another did."""

    visit: str
    by: str
    as_manager: bool = False
    act: str | None = None


@dataclass(frozen=True)
class Doing:
    """Which command is done, by which actor, when, and the pace of the branch."""

    id: str
    by: str
    at: datetime
    pace: float = 1.0


def remember(
    decision: Decision,
    visit: Visit,
    hall: Hall,
    doing: Doing,
    *,
    outlook: Outlook | None = None,
    overtook: Iterable[str] = (),
) -> Decision:
    """Let `decision` keep, for a while, what it changes of `visit` in `hall`, and what it teaches."""
    for index, (document, events) in enumerate(decision.changes):
        if isinstance(document, Visit) and document.id == visit.id:
            last = LastAct(
                id=doing.id,
                by=doing.by,
                at=doing.at,
                told=tuple(event.name() for event in events),
                state=document.state,
                before=visit.model_dump(mode="json", include=RESTORED),
                place=tuple(one for one in (*hall.waiting, *hall.parked) if one.visit == visit.id),
                behind=_behind(visit.id, hall),
                overtook=tuple(sorted(overtook)),
                lesson=lessons.difference(outlook, _last_outlook(decision)) if outlook else {},
            )
            decision.changes[index] = (document.evolve(last=last), events)
            if document.state not in OPEN:
                _note_end(decision, document.id, last, doing)
    return decision


def _note_end(decision: Decision, visit: str, last: LastAct, doing: Doing) -> None:
    for index, (document, events) in enumerate(decision.changes):
        if isinstance(document, Hall):
            ended = document.note_end(visit, last.ends(doing.pace), doing.at)
            decision.changes[index] = (ended, events)


def undo(visit: Visit, hall: Hall, outlook: Outlook, wish: Undo, pace: float, now: datetime) -> Decision:
    """Take back what was last done. Doing so twice, or two people at once, is the same as once.

    Who was at a counter is there again if it is free; else they wait, and are next. Raises `NothingToUndo`,
    `NotYoursToUndo`, `TooLateToUndo`.
    """
    last = visit.last
    if last is None or wish.act not in (None, last.id):
        raise NothingToUndo
    if not wish.as_manager and last.by != f"staff:{wish.by}":
        raise NotYoursToUndo
    if last.undone:
        return Decision()
    if visit.state != last.state:
        raise NothingToUndo
    if now > last.ends(pace):
        raise TooLateToUndo
    kept = {**visit.model_dump(), **last.before, "last": last.model_copy(update={"undone": True})}
    hall, back = _put_back(Visit.model_validate(kept), last, _taken_out(visit, hall), pace, now)
    event = ActUndone(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        ticket_class=back.ticket_class,
        undone=last.told,
        by=wish.by,
        done_by=last.by,
        done_at=last.at,
        state=back.state,
        counter=back.counter or visit.counter,
    )
    decision = Decision().save(_not_overtaken(hall, last.overtook)).save(back, event)
    return decision.save(lessons.forget(outlook, last.lesson)) if last.lesson else decision


def _taken_out(visit: Visit, hall: Hall) -> Hall:
    """The hall without the visit, wherever the act left it."""
    if visit.id in hall.ended:
        hall = hall.evolve(ended={one: end for one, end in hall.ended.items() if one != visit.id})
    match visit.state:
        case State.CALLED:
            return hall.release(visit.at_counter())
        case State.WAITING | State.PARKED:
            return hall.leave(visit.id)[0]
        case State.DIVERTED:
            return hall.evolve(diverted=tuple(one for one in hall.diverted if one != visit.id))
    return hall


def _put_back(back: Visit, last: LastAct, hall: Hall, pace: float, now: datetime) -> tuple[Hall, Visit]:
    """The hall with the visit where it had been."""
    if back.state is State.CALLED:
        counter = hall.counters.get(back.at_counter())
        if counter is not None and counter.takes_back:
            at = counter.model_copy(update={"visit": back.id, "ticket": back.ticket})
            return hall.with_counter(back.at_counter(), at), back
        waits = back.waits(_wait_of(back, last))
        back = back.evolve(state=State.WAITING, counter=None, called=None, recalls=0)
        return hall.enter(placed(waits, hall, 1, pace, now)), back
    if back.state is State.DIVERTED:
        return hall.evolve(diverted=(*hall.diverted, back.id)), back
    place = hall.possible(last.place[0].evolve(ticket=back.ticket))
    if back.state is State.PARKED:
        return hall.evolve(parked=(*hall.parked, place)), back
    return _in_line(place, last.behind, hall), back


def _behind(visit: str, hall: Hall) -> tuple[str, ...]:
    """Who stands before a visit in the line, with the same wait."""
    before = tuple(takewhile(lambda one: one.visit != visit, hall.waiting))
    found = hall.find(visit)
    return tuple(one.visit for one in before if found and one.since == found.since)


def _in_line(one: Waiting, behind: tuple[str, ...], hall: Hall) -> Hall:
    """The hall with somebody in line where they stood: before those who came later, behind those before."""
    line = list(hall.waiting)
    same = [place for place, other in enumerate(line) if other.since == one.since]
    known = [place for place in same if line[place].visit in behind]
    place = known[-1] + 1 if known else bisect_left(line, one.since, key=lambda other: other.since)
    return hall.evolve(waiting=(*line[:place], one, *line[place:]))


def _wait_of(back: Visit, last: LastAct) -> datetime:
    """From when the wait of somebody counts who was at a counter and cannot be there again."""
    since = back.since or back.arrived
    came = last.told[0] not in DID_NOT_COME
    return since + (last.at - (back.called or last.at)) if came else since


def _not_overtaken(hall: Hall, overtook: tuple[str, ...]) -> Hall:
    """Those whom the call had overtaken are so once less."""
    if not overtook:
        return hall
    spared = frozenset(overtook)
    line = (
        one.evolve(overtaken=max(0, one.overtaken - 1)) if one.visit in spared else one
        for one in hall.waiting
    )
    return hall.evolve(waiting=tuple(line))


def _last_outlook(decision: Decision) -> Outlook | None:
    found = [document for document, _ in decision.changes if isinstance(document, Outlook)]
    return found[-1] if found else None

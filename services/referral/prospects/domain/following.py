"""Following: prospects go with their customer and their account manager (W2, A2, Q1), and keep their stage,
their next step and their history."""

from datetime import datetime
from typing import ClassVar

from services.referral.prospects.domain.board import Board
from services.referral.prospects.domain.ending import lose
from services.referral.prospects.domain.moving import about
from services.referral.prospects.domain.prospect import (
    FORGOTTEN,
    CustomerProspects,
    Prospect,
    ProspectsReleaseDue,
    VisitProspects,
)
from shared.branch_places import BranchPlace
from shared.contracts.referral import (
    LostReason,
    ProspectForgotten,
    ProspectGiven,
    ProspectLinked,
    ProspectsLeft,
)
from shared.domain import Decision, Document


class Leaver(Document):
    """An account manager who has left a branch, and how many of their prospects went to the head's list; the
    id is ``<branch>:<staff>``."""

    collection: ClassVar[str] = "prospect_leavers"

    branch: str
    staff: str
    since: datetime
    prospects: int = 0
    done: bool = False


def give(prospect: Prospect, account_manager: str | None, by: str | None, board: Board) -> Decision:
    """Give an open prospect to another account manager, or to the head's list; all else of it stays. Giving
    it to the one who has it changes nothing. Raises `ProspectEnded`."""
    prospect.must_be_open()
    if prospect.account_manager == account_manager:
        return Decision()
    given = prospect.evolve(
        account_manager=account_manager, had_by=prospect.account_manager or prospect.had_by
    )
    event = ProspectGiven(**about(given), had_by=given.had_by, given_by=by, referrals=given.referrals)
    return board.keep(prospect, given, event)


def follow_keeper(
    prospect: Prospect, branch: str, keeper: str | None, had_by: str | None, board: Board
) -> Decision:
    """Let an open prospect go with its customer to another account manager of the branch: one that the former
    one had, or nobody."""
    if not prospect.is_open or prospect.branch != branch or prospect.account_manager not in (had_by, None):
        return Decision()
    return give(prospect, keeper, None, board)


def link(
    prospect: Prospect,
    customer: str,
    known: CustomerProspects,
    by: str | None,
    board: Board,
    place: BranchPlace,
    *,
    now: datetime,
) -> Decision:
    """Link a prospect to the customer that it became. If they have another open prospect with the same need,
    that one goes on, and this one ends as its duplicate. Linking twice changes nothing."""
    if prospect.customer is not None or prospect.period == FORGOTTEN:
        return Decision()
    linked = prospect.evolve(customer=customer, file=customer)
    event = ProspectLinked(**about(linked), visit=linked.visit, linked_by=by)
    decision = board.keep(prospect, linked, event)
    if not linked.is_open:
        return decision
    if linked.need in known.open:
        return decision.then(lose(linked, LostReason.DUPLICATE, by, None, board, place, now=now))
    return decision.save(known.with_open(linked.need, linked.id))


def note_customer(of_visit: VisitProspects, customer: str, branch: str) -> Decision:
    """Note to whom a visit led, for prospects of the branch that are opened later."""
    return Decision().save(of_visit.evolve(customer=customer, branch=branch))


def follow_file(
    prospect: Prospect,
    customer: str,
    known: CustomerProspects,
    board: Board,
    place: BranchPlace,
    *,
    now: datetime,
) -> Decision:
    """Let a prospect go with the file in which its customer stands now, since two were merged or taken apart.
    Of two open ones with the same need, this one ends as the duplicate."""
    if prospect.customer in (None, customer):
        return Decision()
    moved = prospect.evolve(customer=customer)
    decision = board.keep(prospect, moved)
    if not moved.is_open:
        return decision
    if known.open.get(moved.need, moved.id) != moved.id:
        return decision.then(lose(moved, LostReason.DUPLICATE, None, None, board, place, now=now))
    return decision.save(known.with_open(moved.need, moved.id))


def forget(prospect: Prospect, board: Board) -> Decision:
    """Unlink a prospect from a customer whose file was locked or erased; one that is open ends without an
    outcome, and is in no list any more."""
    unlinked = prospect.evolve(customer=None, file=None, visit=None, life_event=None)
    if not prospect.is_open:
        return board.keep(prospect, unlinked)
    forgotten = unlinked.evolve(period=FORGOTTEN, next_step=None, next_on=None, overdue=False)
    event = ProspectForgotten(
        branch=prospect.branch,
        prospect=prospect.id,
        need=prospect.need,
        account_manager=prospect.account_manager,
    )
    return board.keep(prospect, forgotten, event).cancel(prospect.step_timer)


def begin_release(branch: str, staff: str, *, now: datetime) -> Decision:
    """Begin to put the prospects of somebody who has left on the head's list."""
    leaver = Leaver(id=f"{branch}:{staff}", branch=branch, staff=staff, since=now)
    return Decision().save(leaver).then(_release_next(leaver, now))


def release(
    leaver: Leaver, prospects: list[Prospect], more: bool, board: Board, *, now: datetime
) -> Decision:
    """Put some prospects on the head's list, who is told when there are no `more`."""
    decision, count = Decision(), 0
    for prospect in prospects:
        if prospect.is_open and prospect.account_manager == leaver.staff:
            decision.then(give(prospect, None, None, board))
            count += 1
    after = leaver.evolve(prospects=leaver.prospects + count, done=not more)
    if more:
        return decision.save(after).then(_release_next(after, now))
    if not after.prospects:
        return decision.save(after)
    event = ProspectsLeft(branch=after.branch, staff=after.staff, prospects=after.prospects)
    return decision.save(after, event)


def _release_next(leaver: Leaver, at: datetime) -> Decision:
    due = ProspectsReleaseDue(branch=leaver.branch, staff=leaver.staff)
    return Decision().schedule(f"prospects_release:{leaver.id}", at, due, correlation_id=leaver.id)

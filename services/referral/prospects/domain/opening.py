"""Opening prospects (A2): each with a next step on a day, and one for each customer and need."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.referral.prospects.domain.board import Board
from services.referral.prospects.domain.prospect import (
    FARTHEST,
    OPEN_AT_MOST,
    CustomerProspects,
    Prospect,
    ProspectMove,
    ProspectOfNobody,
    ProspectOpenAlready,
    ProspectTurns,
    StepDayOutOfReach,
    TooManyProspects,
    VisitProspects,
)
from shared.branch_places import BranchPlace
from shared.contracts.referral import (
    LifeEvent,
    NextStep,
    ProspectLinked,
    ProspectOpened,
    ProspectOrigin,
    ProspectStage,
)
from shared.domain import Decision


@dataclass(frozen=True)
class NewProspect:
    """A prospect to be opened. `next_on` is a day of the branch; `found_by` hears how it ends;
    one that is `unlimited` is opened beyond what a customer has open at most: what brings it has happened
    already."""

    id: str
    branch: str
    origin: ProspectOrigin
    need: str
    account_manager: str
    next_step: NextStep
    next_on: str
    customer: str | None = None
    found_by: str | None = None
    opened_by: str | None = None
    referral: str | None = None
    visit: str | None = None
    campaign: str | None = None
    product: str | None = None
    life_event: LifeEvent | None = None
    unlimited: bool = False


def open_prospect(
    new: NewProspect,
    known: CustomerProspects | None,
    of_visit: VisitProspects | None,
    board: Board,
    place: BranchPlace,
    *,
    now: datetime,
) -> Decision:
    """Open a prospect. `known` are the open ones of its customer, `of_visit` those of its visit.

    Raises `ProspectOfNobody`, `StepDayOutOfReach`, `ProspectOpenAlready`, `TooManyProspects`.
    """
    if new.customer is None and new.visit is None:
        raise ProspectOfNobody
    must_be_near(new.next_on, place, now)
    if known is not None and new.need in known.open:
        raise ProspectOpenAlready
    if not new.unlimited and known is not None and len(known.open) >= OPEN_AT_MOST:
        raise TooManyProspects
    prospect = Prospect(
        id=new.id,
        branch=new.branch,
        origin=new.origin,
        need=new.need,
        account_manager=new.account_manager,
        found_by=new.found_by,
        opened_by=new.opened_by,
        customer=new.customer,
        file=new.customer,
        referrals=(new.referral,) if new.referral else (),
        visit=new.visit,
        campaign=new.campaign,
        product=new.product,
        life_event=new.life_event,
        opened_at=now,
        entered_at=now,
        next_step=new.next_step,
        next_on=new.next_on,
        moves=1,
    )
    decision = board.keep(None, prospect, _opened(prospect, new)).save(_first_line(prospect))
    if prospect.customer is not None:
        known = known or CustomerProspects(id=prospect.customer)
        decision.save(known.with_open(prospect.need, prospect.id))
    if prospect.visit is not None:
        of_visit = of_visit or VisitProspects(id=prospect.visit)
        here, found = of_visit.customer_at(prospect.branch), (*of_visit.prospects, prospect.id)
        decision.save(of_visit.evolve(customer=here, prospects=found, branch=prospect.branch))
    return decision.then(set_step_timer(prospect, place, now))


def attach(
    prospect: Prospect, referral: str, visit: str, found_by: str, customer: str, board: Board
) -> Decision:
    """Let a referral go with the open prospect of its customer and need, which is closed with it. Who found
    the customer now is told how it ends, unless another found them before."""
    if referral in prospect.referrals:
        return Decision()
    finder = prospect.found_by or found_by
    attached = prospect.evolve(referrals=(*prospect.referrals, referral), found_by=finder)
    event = ProspectLinked(
        branch=prospect.branch,
        prospect=prospect.id,
        need=prospect.need,
        account_manager=prospect.account_manager,
        customer=customer,
        visit=visit,
    )
    return board.keep(prospect, attached, event)


def set_step_timer(prospect: Prospect, place: BranchPlace, now: datetime) -> Decision:
    """Bring the prospect back when the day of its next step comes; on that day, when it ends."""
    if prospect.next_on is None or not prospect.is_open:
        return Decision().cancel(prospect.step_timer)
    day = date.fromisoformat(prospect.next_on)
    starts = place.start_of(day)
    return turn_at(prospect, starts if starts > now else place.end_of(day))


def turn_at(prospect: Prospect, at: datetime) -> Decision:
    """Bring the prospect back at a moment."""
    due = ProspectTurns(branch=prospect.branch, prospect=prospect.id, next_on=prospect.next_on or "")
    return Decision().schedule(prospect.step_timer, at, due, correlation_id=prospect.correlation_id)


def must_be_near(day: str, place: BranchPlace, now: datetime, *, from_tomorrow: bool = False) -> None:
    """Raises `StepDayOutOfReach` for a day before today, or too far away."""
    today = place.day_of(now)
    first = today + timedelta(days=1) if from_tomorrow else today
    if not first.isoformat() <= day <= (today + timedelta(days=FARTHEST)).isoformat():
        raise StepDayOutOfReach


def _first_line(prospect: Prospect) -> ProspectMove:
    return ProspectMove(
        id=f"{prospect.id}:0",
        prospect=prospect.id,
        number=0,
        before=None,
        after=ProspectStage.NEW,
        at=prospect.opened_at,
        seconds=0,
        by=prospect.opened_by,
        account_manager=prospect.account_manager,
        next_step=prospect.next_step,
        next_on=prospect.next_on,
    )


def _opened(prospect: Prospect, new: NewProspect) -> ProspectOpened:
    return ProspectOpened(
        branch=prospect.branch,
        prospect=prospect.id,
        need=prospect.need,
        account_manager=prospect.account_manager,
        customer=prospect.customer,
        origin=prospect.origin,
        next_step=new.next_step,
        next_on=new.next_on,
        found_by=prospect.found_by,
        opened_by=prospect.opened_by,
        referral=new.referral,
        visit=prospect.visit,
        campaign=prospect.campaign,
        product=prospect.product,
        life_event=prospect.life_event,
    )

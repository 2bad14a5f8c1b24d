"""Recusal (回避, D9): the one complained about neither owns, reads nor settles the case."""

from datetime import datetime

from services.customer.cases.domain.case import (
    BRANCH,
    REGION,
    Case,
    CaseAlreadySettled,
    CaseNotYours,
    CaseState,
    CaseTakeOverDue,
    StaffUnknown,
)
from shared.contracts.customer import CaseRecused
from shared.contracts.words import Role
from shared.domain import Decision
from shared.roster import Roster


def in_charge_at(roster: Roster, level: int, without: str | None) -> str | None:
    """Return who is in charge of a case at a level, the one complained about left out: the floor, the branch
    head, the region head, or the next of these."""
    others = roster.evolve(members=tuple(one for one in roster.members if one.staff != without))
    by_level = (others.in_charge, others.first(Role.BRANCH_HEAD), others.first(Role.REGION_HEAD))
    return next((found for found in by_level[level:] if found), None)


def rank_of(roster: Roster, staff: str | None) -> int:
    """Return the level that a member of staff has or covers: 0, `BRANCH` or `REGION`."""
    member = roster.member(staff) if staff else None
    roles = {*member.roles, *member.covers.values()} if member else set()
    return REGION if Role.REGION_HEAD in roles else BRANCH if Role.BRANCH_HEAD in roles else 0


def must_be_known(roster: Roster, staff: str | None) -> None:
    """Raises `StaffUnknown` for an id that nobody of the branch has; a branch without a roster knows all."""
    if staff is not None and roster.members and roster.member(staff) is None:
        raise StaffUnknown


def name_staff(
    case: Case, about_staff: str, by: str, roster: Roster, *, as_head: bool, now: datetime, next_due: datetime
) -> Decision:
    """Name whom the complaint is about. If the case is theirs, it goes to the next in charge, who has until
    `next_due` to take it over. Once somebody is named, a head names another.

    Raises `CaseAlreadySettled`, `RecusedFromCase`, `CaseNotYours`, `StaffUnknown`.
    """
    if case.state is CaseState.SETTLED:
        raise CaseAlreadySettled
    if case.about_staff == about_staff:
        return Decision()
    case.must_not_be(by)
    if case.about_staff is not None and not as_head:
        raise CaseNotYours
    must_be_known(roster, about_staff)
    had_by, named = case.owner, case.evolve(about_staff=about_staff)
    decision = Decision()
    if had_by == about_staff:
        named = _passed_on(named, roster, next_due)
        if named.take_over_by is not None:
            due = CaseTakeOverDue(branch=case.branch, case=case.id, level=case.level)
            decision.schedule(
                case.take_over_timer, named.take_over_by, due, correlation_id=case.correlation_id
            )
    event = CaseRecused(
        branch=case.branch,
        case=case.id,
        about_staff=about_staff,
        had_by=had_by if had_by == about_staff else None,
        case_owner=named.owner,
        take_over_by=named.take_over_by,
        customer=case.customer,
    )
    return Decision().save(named, event).then(decision)


def _passed_on(case: Case, roster: Roster, next_due: datetime) -> Case:
    """Return the case as its next owner is to take it over; what was asked for in it is asked again."""
    return case.evolve(
        state=CaseState.OPEN,
        owner=in_charge_at(roster, min(case.level, REGION), case.about_staff),
        take_over_by=next_due if case.level < REGION else None,
        taken_over_at=None,
        asked=None,
    )

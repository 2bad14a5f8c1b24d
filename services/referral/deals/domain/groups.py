"""The team of a deal, and its working groups: members with a purpose, and an end (A4)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from services.referral.deals.domain.deal import Deal, Member, WorkingGroup
from shared.branch_places import BranchPlace
from shared.contracts.referral import (
    DealTeamJoined,
    DealTeamLeft,
    DealTeamPurpose,
    ReferralEvent,
    WorkingGroupEnded,
    WorkingGroupFormed,
)
from shared.domain import Decision
from shared.errors import Refusal

TEAM_AT_MOST = 20
GROUPS_AT_MOST = 10
FARTHEST = timedelta(days=366)


class TeamFull(Refusal):
    code, status = "deal_team_full", 409
    en, zh = "The team has 20 members already.", "小组成员已达 20 人。"


class TooManyGroups(Refusal):
    code, status = "too_many_working_groups", 409
    en, zh = "The deal has had 10 working groups already.", "工作小组已达 10 个。"


class NotInTheTeam(Refusal):
    code, status = "not_in_the_team", 409
    en, zh = "A working group is made of members of the team.", "工作小组须由业务小组成员组成。"


class GroupDayOutOfReach(Refusal):
    code, status = "day_out_of_reach", 422
    en, zh = "Choose a day from today on that is not too far away.", "请选择今天起且不太久远的日期。"


class GroupDay(ReferralEvent):
    """The last day of a working group has passed."""

    deal: str
    group: str


def join(deal: Deal, staff: str, purpose: DealTeamPurpose, by: str) -> Decision:
    """Add a colleague to the team, or change their purpose. Raises `DealEnded`, `TeamFull`."""
    deal.must_be_open()
    member = Member(staff=staff, purpose=purpose)
    if member in deal.team:
        return Decision()
    others = tuple(one for one in deal.team if one.staff != staff)
    if len(others) >= TEAM_AT_MOST:
        raise TeamFull
    event = DealTeamJoined(
        branch=deal.branch,
        deal=deal.id,
        product=deal.product,
        account_manager=deal.account_manager,
        member=staff,
        purpose=purpose,
        added_by=by,
    )
    return Decision().save(deal.evolve(team=(*others, member)), event)


def leave(deal: Deal, staff: str, by: str) -> Decision:
    """Take a colleague out of the team. One who is not in it changes nothing. Raises `DealEnded`."""
    deal.must_be_open()
    left = tuple(one for one in deal.team if one.staff != staff)
    if left == deal.team:
        return Decision()
    event = DealTeamLeft(branch=deal.branch, deal=deal.id, member=staff, removed_by=by)
    return Decision().save(deal.evolve(team=left), event)


def form(
    deal: Deal,
    id: str,
    purpose: DealTeamPurpose,
    members: Sequence[str],
    ends_on: str,
    by: str,
    place: BranchPlace,
    *,
    now: datetime,
) -> Decision:
    """Form a working group of members of the team, until the end of a day; once under an id.

    Raises `DealEnded`, `TooManyGroups`, `NotInTheTeam`, `GroupDayOutOfReach`.
    """
    deal.must_be_open()
    if any(one.id == id for one in deal.groups):
        return Decision()
    if len(deal.groups) >= GROUPS_AT_MOST:
        raise TooManyGroups
    if not {deal.account_manager, *(one.staff for one in deal.team)}.issuperset(members):
        raise NotInTheTeam
    today, last = place.day_of(now), date.fromisoformat(ends_on)
    if not today <= last <= today + FARTHEST:
        raise GroupDayOutOfReach
    group = WorkingGroup(id=id, purpose=purpose, members=tuple(members), ends_on=ends_on)
    event = WorkingGroupFormed(
        branch=deal.branch,
        deal=deal.id,
        group=id,
        purpose=purpose,
        members=group.members,
        ends_on=ends_on,
        account_manager=deal.account_manager,
        formed_by=by,
    )
    day = GroupDay(branch=deal.branch, deal=deal.id, group=id)
    return (
        Decision()
        .save(deal.evolve(groups=(*deal.groups, group)), event)
        .schedule(_timer(deal, id), place.end_of(last), day, correlation_id=deal.correlation)
    )


def pass_day(deal: Deal, group: str) -> Decision:
    """End a working group whose last day has passed."""
    return _end(deal, [one for one in deal.groups if one.id == group and not one.ended])


def end_groups(deal: Deal) -> Decision:
    """End the working groups of a deal that has ended."""
    running = [one for one in deal.groups if not one.ended]
    decision = _end(deal, running)
    for one in running:
        decision.cancel(_timer(deal, one.id))
    return decision


def _end(deal: Deal, which: Sequence[WorkingGroup]) -> Decision:
    if not which:
        return Decision()
    groups = tuple(one.model_copy(update={"ended": True}) if one in which else one for one in deal.groups)
    events = [
        WorkingGroupEnded(
            branch=deal.branch,
            deal=deal.id,
            group=one.id,
            purpose=one.purpose,
            account_manager=deal.account_manager,
        )
        for one in which
    ]
    return Decision().save(deal.evolve(groups=groups), *events)


def _timer(deal: Deal, group: str) -> str:
    return f"working_group:{deal.id}:{group}"

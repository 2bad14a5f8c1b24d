"""Items of a work plan (Q2, A3): a piece of work of the catalogue with an owner and a day, done, late or
dropped; and the direction in which a branch goes into a period, in words of the catalogue."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from services.referral.plans.domain.periods import read_period
from shared.branch_places import BranchPlace
from shared.contracts.referral import (
    DropReason,
    MarketDirectionSet,
    PlanItemAdded,
    PlanItemDone,
    PlanItemDropped,
    PlanItemKind,
    PlanItemMoved,
    PlanItemOverdue,
    ReferralEvent,
)
from shared.contracts.words import CommonNeed, Segment
from shared.domain import Decision, Document
from shared.errors import Refusal

FARTHEST = 400
"""Days ahead for which a piece of work may be planned."""


class ItemClosed(Refusal):
    code, status = "plan_item_closed", 409
    en, zh = "This item is done or dropped already.", "该事项已完成或已取消。"


class ItemDayOutOfReach(Refusal):
    code, status = "plan_day_out_of_reach", 422
    en, zh = "Choose a day from today on, within 400 days.", "请选择今天起400天内的日期。"


class ItemOwnerUnknown(Refusal):
    code, status = "plan_owner_unknown", 422
    en, zh = "The owner of an item works at this branch.", "事项负责人须为本网点员工。"


class ItemGoalUnknown(Refusal):
    code, status = "plan_goal_unknown", 422
    en, zh = "The goal of an item is one of this branch.", "事项对应的目标须为本网点目标。"


class DirectionChanged(Refusal):
    """`detail` names the period; `more` tells who set what holds, and its edition."""

    code, status = "direction_changed", 409
    en = "Somebody has set this direction meanwhile: compare it with yours, then set it again."
    zh = "他人已设定该期间的营销方向，请对照后再提交。"

    def __init__(self, held: "MarketDirection | None", period: str) -> None:
        super().__init__(period)
        if held is not None:
            self.more = {"number": held.number, "set_by": held.set_by, "set_at": held.set_at.isoformat()}


class ItemDeadline(ReferralEvent):
    """The day of an item of a plan has passed."""

    plan_item: str


class ItemState(StrEnum):
    """The state of an item of a plan."""

    OPEN = "open"  # 进行中
    DONE = "done"  # 已完成
    DROPPED = "dropped"  # 已取消


class PlanItem(Document):
    """An item of a plan, to be done until the end of `due`, a day of the branch. `note` is sealed.
    `overdue`: it was told that its day passed."""

    collection: ClassVar[str] = "plan_items"

    branch: str
    owner: str
    item: PlanItemKind
    due: str
    state: ItemState = ItemState.OPEN
    overdue: bool = False
    goal: str | None = None
    note: bytes | None = None
    added_by: str
    added_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None
    reason: DropReason | None = None

    def must_be_open(self) -> None:
        """Raises `ItemClosed`."""
        if self.state is not ItemState.OPEN:
            raise ItemClosed


class MarketDirection(Document):
    """The needs and segments that a branch puts first in a period, in this order; the id is
    ``<branch>:<period>``. `number` counts how often it was set."""

    collection: ClassVar[str] = "market_directions"

    branch: str
    number: int = 1
    period: str
    needs: tuple[CommonNeed, ...]
    segments: tuple[Segment, ...]
    set_by: str
    set_at: datetime


def add_item(
    id: str,
    *,
    branch: str,
    owner: str,
    item: PlanItemKind,
    due: date,
    goal: str | None,
    note: bytes | None,
    place: BranchPlace,
    by: str,
    now: datetime,
) -> Decision:
    """Add an item. Raises `ItemDayOutOfReach`."""
    _must_be_near(due, place.day_of(now))
    made = PlanItem(
        id=id,
        branch=branch,
        owner=owner,
        item=item,
        due=due.isoformat(),
        goal=goal,
        note=note,
        added_by=by,
        added_at=now,
    )
    event = PlanItemAdded(
        branch=branch,
        plan_item=id,
        item=item,
        item_owner=owner,
        due=made.due,
        added_by=by,
        goal=goal,
    )
    return Decision().save(made, event).then(_timer(made, place))


def move_item(item: PlanItem, due: date, *, place: BranchPlace, by: str, now: datetime) -> Decision:
    """Give an item another day. Raises `ItemClosed`, `ItemDayOutOfReach`."""
    item.must_be_open()
    if item.due == due.isoformat():
        return Decision()
    _must_be_near(due, place.day_of(now))
    moved = item.evolve(due=due.isoformat(), overdue=False)
    event = PlanItemMoved(
        branch=item.branch,
        plan_item=item.id,
        item=item.item,
        item_owner=item.owner,
        before=item.due,
        due=moved.due,
        moved_by=by,
    )
    return Decision().save(moved, event).then(_timer(moved, place))


def finish_item(item: PlanItem, *, place: BranchPlace, by: str, now: datetime) -> Decision:
    """Note that an item was done; twice changes nothing. Raises `ItemClosed` for one that was dropped, or
    that another has done."""
    if item.state is ItemState.DONE and item.ended_by == by:
        return Decision()
    item.must_be_open()
    done = item.evolve(state=ItemState.DONE, ended_at=now, ended_by=by)
    event = PlanItemDone(
        branch=item.branch,
        plan_item=item.id,
        item=item.item,
        item_owner=item.owner,
        due=item.due,
        done_by=by,
        in_time=place.day_of(now).isoformat() <= item.due,
    )
    return Decision().save(done, event).cancel(_timer_id(item))


def drop_item(item: PlanItem, reason: DropReason, *, by: str, now: datetime) -> Decision:
    """Note that an item will not be done, and why. Raises `ItemClosed`."""
    item.must_be_open()
    dropped = item.evolve(state=ItemState.DROPPED, ended_at=now, ended_by=by, reason=reason)
    event = PlanItemDropped(
        branch=item.branch,
        plan_item=item.id,
        item=item.item,
        item_owner=item.owner,
        reason=reason,
        dropped_by=by,
    )
    return Decision().save(dropped, event).cancel(_timer_id(item))


def pass_deadline(item: PlanItem, today: date) -> Decision:
    """Tell that an item is late, once."""
    if item.state is not ItemState.OPEN or item.overdue or item.due >= today.isoformat():
        return Decision()
    event = PlanItemOverdue(
        branch=item.branch, plan_item=item.id, item=item.item, item_owner=item.owner, due=item.due
    )
    return Decision().save(item.evolve(overdue=True), event)


def set_direction(
    known: MarketDirection | None,
    *,
    branch: str,
    period: str,
    needs: Sequence[CommonNeed],
    segments: Sequence[Segment],
    by: str,
    seen: int | None = None,
    now: datetime,
) -> Decision:
    """Set what a branch puts first in a period; what is as before changes nothing. `seen` is the edition that
    was read, 0 for none. Raises `UnknownPeriod`, `DirectionChanged`."""
    name = read_period(period).name
    needs, segments = tuple(dict.fromkeys(needs)), tuple(dict.fromkeys(segments))
    if known is not None and (known.needs, known.segments) == (needs, segments):
        return Decision()
    held = known.number if known is not None else 0
    if seen is not None and seen != held:
        raise DirectionChanged(known, name)
    direction = MarketDirection(
        id=f"{branch}:{name}",
        branch=branch,
        number=held + 1,
        period=name,
        needs=needs,
        segments=segments,
        set_by=by,
        set_at=now,
    )
    event = MarketDirectionSet(branch=branch, period=name, needs=needs, segments=segments, set_by=by)
    return Decision().save(direction, event)


def _must_be_near(due: date, today: date) -> None:
    if not 0 <= (due - today).days <= FARTHEST:
        raise ItemDayOutOfReach


def _timer(item: PlanItem, place: BranchPlace) -> Decision:
    event = ItemDeadline(branch=item.branch, plan_item=item.id)
    ends = place.end_of(date.fromisoformat(item.due))
    return Decision().schedule(_timer_id(item), ends, event, correlation_id=item.correlation_id)


def _timer_id(item: PlanItem) -> str:
    return f"plan_item:{item.id}"

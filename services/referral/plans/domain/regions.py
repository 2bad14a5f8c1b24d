"""Regions (Q2, R1): the branches at which a region head works; a region has the id of its head.

There is no list of regions to keep: who is enrolled as region head at a branch has that branch in theirs, and
loses it with the enrolment. Two heads at one branch have a region each.
"""

from typing import ClassVar

from shared.contracts.notify import StaffEnrolled
from shared.contracts.words import Role
from shared.domain import Decision, Document


class RegionBranch(Document):
    """A branch of a region; the id is ``<head>/<branch>``. `left`: it is no part of it any more."""

    collection: ClassVar[str] = "region_branches"

    head: str
    branch: str
    left: bool = False


class RegionHeads(Document):
    """The region heads who work at a branch, whose id it has."""

    collection: ClassVar[str] = "region_heads"

    heads: tuple[str, ...] = ()


def enrol(event: StaffEnrolled, part: RegionBranch | None, heads: RegionHeads) -> Decision:
    """Add the branch of an enrolment to a region, or take it out."""
    is_head = Role.REGION_HEAD in event.roles
    if is_head is (part is not None and not part.left):
        return Decision()
    id = f"{event.staff}/{event.branch}"
    part = part or RegionBranch(id=id, head=event.staff, branch=event.branch)
    others = tuple(head for head in heads.heads if head != event.staff)
    named = tuple(sorted((*others, event.staff))) if is_head else others
    return Decision().save(part.evolve(left=not is_head)).save(heads.evolve(heads=named))

"""Covers: who acts for whom at a branch (A1): each for themselves, and for an account manager who is away,
whoever covers them."""

from collections.abc import Collection

from shared.contracts.words import Role
from shared.roster import Roster
from shared.runtime import Asking

Acting = Collection[str]
"""The account managers for whom a person acts at a branch."""


async def acting_for(caller: Asking, branch: str) -> Acting:
    """Return the account managers for whom a person acts at a branch: themselves, and those whom they
    cover."""
    staff = caller.person.staff
    if not caller.person.covers:
        return {staff}
    roster = await caller.runtime.store.find(Roster, branch)
    member = roster.member(staff) if roster is not None else None
    covers = member.covers if member is not None else {}
    return {staff} | {absent for absent, role in covers.items() if role is Role.ACCOUNT_MANAGER}

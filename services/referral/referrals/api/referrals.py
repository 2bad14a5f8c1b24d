"""Referrals over HTTP: seen by who works with them (D5)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from services.referral import store
from services.referral.referrals.domain.referral import Declined, Outcome, Referral, State
from shared.access import Person, SignedIn
from shared.contracts.words import Role
from shared.errors import Malformed, NotFound
from shared.runtime import Runtime, ServiceRuntime

router = APIRouter(prefix="/api/referral/referrals", tags=["referrals"])
Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9_:.-]{1,64}$")]
SEES_BRANCH = (Role.LOBBY_MANAGER, Role.BRANCH_HEAD, Role.REGION_HEAD, Role.AUDITOR)


class ReferralNow(BaseModel):
    """A referral as it stands; `account_manager` is who is asked, or has it."""

    referral: str
    branch: str
    visit: str
    need: str
    found_by: str
    customer: str | None
    state: State
    account_manager: str | None
    asked: tuple[str, ...]
    declined: tuple[Declined, ...]
    round: int
    answer_by: datetime | None
    opened_at: datetime
    accepted_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None


def shown(referral: Referral) -> ReferralNow:
    fields = ReferralNow.model_fields.keys() - {"referral"}
    return ReferralNow(referral=referral.id, **referral.model_dump(include=fields))


@router.get("")
async def referrals(
    runtime: Runtime,
    person: SignedIn,
    mine: bool = False,
    branch: Annotated[str | None, Query(pattern=r"^[A-Za-z0-9_-]{1,32}$")] = None,
) -> list[ReferralNow]:
    """One's own open referrals (`mine=1`), or all of a branch (`branch=`), newest first."""
    if mine:
        person.must_be(Role.ACCOUNT_MANAGER)
        return [shown(one) for one in await store.of_account_manager(runtime.store, person.staff)]
    if branch is None:
        raise Malformed("branch: missing")
    person.must(branch, *SEES_BRANCH)
    return [shown(one) for one in await store.of_branch(runtime.store, branch)]


@router.get("/{referral}")
async def one(referral: Id, runtime: Runtime, person: SignedIn) -> ReferralNow:
    """A referral as it stands."""
    return shown(await referral_for(runtime, person, referral, Role.ACCOUNT_MANAGER, *SEES_BRANCH))


async def referral_for(runtime: ServiceRuntime, person: Person, id: str, *roles: Role) -> Referral:
    """The referral, if the person has one of `roles`; one of another branch does not exist for them."""
    person.must_be(*roles)
    found = await store.referral(runtime.store, id)
    if found is None or found.branch not in person.branches:
        raise NotFound(f"referrals/{id}")
    return found


async def look_up(runtime: ServiceRuntime, id: str) -> ReferralNow:
    """The referral after a command."""
    found = await store.referral(runtime.store, id)
    if found is None:
        raise NotFound(f"referrals/{id}")
    return shown(found)

"""Finders of prospects over HTTP (D5, A2): what became of theirs, with their score."""

from typing import Annotated

from fastapi import APIRouter

from services.referral.prospects.api.shown import FinderNow, Found, shown_finder, shown_found
from services.referral.prospects.domain.finders import FinderRecord, new_record
from services.referral.prospects.queries import FOUND, ListFinders, ListFound, finders_of, found_by
from services.referral.referrals.queries import referrals_found_by
from shared.rights import may_at_queried_branch
from shared.runtime import Caller, Runtime

router = APIRouter(prefix="/api/referral/finders", tags=["prospects"])


@router.get("")
async def list_finders(
    branch: Annotated[str, may_at_queried_branch(ListFinders)], runtime: Runtime
) -> list[FinderNow]:
    """The finders of the branch with their scores, in the order of their ids: it is no league table."""
    return [
        shown_finder(one)
        for one in sorted(await finders_of(runtime.store, branch), key=lambda one: one.staff)
    ]


@router.get("/me")
async def list_found(branch: Annotated[str, may_at_queried_branch(ListFound)], caller: Caller) -> Found:
    """My findings at a branch, the latest first: who was asked, who said no, and how it ended."""
    store, staff = caller.runtime.store, caller.person.staff
    referrals = {one.id: one for one in await referrals_found_by(store, branch, staff)}
    prospects = {one.id: one for one in await found_by(store, branch, staff)}
    record = await store.find(FinderRecord, new_record(branch, staff).id) or new_record(branch, staff)
    found = [
        shown_found(referrals.get(id), prospects.get(id)) for id in dict.fromkeys([*referrals, *prospects])
    ]
    found.sort(key=lambda one: one.opened_at, reverse=True)
    return Found(finder=shown_finder(record), found=found[:FOUND])

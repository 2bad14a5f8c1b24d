"""Presence: stepping out and coming back."""

from fastapi import APIRouter, Request
from pydantic import BaseModel

from services.notify.handlers.presence import Presence, change_presence
from shared.access import SignedIn
from shared.service import Here

router = APIRouter(prefix="/api/notify/presence", tags=["presence"])


class AtWork(BaseModel):
    present: bool


@router.post("")
async def put_presence(at_work: AtWork, request: Request, here: Here, person: SignedIn) -> AtWork:
    """Say whether I am at work; my branches are told of a change."""
    branch = person.branches[0] if person.branches else ""
    await here.command(request, person, branch, change_presence, Presence(person.staff, at_work.present))
    return at_work

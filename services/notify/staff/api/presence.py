"""Presence: stepping out, with a cover or without, and coming back."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field, model_validator

from services.notify.staff.domain.presence import Covering
from services.notify.staff.handlers.presence import Presence, change_presence
from shared.access import SignedIn
from shared.contracts.words import Role
from shared.fields import Given, YesNo
from shared.runtime import Runtime

router = APIRouter(prefix="/api/notify/presence", tags=["presence"])


class AtWork(Given):
    """Whether I am at work. A lobby manager who is not may name a `cover`, who is there, for the `branch`."""

    present: YesNo
    cover: Annotated[str, Field(max_length=64)] | None = None
    branch: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")] | None = None

    @model_validator(mode="after")
    def _one_who_is_away(self) -> "AtWork":
        if self.cover and (self.present or not self.branch):
            raise ValueError("a cover needs a branch, and somebody who is away")
        return self


@router.post("")
async def put_presence(at_work: AtWork, request: Request, runtime: Runtime, person: SignedIn) -> AtWork:
    """Say whether I am at work, and who covers the floor meanwhile; my branches are told of a change."""
    branch = person.branches[0] if person.branches else ""
    covering = None
    if at_work.cover and at_work.branch:
        person.must_be(Role.LOBBY_MANAGER)
        person.must(at_work.branch, Role.LOBBY_MANAGER)
        covering = Covering(at_work.branch, at_work.cover)
    presence = Presence(person.staff, at_work.present, covering)
    await runtime.command(request, person, branch, change_presence, presence)
    return at_work

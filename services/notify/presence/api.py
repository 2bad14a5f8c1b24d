"""HTTP of presence: step out, with a cover or without, and come back."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field, model_validator

from services.notify.presence.commands import ChangePresence, HandOverFloor
from shared.access import Person
from shared.fields import Given, YesNo
from shared.rights import may_somewhere, require, right_of
from shared.runtime import Caller

router = APIRouter(prefix="/api/notify/presence", tags=["presence"])


class AtWork(Given):
    """My presence. A lobby manager who is not at work may name a `cover`, who is, for the `branch`."""

    present: YesNo
    cover: Annotated[str, Field(max_length=64)] | None = None
    branch: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")] | None = None

    @model_validator(mode="after")
    def _one_who_is_away(self) -> "AtWork":
        if self.cover and (self.present or not self.branch):
            raise ValueError("a cover needs a branch, and somebody who is away")
        return self


@router.post("")
async def put_presence(
    at_work: AtWork,
    request: Request,
    person: Annotated[Person, may_somewhere(ChangePresence)],
    caller: Caller,
) -> AtWork:
    """Say whether I am at work, and who covers the floor meanwhile; my branches are told of a change."""
    branch = person.branches[0] if person.branches else ""
    if at_work.cover and at_work.branch:
        require(person, right_of(request, HandOverFloor), at_work.branch)
        await caller.execute(HandOverFloor(person.staff, at_work.branch, at_work.cover), branch)
    else:
        await caller.execute(ChangePresence(person.staff, at_work.present), branch)
    return at_work

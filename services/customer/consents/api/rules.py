"""The hours and days in which customers are contacted, over HTTP (W5): of a branch, or of the bank."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.customer.consents.commands import ChangeContactRules
from services.customer.consents.domain.hours import Hours, NewRules
from services.customer.consents.queries import ViewContactRules, rules_of
from shared.contracts.customer import ContactPurpose
from shared.editions import Seen
from shared.fields import Given, LivedDay
from shared.rights import may_at_branch
from shared.runtime import Caller, Runtime

router = APIRouter(prefix="/api/customer/branches/{branch}/contact-rules", tags=["consents"])


class RulesForm(Given):
    """Contact rules, whole. Purposes that are left out of `hours` have those that every bank begins with."""

    hours: dict[ContactPurpose, Hours] = {}
    working_days_only: tuple[ContactPurpose, ...] = Field(default=(ContactPurpose.MARKETING,), max_length=3)
    quiet_days: tuple[LivedDay, ...] = Field(default=(), max_length=100)
    seen: Seen


class RulesNow(BaseModel):
    """The contact rules that hold at a branch; `of` is the branch, or ``bank``. `number` is 0 for those that
    nobody has set."""

    of: str
    number: int
    hours: dict[ContactPurpose, Hours]
    working_days_only: tuple[ContactPurpose, ...]
    quiet_days: tuple[str, ...]
    changed_at: datetime | None
    changed_by: str


@router.get("")
async def view_contact_rules(
    branch: Annotated[str, may_at_branch(ViewContactRules)], runtime: Runtime
) -> RulesNow:
    """The hours and days in which the branch contacts customers."""
    rules = await rules_of(runtime.store, branch)
    shown = RulesNow.model_fields.keys() - {"of"}
    return RulesNow(of=rules.id, **rules.model_dump(include=shown))


@router.put("", status_code=204)
async def change_contact_rules(
    branch: Annotated[str, may_at_branch(ChangeContactRules)], form: RulesForm, caller: Caller
) -> None:
    """Set the hours and days of a branch; operations set those of the ``bank``."""
    rules = NewRules(**form.model_dump(exclude={"hours", "seen"}), hours=form.hours)
    await caller.execute(ChangeContactRules(branch, rules, caller.person.staff, form.seen), branch)

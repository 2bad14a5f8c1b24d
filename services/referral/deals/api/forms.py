"""Forms of deals: what people fill in."""

from typing import Annotated

from fastapi import Path
from pydantic import Field, StringConstraints

from services.referral.deals.domain.deal import Member
from services.referral.deals.domain.templates import Step
from services.referral.fields import LARGEST, STAFF, Currency, Key, Staff
from shared.contracts.referral import (
    DealBlockReason,
    DealCancelReason,
    DealReturnReason,
    DealSkipReason,
    DealTeamPurpose,
    Department,
)
from shared.fields import Given, LivedDay, Readable, Whole

StaffInPath = Annotated[str, Path(alias="staff", pattern=STAFF)]
Word = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,32}$")]
StepInPath = Annotated[str, Path(alias="step", pattern=r"^[a-z0-9_]{1,32}$")]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
Name = Annotated[Readable, StringConstraints(max_length=40)]


class MemberForm(Given):
    """A colleague for the team of a deal, with a purpose."""

    staff: Staff
    purpose: DealTeamPurpose

    def member(self) -> Member:
        """Return the member."""
        return Member(staff=self.staff, purpose=self.purpose)


class DealForm(Given):
    """A piece of business. `amount` is in the hundredth of the `currency`; `account_manager` is oneself, if
    it is left out, and else named by the head of the branch."""

    product: Code
    amount: Annotated[Whole, Field(ge=1, le=LARGEST)]
    currency: Currency = "CNY"
    customer: Key
    template: Word
    account_manager: Staff | None = None
    prospect: Key | None = None
    team: Annotated[list[MemberForm], Field(max_length=20)] = []


class BlockForm(Given):
    """The reason for which a task cannot go on."""

    reason: DealBlockReason


class ReturnForm(Given):
    """The reason for which a task is returned."""

    reason: DealReturnReason


class LeaveOutForm(Given):
    """The reason for which a task is left out."""

    reason: DealSkipReason


class CancelForm(Given):
    """The reason for which a deal is given up."""

    reason: DealCancelReason


class GiveForm(Given):
    """The account manager with whom a deal goes on."""

    account_manager: Staff


class GroupForm(Given):
    """A working group of members of the team, until the end of a day."""

    purpose: DealTeamPurpose
    members: Annotated[list[Staff], Field(min_length=1, max_length=20)]
    ends_on: LivedDay


class StepForm(Given):
    """A step of a template, done by a department within so many working days of when it can begin."""

    step: Word
    zh: Name
    en: Name
    department: Department
    after: Annotated[list[Word], Field(max_length=30)] = []
    days: Annotated[Whole, Field(ge=1, le=60)]

    def as_step(self) -> Step:
        """Return the step."""
        return Step(**{**self.model_dump(), "after": tuple(dict.fromkeys(self.after))})


class TemplateForm(Given):
    """A version of a template, whole. `over` is the number of the version of this scope that it follows, 0
    for none; it is refused if there is another one by now."""

    template: Word
    zh: Name
    en: Name
    steps: Annotated[list[StepForm], Field(max_length=30)]
    over: Annotated[Whole, Field(ge=0)] | None = None

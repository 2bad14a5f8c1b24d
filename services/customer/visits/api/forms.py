"""Forms of visits (W1)."""

import re
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from services.customer.fields import LongText, ShortText
from services.customer.visits.domain.records import NextStep
from shared.contracts.customer import (
    Confidentiality,
    FollowUp,
    NoFollowUp,
    NotHeldReason,
    VisitPlace,
    VisitPurpose,
)
from shared.editions import SeenMark
from shared.fields import Given, LivedDay, Readable, Whole, YesNo

Staff = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]


def _real_time(text: str) -> str:
    """Raises ValueError for a time that no clock shows."""
    return datetime.fromisoformat(text).strftime("%Y-%m-%dT%H:%M")


def _district(text: str) -> str:
    """Raises ValueError for a place that is finer than a district: one with a number, or a coordinate."""
    if re.search(r"\d|[号室弄栋楼]", text):
        raise ValueError("a district, without street or number")
    return text


WallTime = Annotated[
    str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"), AfterValidator(_real_time)
]
"""The time on a clock at the branch, such as ``2026-03-02T10:30``."""
District = Annotated[Readable, StringConstraints(max_length=30), AfterValidator(_district)]


class TimeForm(Given):
    """A time by the clock of the branch. `which` is 0 or 1 in an hour that comes twice, as clocks are put
    back; `despite_overlap` says that another visit at that time is meant."""

    start: WallTime
    minutes: Whole = Field(ge=15, le=720)
    which: Literal[0, 1] | None = None
    despite_overlap: YesNo = False


class MoveForm(TimeForm):
    """Another time for a visit."""

    seen: SeenMark


class VisitForm(TimeForm):
    """A visit to be planned."""

    purpose: VisitPurpose
    place: VisitPlace
    confidentiality: Confidentiality = Confidentiality.NORMAL
    address: ShortText | None = Field(default=None, repr=False)
    attendees: ShortText | None = Field(default=None, repr=False)
    goal: LongText | None = Field(default=None, repr=False)


class ConfirmForm(Given):
    """The mark of the time that the customer confirmed."""

    seen: SeenMark


class BeginForm(Given):
    """The district in which one is; nothing finer is taken."""

    district: District


class CancelForm(Given):
    """The reason for which a visit is cancelled, and the mark of its time."""

    reason: NotHeldReason
    seen: SeenMark


class NextStepForm(Given):
    """The next step and its day, or why there is none."""

    follow_up: FollowUp | None = None
    follow_up_on: LivedDay | None = None
    none_because: NoFollowUp | None = None

    @model_validator(mode="after")
    def _has_one_of_the_two(self) -> Self:
        stated = self.follow_up is not None
        if stated == (self.none_because is not None) or stated != (self.follow_up_on is not None):
            raise ValueError("a next step with its day, or the reason why there is none")
        return self

    @property
    def next_step(self) -> NextStep:
        """The next step as the domain takes it."""
        return NextStep(self.follow_up, self.follow_up_on, self.none_because)


class MissForm(NextStepForm):
    """The reason for which a visit was not held, the mark of its time, and what follows."""

    reason: NotHeldReason
    seen: SeenMark


class PromiseForm(Given):
    """Something that was promised to the customer."""

    what: ShortText = Field(repr=False)
    owner: Staff
    due: LivedDay


class RecordForm(NextStepForm):
    """The record of a visit."""

    observations: LongText = Field(repr=False)
    promises: list[PromiseForm] = Field(default=[], max_length=10)

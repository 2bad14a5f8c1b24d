"""The days after which files are reviewed, by class of risk, over HTTP (W2)."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.customer.files.commands import SetReviews
from services.customer.files.domain.profile import ReviewRules
from services.customer.files.domain.tags import BANK
from services.customer.files.queries import ViewReviews, find_reviews
from shared.access import Person
from shared.contracts.customer.words import RiskClass
from shared.editions import Seen
from shared.fields import Given, Whole
from shared.rights import may_somewhere
from shared.runtime import Caller, Runtime

router = APIRouter(prefix="/api/customer/risk-reviews", tags=["files"])
Days = Annotated[Whole, Field(ge=1, le=3660)]


class ReviewsForm(Given):
    """Days by class of risk; a class that is left out keeps its own."""

    days: dict[RiskClass, Days] = Field(min_length=1)
    seen: Seen


class ReviewsNow(BaseModel):
    """Days after which a file is reviewed again, by its class of risk; `number` counts their changes."""

    days: dict[RiskClass, int]
    number: int


@router.get("")
async def view_reviews(person: Annotated[Person, may_somewhere(ViewReviews)], runtime: Runtime) -> ReviewsNow:
    """The days of the bank after which files are reviewed again."""
    return _shown(await find_reviews(runtime.store))


@router.put("")
async def set_reviews(
    form: ReviewsForm, person: Annotated[Person, may_somewhere(SetReviews)], caller: Caller
) -> ReviewsNow:
    """Set the days; they count from the next review of each file on."""
    await caller.execute(SetReviews(form.days, person.staff, form.seen), BANK)
    return _shown(await find_reviews(caller.runtime.store))


def _shown(rules: ReviewRules) -> ReviewsNow:
    return ReviewsNow(days=rules.all_days, number=rules.version)

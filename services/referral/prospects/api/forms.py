"""The forms of prospects over HTTP (A2)."""

from pydantic import Field

from services.referral.fields import LARGEST, CatalogueWord, Currency, Key, Staff
from services.referral.prospects.domain.campaign import AT_MOST
from services.referral.prospects.domain.moving import Step
from shared.contracts.needs import Need
from shared.contracts.referral import (
    LifeEvent,
    LostReason,
    NextStep,
    ProspectOrigin,
    ProspectStage,
)
from shared.fields import Given, LivedDay, Whole
from shared.rights import BRANCH


class StepForm(Given):
    """A next step, and its day at the branch."""

    next_step: NextStep
    next_on: LivedDay

    @property
    def step(self) -> Step:
        return Step(self.next_step, self.next_on)


class OpenForm(StepForm):
    """A prospect: of a customer, or of a visit whose contact data was left. `account_manager` is the asker
    where it is left out; who opens one for a colleague is its finder."""

    branch: str = Field(pattern=BRANCH)
    need: Need
    origin: ProspectOrigin = ProspectOrigin.COLLEAGUE
    account_manager: Staff | None = None
    customer: Key | None = None
    visit: Key | None = None
    product: CatalogueWord | None = None
    life_event: LifeEvent | None = None


class MoveForm(StepForm):
    """The stage to which a prospect goes, with what is next."""

    stage: ProspectStage


class ParkForm(Given):
    """The day until which a prospect rests, and what is done then."""

    until: LivedDay
    next_step: NextStep

    @property
    def step(self) -> Step:
        return Step(self.next_step, self.until)


class WinForm(Given):
    """The business that a prospect became: the product, and the amount in the hundredth of the currency."""

    product: CatalogueWord | None = None
    amount: Whole | None = Field(default=None, ge=0, le=LARGEST)
    currency: Currency | None = None


class LoseForm(Given):
    """The reason for which a prospect is lost."""

    reason: LostReason


class GiveForm(Given):
    """The account manager to whom a prospect is given."""

    account_manager: Staff


class CampaignForm(StepForm):
    """A list of customers with a need, for an account manager of the branch."""

    branch: str = Field(pattern=BRANCH)
    need: Need
    account_manager: Staff
    customers: tuple[Key, ...] = Field(min_length=1, max_length=AT_MOST)

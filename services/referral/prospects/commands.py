"""Commands of prospects (A2). `by` is the staff id of the person who asks; days are those of the branch."""

from dataclasses import dataclass

from services.referral.prospects.domain.campaign import Campaign
from services.referral.prospects.domain.ending import Business
from services.referral.prospects.domain.moving import Step
from services.referral.prospects.domain.opening import NewProspect
from shared.commands import Command
from shared.contracts.referral import LostReason, ProspectStage


@dataclass(frozen=True)
class OpenProspect(Command, name="open_prospect"):
    """Open a prospect for an account manager, under an id that is made by its sender (A2)."""

    new: NewProspect


@dataclass(frozen=True)
class MoveProspect(Command, name="move_prospect"):
    """Take a prospect to another open stage, with its next step (A2)."""

    prospect: str
    to: ProspectStage
    step: Step
    by: str


@dataclass(frozen=True)
class SetNextStep(Command, name="set_next_step"):
    """Set the next step of a prospect (A2)."""

    prospect: str
    step: Step
    by: str


@dataclass(frozen=True)
class ParkProspect(Command, name="park_prospect"):
    """Let a prospect rest until a day, on which it comes back with this next step (A2)."""

    prospect: str
    step: Step
    by: str


@dataclass(frozen=True)
class WinProspect(Command, name="win_prospect"):
    """End a prospect that became business without a deal (A2)."""

    prospect: str
    business: Business
    by: str


@dataclass(frozen=True)
class LoseProspect(Command, name="lose_prospect"):
    """End a prospect that became no business (A2)."""

    prospect: str
    reason: LostReason
    by: str


@dataclass(frozen=True)
class GiveProspect(Command, name="give_prospect"):
    """Give a prospect to another account manager of the branch (A2, W2)."""

    prospect: str
    account_manager: str
    by: str


@dataclass(frozen=True)
class ListCampaign(Command, name="list_campaign"):
    """Give a list of customers with a need to an account manager (A2)."""

    new: Campaign

"""Commands about the lobby log and what is recorded on the floor (D4, D5, D9, D11, E3, E4)."""

from dataclasses import dataclass
from datetime import datetime

from shared.commands import Command
from shared.contracts.words import Accepts, ComplaintTopic


@dataclass(frozen=True)
class IdentifyProspect(Command, name="identify_prospect"):
    """Mark a visitor as a prospect, with what they may need and what they said to being introduced (D5)."""

    visit: str
    need: str
    found_by: str
    accepts: Accepts | None = None


@dataclass(frozen=True)
class PassOnComplaint(Command, name="pass_on_complaint"):
    """Pass on a complaint that was made at a machine (D9)."""

    id: str
    branch: str
    topic: ComplaintTopic
    raised: datetime
    visit: str | None = None
    device: str | None = None

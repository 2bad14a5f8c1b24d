"""Commands of latent needs (A2). `by` is the staff id of the person who asks."""

from dataclasses import dataclass

from services.customer.latent.domain.rules import NewLatentRules
from shared.commands import Command
from shared.contracts.customer import LatentDismissal


@dataclass(frozen=True)
class FindLatentNeeds(Command, name="find_latent_needs"):
    """Count the customers of a branch and look for latent needs now, not only at night (A2)."""

    branch: str


@dataclass(frozen=True)
class TakeUpLatentNeed(Command, name="take_up_latent_need"):
    """Follow the hint of a product as a prospect (A2)."""

    customer: str
    product: str
    by: str


@dataclass(frozen=True)
class DismissLatentNeed(Command, name="dismiss_latent_need"):
    """End the hint of a product for a reason (A2)."""

    customer: str
    product: str
    reason: LatentDismissal


@dataclass(frozen=True)
class ChangeLatentRules(Command, name="change_latent_rules"):
    """Set the rules of hints of a branch, or of the bank (A2)."""

    scope: str
    rules: NewLatentRules
    by: str
    seen: str | None = None

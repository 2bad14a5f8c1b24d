"""Commands about accounts at the bank's identity provider."""

from dataclasses import dataclass

from services.notify.identity.domain import Claimed
from shared.commands import Command


@dataclass(frozen=True)
class AdmitIdentity(Command, name="admit_identity"):
    """Know a person by their account at the bank, with the roles and branches that it has now; `links` an
    account to somebody who has just proved that the password here is theirs."""

    claimed: Claimed
    links: bool = False


@dataclass(frozen=True)
class EndSessionsByProvider(Command, name="end_sessions_by_provider"):
    """End all sessions of a person, since the provider says that they have signed out."""

    staff: str

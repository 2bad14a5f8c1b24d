"""Card holders: lobby's own copy of who holds which card, so that a VIP is one while `customer` is down
(D6)."""

from typing import ClassVar

from shared.contracts.words import Segment
from shared.domain import Document


class CardHolder(Document):
    """The holder of a credential; the id is the credential's keyed hash."""

    collection: ClassVar[str] = "card_holders"

    customer: str
    masked_name: str
    segment: Segment
    account_manager: str | None = None
    revoked: bool = False

    def forgotten(self) -> "CardHolder":
        """Return it revoked, with nothing left of the customer but the id."""
        return self.evolve(revoked=True, masked_name="", segment=Segment.MASS, account_manager=None)

    @property
    def is_vip(self) -> bool:
        return self.segment.is_vip and not self.revoked

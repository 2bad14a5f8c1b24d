"""The will of a customer to hear of products at all (W5)."""

from services.customer.consents.domain.standing import ContactStanding
from shared.contracts.customer import ConsentState, ContactChannel, ContactPurpose

NO = (ConsentState.REFUSED, ConsentState.WITHDRAWN)


def refuses_marketing(standing: ContactStanding | None) -> bool:
    """Tell whether a customer said no to marketing by some channel, and yes by none."""
    states = _states_of(standing)
    return any(one in NO for one in states) and ConsentState.GIVEN not in states


def consents_to_marketing(standing: ContactStanding | None) -> bool:
    """Tell whether a customer consented to marketing by some channel."""
    return ConsentState.GIVEN in _states_of(standing)


def _states_of(standing: ContactStanding | None) -> list[ConsentState]:
    if standing is None:
        return []
    return [standing.of(ContactPurpose.MARKETING, channel).state for channel in ContactChannel]

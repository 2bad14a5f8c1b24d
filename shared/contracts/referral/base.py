"""The base of all events of `referral`."""

from typing import ClassVar

from shared.contracts.base import Event


class ReferralEvent(Event):
    owner: ClassVar[str] = "referral"

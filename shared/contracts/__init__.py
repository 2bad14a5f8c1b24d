"""Every event that crosses from one service, or one device, to another. Add-only within a version."""

from shared.contracts import customer, devices, lobby, notify, referral
from shared.contracts.base import Envelope, Event, decode, encode, model_of, types_of

SERVICES = (
    lobby.LobbyEvent.owner,
    customer.CustomerEvent.owner,
    referral.ReferralEvent.owner,
    notify.NotifyEvent.owner,
)
"""The services: each publishes events of its own, and consumes those of the others."""

__all__ = [
    "SERVICES",
    "Envelope",
    "Event",
    "customer",
    "decode",
    "devices",
    "encode",
    "lobby",
    "model_of",
    "notify",
    "referral",
    "types_of",
]

"""Every event that crosses from one service, or one device, to another. Add-only within a version."""

from shared.contracts import core, customer, devices, lobby, notify, referral
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
    "core",
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

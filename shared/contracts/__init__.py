"""Every event that crosses from one service, or one device, to another. Add-only within a version."""

from shared.contracts import customer, devices, lobby, notify, referral
from shared.contracts.base import Envelope, Event, decode, encode, model_of, types_of

__all__ = [
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

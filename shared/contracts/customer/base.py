"""The base of all events of `customer`."""

from typing import ClassVar

from shared.contracts.base import Event


class CustomerEvent(Event):
    owner: ClassVar[str] = "customer"

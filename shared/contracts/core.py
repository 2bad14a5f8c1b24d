"""Events that an integrator publishes for the bank's core systems; Foyer consumes them and publishes none.

They go to the exchange of all events, under ``<partition>.core.<name>``, in the envelope of every event; the
partition of a branch is ``crc32(branch) % partitions``. A repeat under the same id changes nothing.
"""

from typing import ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict

from shared.contracts.base import Event


class CoreEvent(Event):
    owner: ClassVar[str] = "core"


class ReportedHolding(BaseModel):
    """A product that a customer holds. `product` is the bank's code of it, `amount` is in the hundredth of
    the `currency` (ISO 4217), `matures_on` a day such as ``2027-03-31``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    product: str
    amount: int
    currency: str = "CNY"
    matures_on: str | None = None


class HoldingsReported(CoreEvent, zh="核心系统报送持有产品", en="The core system reported holdings"):
    """The core banking system reports all that a customer holds at the moment `as_of` (W2): a product that is
    left out is held no more. `branch` is the customer's home branch."""

    customer: str
    as_of: AwareDatetime
    holdings: tuple[ReportedHolding, ...]

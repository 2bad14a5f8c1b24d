"""The service customer over HTTP without a broker, and a bank with one customer."""

from datetime import datetime
from typing import Any

from services.customer.files.commands import OpenFile
from services.customer.files.domain.files import NewFile
from services.customer.files.sealing import Clear, seal_person
from shared import clock
from shared.access import Person
from shared.contracts.words import Segment
from shared.domain import Document
from shared.privacy import blind_index, mask_name
from tests.unit import served as base
from tests.unit.served import MASTER


class Served(base.Served):
    """The service customer: it hears what it published itself when a test lets it."""

    def __init__(self, *documents: Document, now: datetime | None = None) -> None:
        super().__init__("customer", *documents, now=now or clock.now())

    async def get(self, person: Person, path: str) -> Any:  # type: ignore[override]
        return await self.read(person, path)

    async def open(self, id: str, name: str, phone: str, manager: str | None = "am.1") -> None:
        """Open a file at B1."""
        sealed, wrapped = seal_person(MASTER, id, Clear(name=name, phone=phone))
        hashed = (blind_index(MASTER, "phone", phone),)
        new = NewFile(id, "B1", mask_name(name), Segment.MASS, manager, sealed, wrapped, hashed)
        await self.do(OpenFile(new))
        await self.hear()


async def served(*documents: Document) -> Served:
    """A bank with one customer, C1 王小明, whose account manager is am.1."""
    world = Served(*documents)
    await world.open("C1", "王小明", "13800000000")
    return world

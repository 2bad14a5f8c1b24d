"""Many rows at once: how often the store is asked does not grow with them (W2)."""

import pytest

from services.customer.app import SERVICE as CUSTOMER
from services.customer.imports.commands import KeepPages
from services.customer.imports.domain.imported import (
    PAGES_KEPT_AT_ONCE,
    ROWS_PER_PAGE,
    Counts,
    ImportPage,
    PortfolioImport,
)
from services.referral.app import SERVICE as REFERRAL
from shared import clock
from shared.contracts.customer import CustomerRegistered
from shared.contracts.words import Segment
from shared.domain import Document
from shared.service import Service
from shared.unit_of_work import in_turn
from tests.unit.customer.imports.desk import Desk, Killed, csv_of, phone
from tests.unit.served import Served


class Asked(Served):
    """A service that counts how often its store is asked."""

    asked = 0

    async def load(self, model: type[Document], ids: list[str]) -> list[Document]:
        self.asked += 1
        return await super().load(model, ids)

    async def query(self, look: object, *about: object) -> object:
        self.asked += 1
        return await super().query(look, *about)


async def opened(service: Service, files: int) -> int:
    """Let a service hear of so many new files in one batch; returns how often it asked its store."""
    world = Asked(service.name, now=clock.now())
    handler = in_turn(*service.events[CustomerRegistered])
    told = [
        CustomerRegistered(
            branch="B1",
            customer=f"C{number}",
            masked_name="王*",
            segment=Segment.MASS,
            account_manager="am.1",
            opened=True,
        )
        for number in range(files)
    ]
    await world.act_together([(handler, one) for one in told])
    return world.asked


@pytest.mark.parametrize("service", [CUSTOMER, REFERRAL], ids=lambda one: one.name)
async def test_of_many_files_that_were_opened_the_store_is_asked_together(service: Service) -> None:
    assert await opened(service, 50) <= await opened(service, 2) + 2


def many(rows: int) -> str:
    return csv_of(*((f"李{number}强", phone(number), "", f"N{number}", "") for number in range(rows)))


async def test_several_pages_of_a_dry_run_are_kept_in_one_transaction() -> None:
    desk, rows = Desk(), 2 * ROWS_PER_PAGE * PAGES_KEPT_AT_ONCE + 15
    known = await desk.check(many(rows))
    assert (known.counts, known.pages) == (Counts(new=rows), 2 * PAGES_KEPT_AT_ONCE + 2)
    kept = [one for one in desk.done if isinstance(one, KeepPages)]
    assert [len(one.pages) for one in kept] == [PAGES_KEPT_AT_ONCE, PAGES_KEPT_AT_ONCE, 2]
    pages = desk.store.raws(ImportPage.collection)
    assert [row["row"] for page in pages for row in page["marks"]] == list(range(2, rows + 2))


@pytest.mark.parametrize("after", range(3, 8))
async def test_a_dry_run_that_is_killed_goes_on_where_it_was(after: int) -> None:
    desk, rows = Desk(), 2 * ROWS_PER_PAGE * PAGES_KEPT_AT_ONCE + 15
    whole = (await Desk().check(many(rows))).counts
    desk.kill_at = after
    with pytest.raises(Killed):
        await desk.check(many(rows))
    desk.kill_at = None
    await desk.work()
    known = desk.get(PortfolioImport, "I1")
    assert (known.counts, known.rows) == (whole, rows)

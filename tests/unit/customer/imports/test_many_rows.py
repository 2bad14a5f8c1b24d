"""Many rows at once: how often the store is asked does not grow with them (W2)."""

from collections.abc import Callable

import pytest

from services.customer.app import SERVICE as CUSTOMER
from services.customer.contacts.domain.plan import ContactPlan
from services.customer.imports.commands import KeepPages
from services.customer.imports.domain.imported import (
    PAGES_KEPT_AT_ONCE,
    ROWS_PER_PAGE,
    Counts,
    ImportPage,
    PortfolioImport,
)
from services.customer.subscriptions import EVENT_HANDLERS
from services.customer.timeline.domain import TimelineLine
from services.referral.app import SERVICE as REFERRAL
from services.referral.products.domain.keepers import KeptCustomer
from shared import clock
from shared.contracts.base import Event
from shared.contracts.customer import CustomerRegistered, FilesImported, ImportedFile
from shared.contracts.words import Segment
from shared.domain import Document
from shared.service import Service
from shared.unit_of_work import Cause, in_turn
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


def one_by_one(files: int) -> list[Event]:
    """Return the events of files that were opened alone."""
    return [
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


def by_an_import(files: int) -> list[Event]:
    """Return the event of files that an import opened."""
    opened = tuple(
        ImportedFile(customer=f"C{number}", segment=Segment.MASS, account_manager="am.1")
        for number in range(files)
    )
    return [FilesImported(branch="B1", import_id="I1", files=opened)]


async def asked(service: Service, told: list[Event]) -> int:
    """Let a service hear of new files in one batch; returns how often it asked its store."""
    world = Asked(service.name, now=clock.now())
    handler = in_turn(*service.events[type(told[0])])
    await world.act_together([(handler, one) for one in told])
    return world.asked


@pytest.mark.parametrize("events", [one_by_one, by_an_import])
@pytest.mark.parametrize("service", [CUSTOMER, REFERRAL], ids=lambda one: one.name)
async def test_of_many_files_that_were_opened_the_store_is_asked_together(
    service: Service, events: Callable[[int], list[Event]]
) -> None:
    assert await asked(service, events(50)) <= await asked(service, events(2)) + 2


@pytest.mark.parametrize("events", [one_by_one, by_an_import])
async def test_what_others_keep_of_a_file_is_the_same_however_it_was_opened(
    events: Callable[[int], list[Event]],
) -> None:
    world = Served("referral", now=clock.now())
    for event in events(3):
        await world.tell(event)
    kept = [await world.find(KeptCustomer, f"C{number}") for number in range(3)]
    assert [(one.branch, one.account_manager, one.gone) for one in kept] == [("B1", "am.1", False)] * 3


async def test_files_of_a_page_have_a_plan_and_a_line_each_as_those_that_are_opened_alone() -> None:
    desk = Desk()
    rows = [
        (f"李{number}强", phone(number), "", f"N{number}", "am.1" if number % 2 else "")
        for number in range(30)
    ]
    await desk.check(csv_of(*rows))
    await desk.apply()
    told = [one for one in desk.events() if one["type"] == FilesImported.type_name()]
    for one in told:
        event, cause = FilesImported(**one["data"]), Cause(one["id"], one["type"], desk.now, one["actor"])
        for handler in EVENT_HANDLERS[FilesImported]:
            await desk._act(lambda work, h=handler, e=event: h(e, work), cause)
    assert {plan.id for plan in desk.all(ContactPlan)} == {f"N{number}" for number in range(1, 30, 2)}
    lines = desk.all(TimelineLine)
    assert {line.customer for line in lines} == {f"N{number}" for number in range(30)}
    assert {(line.kind, line.actor) for line in lines} == {("customer_registered", "import:head.1")}
    assert {line.event for line in lines} == {one["id"] for one in told}


def many(rows: int) -> str:
    return csv_of(*((f"李{number}强", phone(number), "", f"N{number}", "") for number in range(rows)))


async def test_several_pages_of_a_dry_run_are_kept_in_one_transaction() -> None:
    desk, rows = Desk(), 2 * ROWS_PER_PAGE * PAGES_KEPT_AT_ONCE + 15
    known = await desk.check(many(rows))
    assert (known.counts, known.pages) == (Counts(new=rows), 2 * PAGES_KEPT_AT_ONCE + 1)
    kept = [one for one in desk.done if isinstance(one, KeepPages)]
    assert [len(one.pages) for one in kept] == [PAGES_KEPT_AT_ONCE, PAGES_KEPT_AT_ONCE, 1]
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

"""The board of prospects out of the real store: its pages, its totals, and that each query has an index."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from services.referral.prospects import queries
from services.referral.prospects.domain.board import Board, Tally, new_tally
from services.referral.prospects.domain.prospect import OPEN, Prospect
from shared.contracts.referral import NextStep, ProspectOrigin, ProspectStage
from shared.store import Store, to_raw
from tests.integration.tally import settings

OPENED = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
STAFF = ("am.1", "am.2", None)
STAGES = [stage for stage in ProspectStage if not stage.is_end]


@pytest.fixture
async def store(mongo_uri: str, database: str) -> AsyncIterator[Store]:
    store = Store(settings("amqp://nobody", mongo_uri, database), "referral")
    await store.prepare(queries.INDEXES)
    yield store
    await store.close()


def made(number: int) -> Prospect:
    """A prospect: every seventh has ended, the others are open in some stage."""
    stage = ProspectStage.WON if number % 7 == 0 else STAGES[number % len(STAGES)]
    ended = OPENED + timedelta(minutes=number) if stage.is_end else None
    return Prospect(
        id=f"P{number:04}",
        version=1,
        branch="B1",
        origin=ProspectOrigin.CAMPAIGN,
        need="fund",
        account_manager=STAFF[number % 3],
        customer=f"C{number}",
        stage=stage,
        opened_at=OPENED,
        entered_at=OPENED,
        next_step=None if ended else NextStep.CALL,
        next_on=None if ended else f"2026-12-{1 + number % 28:02}",
        overdue=not ended and number % 5 == 0,
        ended_at=ended,
        period="2026-11" if ended else OPEN,
    )


async def filled(store: Store, many: int) -> list[Prospect]:
    """Keep prospects as the service does, with what counts them."""
    tallies = [new_tally("B1", staff, period) for staff in STAFF for period in (OPEN, "2026-11")]
    board = Board(tallies)
    documents: dict[tuple[str, str], object] = {}
    for number in range(many):
        for document, _ in board.keep(None, made(number)).changes:
            documents[document.collection, document.id] = document
    for collection in (Prospect.collection, Tally.collection):
        raws = [to_raw(one) for (name, _), one in documents.items() if name == collection]  # type: ignore[arg-type]
        await store.db[collection].insert_many(raws)
    return [one for one in documents.values() if isinstance(one, Prospect)]


async def test_every_total_of_the_board_is_the_length_of_its_list(store: Store) -> None:
    kept = await filled(store, 400)
    for period in (OPEN, "2026-11"):
        for tally in await queries.tallies_of(store, "B1", period):
            staff = tally.staff or None
            for stage in ProspectStage:
                listed = await _all(store, stage.value, period, staff)
                assert len(listed) == tally.stages.get(stage.value, 0), (staff, stage)
            if period == OPEN:
                late = await queries.overdue_of(store, "B1", staff)
                assert min(tally.overdue, queries.PAGE + 1) == len(late)
    whole = [
        await _all(store, stage.value, period, None, whole=True)
        for stage in ProspectStage
        for period in (OPEN, "2026-11")
    ]
    assert sum(len(one) for one in whole) == len(kept)


async def test_a_page_holds_the_nearest_next_steps_and_the_next_goes_on_behind_it(store: Store) -> None:
    await filled(store, 400)
    listed = await _all(store, "new", OPEN, "am.1")
    days = [one.next_on for one in listed]
    assert days == sorted(days, key=str)
    assert len({one.id for one in listed}) == len(listed) > 10


async def test_what_a_leaver_had_is_found_some_at_a_time(store: Store) -> None:
    await filled(store, 400)
    assert len(await queries.open_of_staff(store, "B1", "am.1")) == queries.RELEASED_AT_ONCE


async def _all(
    store: Store, stage: str, period: str, staff: str | None, *, whole: bool = False
) -> list[Prospect]:
    found: list[Prospect] = []
    while True:
        after = found[-1].place if found else ""
        page = await queries.page_of(store, "B1", stage, period, staff, after, whole=whole)
        found += page[: queries.PAGE]
        if len(page) <= queries.PAGE:
            return found

"""The way of a portfolio file: dry run, faults, application, undoing."""

from services.customer.files.commands import ChangeSegment
from services.customer.imports.domain.imported import Counts, ImportState
from shared.contracts.words import Segment
from tests.unit.customer.imports.desk import Desk, csv_of, phone

MANY = [("王小明" if n % 2 else "李 强", phone(n), "", f"N{n}", "am.1" if n % 3 else "") for n in range(60)]


async def test_a_dry_run_counts_what_is_new_and_opens_nothing():
    desk = Desk()
    known = await desk.check(csv_of(*MANY))
    assert (known.state, known.counts, known.rows) == (ImportState.CHECKED, Counts(new=60), 60)
    assert desk.customers() == []


async def test_an_import_opens_the_files_of_its_rows_each_with_its_own_values():
    desk = Desk()
    await desk.check(csv_of(*MANY))
    known = await desk.apply()
    assert (known.state, known.counts) == (ImportState.APPLIED, Counts(opened=60))
    found = {one.id: one.account_manager for one in desk.customers()}
    assert found == {row[3]: row[4] or None for row in MANY}
    assert known.key is None


async def test_an_import_is_undone_but_for_the_files_that_somebody_has_worked_on():
    desk = Desk()
    await desk.check(csv_of(*MANY))
    await desk.apply()
    await desk.do(ChangeSegment("N7", Segment.VIP))
    known = await desk.undo()
    assert (known.state, known.counts) == (ImportState.UNDONE, Counts(gone=59, kept=1))
    assert [one.id for one in desk.customers()] == ["N7"]

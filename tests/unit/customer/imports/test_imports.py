"""The way of a portfolio file: dry run, faults, application, undoing; and the process that dies on it."""

from datetime import timedelta

import pytest

from services.customer.files.commands import ChangeAccountManager, EraseCustomer, OpenFile
from services.customer.files.domain.facts import Fact
from services.customer.imports.commands import ApplyImport, CheckImport, DiscardImport, UndoImport
from services.customer.imports.domain.imported import (
    FORGET_AFTER,
    OPEN_AT_MOST,
    ROWS_PER_PAGE,
    UNDO_WITHIN,
    Counts,
    FileKind,
    FileTooLarge,
    ImportNotReady,
    ImportPage,
    ImportPart,
    ImportState,
    PartMissing,
    PortfolioImport,
    TooManyImports,
    UndoTooLate,
)
from services.customer.timeline.domain import TimelineLine
from shared.contracts.words import Role
from shared.roster import Roster
from tests.unit.customer.imports.desk import Desk, Killed, csv_of, phone, xlsx_of

ID = "110101199001011237"
MANY = [("王小明" if n % 2 else "李 强", phone(n), "", f"N{n}", "am.1" if n % 3 else "") for n in range(60)]


async def test_a_dry_run_counts_what_is_new_and_opens_nothing() -> None:
    desk = Desk()
    known = await desk.check(csv_of(*MANY))
    assert (known.state, known.counts, known.rows) == (ImportState.CHECKED, Counts(new=60), 60)
    assert known.columns == ("name", "phone", "identity", "number", "account_manager")
    assert desk.customers() == []
    assert desk.events() == []


async def test_an_import_opens_the_files_of_its_rows_each_with_its_own_values() -> None:
    desk = Desk()
    await desk.check(csv_of(*MANY))
    known = await desk.apply()
    assert (known.state, known.counts, known.key) == (ImportState.APPLIED, Counts(opened=60), None)
    assert {one.id: one.account_manager for one in desk.customers()} == {
        row[3]: row[4] or None for row in MANY
    }
    assert {one.id: one.masked_name for one in desk.customers()} == {
        row[3]: "王**" if row[0] == "王小明" else "李*" for row in MANY
    }


async def test_a_workbook_is_imported_as_a_csv_is() -> None:
    desk = Desk()
    rows = [("姓名", "手机号"), *((f"王{n}小", int(phone(n))) for n in range(30))]
    known = await desk.check(xlsx_of(*rows), kind=FileKind.XLSX)
    assert known.counts == Counts(new=30)
    assert (await desk.apply()).counts == Counts(opened=30)


async def test_events_name_the_import_in_the_name_of_who_asked_and_credit_nobody_else() -> None:
    desk = Desk()
    await desk.check(csv_of(*MANY[:5]))
    await desk.apply()
    told = desk.events()
    assert {one["actor"] for one in told} == {"import:head.1"}
    (opened,) = [one for one in told if one["type"] == "foyer.customer.files_imported.v1"]
    assert opened["causationid"] == "import:I1:0"
    assert opened["data"]["files"] == [
        {"customer": row[3], "segment": "mass", "account_manager": row[4] or None} for row in MANY[:5]
    ]
    finished = told[-1]
    assert finished["type"] == "foyer.customer.import_finished.v1"
    assert finished["data"] == {
        "branch": "B1", "import_id": "I1", "asked_by": "head.1", "applied_by": "head.1", "rows": 5,
        "opened": 5, "there": 0, "suspected": 0, "faulty": 0,
    }  # fmt: skip


async def test_faulty_rows_break_no_other_and_each_has_its_place_and_code() -> None:
    desk = Desk()
    await desk.open("赵六", phone(900), id="X1", branch="B2", identity="11010119900307889X")
    rows = [
        ("王小明", phone(1), ID, "N1", "am.1"),
        ("李强", "", "", "N2", ""),
        ("😀", phone(3), "", "N3", ""),
        ("=1+1", phone(4), "", "N4", ""),
        ("王大", phone(5), ID, "N5", ""),
        ("周七", phone(6), "", "N6", "nobody"),
        ("吴八", phone(7), "", "N7", "teller.1"),
        ("赵六", phone(8), "11010119900307889X", "", ""),
        ("郑九", phone(9), "", "X1", ""),
        ("x" * 300, phone(10), "", "N10", ""),
        ("孙十", phone(11), "", "N1", ""),
        ("钱一", phone(12), "", "N12", "am.2"),
    ]
    known = await desk.check(csv_of(*rows))
    assert known.counts == Counts(new=3, faulty=9)
    assert desk.faults() == [
        (3, "phone", "phone_missing"),
        (4, "name", "name_unreadable"),
        (5, "name", "formula"),
        (6, "", "duplicate_in_file"),
        (7, "account_manager", "unknown_manager"),
        (8, "account_manager", "not_account_manager"),
        (10, "number", "other_branch"),
        (11, "name", "field_too_long"),
        (12, "", "duplicate_in_file"),
    ]
    await desk.apply()
    (known_elsewhere,) = {one.id for one in desk.customers()} - {"X1", "N1", "N12"}
    assert known_elsewhere  # a number that another branch knows is told from no other


async def test_customers_who_are_on_file_stay_as_they_are_and_a_namesake_at_one_phone_is_suspected() -> None:
    desk = Desk()
    await desk.open("王小明", phone(1), id="N1", identity=ID)
    await desk.open("李强", phone(2), id="N2")
    rows = [
        ("别的名字", phone(50), "", "N1", ""),
        ("王小明", phone(51), ID, "", ""),
        ("李强", phone(2), "", "", ""),
        ("李强之妻", phone(2), "", "", ""),
        ("王大", phone(52), "", "N9", ""),
    ]
    before = desk.customers()
    known = await desk.check(csv_of(*rows))
    assert known.counts == Counts(new=2, there=2, suspected=1)
    assert desk.faults() == [(4, "", "duplicate_suspected")]
    known = await desk.apply()
    assert known.counts == Counts(opened=2, there=2, suspected=1)
    assert [one for one in desk.customers() if one.id in ("N1", "N2")] == before


async def test_suspected_duplicates_are_imported_when_that_is_asked_for() -> None:
    desk = Desk()
    await desk.open("李强", phone(2), id="N2")
    await desk.check(csv_of(("李强", phone(2), "", "", "")))
    known = await desk.apply(with_suspected=True)
    assert known.counts == Counts(opened=1)
    assert len(desk.customers()) == 2


async def test_one_that_was_opened_between_the_dry_run_and_the_import_is_there_already() -> None:
    desk = Desk()
    await desk.check(csv_of(*MANY[:3]))
    await desk.open("王小明", phone(700), id="N1")
    await desk.open("钱一", phone(2), id="Z9", identity=ID)
    known = await desk.apply()
    assert known.counts == Counts(opened=2, there=1)


async def test_an_identity_number_that_was_given_to_another_meanwhile_is_a_fault_of_its_row() -> None:
    desk = Desk()
    await desk.check(csv_of(("王小明", phone(1), ID, "N1", ""), ("李强", phone(2), "", "N2", "")))
    await desk.open("钱一", phone(3), id="Z9", identity=ID)
    known = await desk.apply()
    assert known.counts == Counts(opened=1, faulty=1)
    assert desk.faults() == [(2, "", "credential_taken")]


async def test_an_account_manager_who_has_left_between_dry_run_and_import_gets_nobody() -> None:
    desk = Desk()
    await desk.check(csv_of(*MANY[:3]))
    roster = desk.get(Roster, "B1")
    desk.store.put(roster.enrol("am.1", (Role.TELLER,)).evolve(version=roster.version + 1))
    known = await desk.apply()
    assert known.counts == Counts(opened=1, faulty=2)
    assert {code for _, _, code in desk.faults()} == {"unknown_manager"}


async def test_a_page_that_is_applied_keeps_nothing_of_its_rows() -> None:
    desk = Desk()
    await desk.check(csv_of(*MANY))
    await desk.do(ApplyImport("I1", "head.1", False))
    desk.kill_at = len(desk.done) + 3
    with pytest.raises(Killed):
        await desk.work()
    kept = [page.rows is not None for page in desk.all(ImportPage)]
    assert kept == [False, False, True]


@pytest.mark.parametrize("kill_after", range(8))
async def test_an_import_that_is_killed_at_any_command_is_taken_up_and_doubles_nothing(
    kill_after: int,
) -> None:
    desk = Desk()
    await desk.upload(csv_of(*MANY).encode())
    applied = False
    for life in range(40):
        desk.kill_at = len(desk.done) + kill_after
        desk.now += timedelta(minutes=1)
        try:
            await desk.work(instance=f"replica-{life % 2}")
        except Killed:
            kill_after = max(kill_after, 2)  # else it would never come further
            continue
        finally:
            desk.kill_at = None
        if applied:
            break
        await desk.do(ApplyImport("I1", "head.1", False))
        applied = True
    known = desk.get(PortfolioImport, "I1")
    assert (known.state, known.counts) == (ImportState.APPLIED, Counts(opened=60))
    told = [one["data"]["files"] for one in desk.events() if one["type"].endswith("files_imported.v1")]
    assert sorted(one["customer"] for files in told for one in files) == sorted(row[3] for row in MANY)


async def test_two_replicas_do_not_work_on_one_import_and_one_takes_over_when_the_other_is_silent() -> None:
    desk = Desk()
    await desk.check(csv_of(*MANY))
    await desk.do(ApplyImport("I1", "head.1", False))
    desk.kill_at = len(desk.done) + 2
    with pytest.raises(Killed):
        await desk.work(instance="replica-1")
    desk.kill_at = None
    await desk.work(instance="replica-2")
    assert desk.get(PortfolioImport, "I1").state is ImportState.APPLYING
    desk.now += timedelta(seconds=31)
    await desk.work(instance="replica-2")
    assert desk.get(PortfolioImport, "I1").counts == Counts(opened=60)


async def test_an_import_is_undone_but_for_the_files_that_somebody_has_worked_on() -> None:
    desk = Desk()
    await desk.check(csv_of(*MANY))
    await desk.apply()
    await desk.do(ChangeAccountManager("N7", "am.2"))
    known = await desk.undo()
    assert (known.state, known.counts) == (ImportState.UNDONE, Counts(gone=59, kept=1))
    assert [one.id for one in desk.customers()] == ["N7"]
    undone = desk.events()[-1]
    assert (undone["type"], undone["data"]["gone"], undone["data"]["kept"]) == (
        "foyer.customer.import_undone.v1", 59, 1,
    )  # fmt: skip


async def test_a_file_with_a_planned_visit_or_a_customer_in_the_hall_stays_when_its_import_is_undone() -> (
    None
):
    desk = Desk()
    await desk.check(csv_of(*MANY[:4]))
    await desk.apply()
    for customer, actor in (("N0", "import:head.1"), ("N1", "staff:am.1"), ("N2", "device:K1")):
        line = {"_id": customer, "customer": customer, "actor": actor}
        desk.store.database[TimelineLine.collection].put(line)
    assert (await desk.undo()).counts == Counts(gone=2, kept=2)
    assert {one.id for one in desk.customers()} == {"N1", "N2"}


async def test_what_an_undone_import_had_opened_is_erased_but_not_for_good() -> None:
    desk = Desk()
    await desk.check(csv_of(*MANY[:1]))
    await desk.apply()
    await desk.undo()
    erased = [one for one in desk.events() if one["type"].endswith("customer_erased.v1")]
    assert [one["data"] for one in erased] == [{"branch": "B1", "customer": "N0", "withdrawn": True}]


async def test_the_history_of_a_file_that_is_opened_again_goes_on() -> None:
    desk = Desk()
    await desk.check(csv_of(*MANY[:1]))
    await desk.apply()
    before = desk.all(Fact)
    await desk.undo()
    await desk.check(csv_of(*MANY[:1]), id="I2")
    await desk.apply("I2")
    assert [one.number for one in desk.all(Fact)] == list(range(1, 2 * len(before) + 1))


async def test_a_file_that_was_erased_by_law_is_not_opened_again() -> None:
    desk = Desk()
    await desk.check(csv_of(*MANY[:1]))
    await desk.apply()
    await desk.do(EraseCustomer("N0", "head.1"))
    known = await desk.check(csv_of(*MANY[:1]), id="I2")
    assert (known.counts, desk.faults("I2")) == (Counts(faulty=1), [(2, "number", "customer_erased")])


async def test_an_import_is_undone_while_it_is_applied_and_goes_no_further() -> None:
    desk = Desk()
    await desk.check(csv_of(*MANY))
    await desk.do(ApplyImport("I1", "head.1", False))
    desk.kill_at = len(desk.done) + 2
    with pytest.raises(Killed):
        await desk.work()
    desk.kill_at = None
    known = await desk.undo()
    assert (known.state, known.counts) == (
        ImportState.UNDONE,
        Counts(new=60 - ROWS_PER_PAGE, gone=ROWS_PER_PAGE),
    )
    assert desk.customers() == []


async def test_what_was_undone_can_be_imported_again_under_the_same_numbers() -> None:
    desk = Desk()
    await desk.check(csv_of(*MANY))
    await desk.apply()
    await desk.undo()
    known = await desk.check(csv_of(*MANY), id="I2")
    assert known.counts == Counts(new=60)
    assert (await desk.apply("I2")).counts == Counts(opened=60)
    assert len(desk.customers()) == 60
    assert (await desk.undo("I2")).counts == Counts(gone=60)


async def test_files_that_an_import_found_there_stay_when_it_is_undone() -> None:
    desk = Desk()
    await desk.open("王小明", phone(700), id="N1")
    await desk.check(csv_of(*MANY[:3]))
    await desk.apply()
    await desk.undo()
    assert [one.id for one in desk.customers()] == ["N1"]


async def test_an_import_is_undone_within_thirty_days() -> None:
    desk = Desk()
    await desk.check(csv_of(*MANY[:3]))
    await desk.apply()
    desk.now += UNDO_WITHIN + timedelta(seconds=1)
    with pytest.raises(UndoTooLate):
        await desk.do(UndoImport("I1", "head.1"))


async def test_the_file_and_its_rows_are_gone_once_they_were_imported() -> None:
    desk = Desk()
    await desk.check(csv_of(*MANY))
    await desk.apply()
    await desk.wait(timedelta(0))
    assert desk.all(ImportPart) == []
    assert {page.rows for page in desk.all(ImportPage)} == {None}
    assert (await desk.undo()).counts == Counts(gone=60)


async def test_a_file_that_nobody_applies_is_forgotten_by_a_timer() -> None:
    desk = Desk()
    await desk.check(csv_of(*MANY))
    await desk.wait(FORGET_AFTER)
    await desk.wait(timedelta(0))
    known = desk.get(PortfolioImport, "I1")
    assert (known.state, known.key) == (ImportState.DISCARDED, None)
    assert {page.rows for page in desk.all(ImportPage)} == {None}


async def test_the_pages_of_an_import_go_when_it_can_be_undone_no_more() -> None:
    desk = Desk()
    await desk.check(csv_of(*MANY))
    await desk.apply()
    await desk.wait(UNDO_WITHIN)
    assert desk.all(ImportPage) == []
    assert desk.get(PortfolioImport, "I1").counts == Counts(opened=60)


async def test_nothing_that_is_kept_or_told_holds_a_name_or_a_number_in_the_clear() -> None:
    desk = Desk()
    await desk.check(csv_of(("欧阳娜娜", phone(77), ID, "N1", "am.1")))
    await desk.apply()
    kept = b"".join(raw for one in desk.store.database._collections.values() for raw in one.raws.values())
    for clear in ("欧阳娜娜", phone(77), ID):
        assert clear.encode() not in kept


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        ("姓,城市\n王,上海\n", "columns_unknown", 1),
        ("姓名,电话\n", "file_empty", None),
        ("\n\n", "file_empty", None),
        ('姓名,电话\n"王,1\n', "quote_open", None),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_with_its_code(
    content: str, code: str, row: int | None
) -> None:
    desk = Desk()
    known = await desk.check(content)
    assert (known.state, known.refusal, known.refused_at) == (ImportState.REFUSED, code, row)
    assert known.key is None


async def test_a_row_with_ten_megabytes_in_a_field_is_one_faulty_row() -> None:
    desk = Desk()
    content = csv_of(("x" * 10_000_000, phone(1), "", "N1", ""), ("王小明", phone(2), "", "N2", ""))
    known = await desk.check(content)
    assert known.counts == Counts(new=1, faulty=1)
    assert desk.faults() == [(2, "name", "field_too_long")]


async def test_imports_of_a_branch_are_bounded_and_so_are_their_bytes() -> None:
    desk = Desk()
    for number in range(OPEN_AT_MOST):
        await desk.upload(b"x", id=f"I{number}")
    with pytest.raises(TooManyImports):
        await desk.upload(b"x", id="I9")
    await desk.do(DiscardImport("I0"))
    await desk.upload(b"x", id="I9")
    with pytest.raises(FileTooLarge):
        await desk.upload(b"", id="I10")


async def test_a_check_waits_for_all_parts_and_each_step_for_the_one_before() -> None:
    desk = Desk()
    await desk.upload(b"x" * 10)
    with pytest.raises(ImportNotReady):
        await desk.do(CheckImport("I1"))
    with pytest.raises(ImportNotReady):
        await desk.do(ApplyImport("I1", "head.1", False))
    known = desk.get(PortfolioImport, "I1")
    desk.store.put(known.evolve(id="I2", state=ImportState.UPLOADING, stored=9))
    with pytest.raises(PartMissing):
        await desk.do(CheckImport("I2"))


async def test_an_import_is_an_ordinary_opening_of_files() -> None:
    desk = Desk()
    await desk.check(csv_of(*MANY[:1]))
    await desk.apply()
    by_import = desk.customers()[0]
    other = Desk()
    await other.open(MANY[0][0], MANY[0][1], id=MANY[0][3])
    by_hand = other.customers()[0]
    assert OpenFile.name == "open_file"
    assert by_import.evolve(sealed=None) == by_hand.evolve(sealed=None, account_manager=None)

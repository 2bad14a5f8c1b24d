"""Imports over HTTP: sent in parts, on record, faults as a file without a formula, and by whom."""

import base64
import csv
import io

import httpx
import pytest

from services.customer.audit.domain.records import Audited, AuditRecord
from services.customer.imports.domain.faults import Fault, FaultCode
from services.customer.imports.domain.imported import (
    PART_AT_MOST,
    Encoding,
    FileKind,
    ImportPage,
    ImportState,
    Outcome,
    PortfolioImport,
    RowMark,
)
from shared.access import Person
from shared.contracts.words import Role
from shared.store import from_raw
from tests.fakes import FakeStore
from tests.unit.acting import MORNING
from tests.unit.customer.asking import MemoryRuntime, asking

HEAD = Person("head.1", frozenset({Role.BRANCH_HEAD}), ("B1",))
CHECKED = PortfolioImport(
    id="I1",
    branch="B1",
    kind=FileKind.CSV,
    encoding=Encoding.AUTO,
    size=1,
    state=ImportState.CHECKED,
    asked_by="head.1",
    asked_at=MORNING,
    key=None,
    pages=1,
    rows=2,
    version=1,
)
PAGE = ImportPage(
    id="I1:000000",
    branch="B1",
    import_id="I1",
    number=0,
    rows=None,
    marks=(RowMark(row=2, outcome=Outcome.FAULTY), RowMark(row=3, outcome=Outcome.FAULTY)),
    faults=(
        Fault(row=2, column="name", code=FaultCode.FORMULA),
        Fault(row=3, code=FaultCode.DUPLICATE_IN_FILE, other=2),
    ),
    version=1,
)


def service() -> MemoryRuntime:
    return MemoryRuntime(FakeStore("customer", CHECKED, PAGE))


async def begin(client: httpx.AsyncClient, size: int, **more: object) -> httpx.Response:
    form = {"branch": "B1", "kind": "csv", "size": size, **more}
    return await client.post("/api/customer/imports", json=form)


async def test_a_file_is_sent_in_parts_of_which_each_may_come_twice_and_is_kept_under_seal() -> None:
    runtime, content = service(), "姓名,电话\n王小明,13800000001\n".encode()
    with asking(runtime, HEAD) as client:
        begun = (await begin(client, len(content))).json()
        path = f"/api/customer/imports/{begun['import']}"
        for number, piece in ((0, content[:9]), (0, content[:9]), (1, content[9:])):
            part = {"content": base64.b64encode(piece).decode()}
            assert (await client.put(f"{path}/parts/{number}", json=part)).status_code == 204
        checked = (await client.post(f"{path}/check", json={})).json()
    assert (checked["state"], checked["stored"], checked["parts"]) == ("checking", len(content), 2)
    kept = b"".join(runtime.store.database["import_parts"].raws.values())
    assert "王小明".encode() not in kept


@pytest.mark.parametrize(
    ("size", "code"), [(24 * 1024 * 1024 + 1, "import_too_large"), (0, "malformed"), (-1, "malformed")]
)
async def test_a_file_has_a_bounded_size(size: int, code: str) -> None:
    with asking(service(), HEAD) as client:
        assert (await begin(client, size)).json()["code"] == code


async def test_a_part_is_bounded_comes_in_turn_and_only_while_the_file_is_sent() -> None:
    with asking(service(), HEAD) as client:
        path = f"/api/customer/imports/{(await begin(client, 100)).json()['import']}"
        large = {"content": base64.b64encode(b"x" * (PART_AT_MOST + 1)).decode()}
        small = {"content": base64.b64encode(b"x").decode()}
        answers = [
            await client.put(f"{path}/parts/0", json=large),
            await client.put(f"{path}/parts/1", json=small),
            await client.put(f"{path}/parts/0", json={"content": "no base64!"}),
            await client.put("/api/customer/imports/I1/parts/0", json=small),
        ]
    codes = [one.json()["code"] for one in answers]
    assert codes == ["too_large", "import_part_missing", "malformed", "import_not_ready"]


async def test_the_faults_come_as_a_file_with_words_in_both_languages_and_nothing_of_a_row() -> None:
    with asking(service(), HEAD) as client:
        answer = await client.get("/api/customer/imports/I1/faults.csv")
    assert answer.headers["content-disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows == [
        ["row", "column", "code", "other_row", "说明", "description"],
        ["2", "name", "formula", "", "单元格是公式", "The cell holds a formula"],
        [
            "3",
            "",
            "duplicate_in_file",
            "2",
            "与文件中另一行重复",
            "Another row of the file is the same customer",
        ],
    ]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


async def test_sending_applying_and_undoing_are_on_record() -> None:
    runtime = service()
    with asking(runtime, HEAD) as client:
        await begin(client, 10)
        await client.post("/api/customer/imports/I1/apply", json={})
        await client.post("/api/customer/imports/I1/undo", json={})
    records = [from_raw(AuditRecord, raw) for raw in runtime.store.raws(AuditRecord.collection)]
    assert [(one.kind, one.purpose, one.staff) for one in records] == [
        (Audited.IMPORTED, "begin_import", "head.1"),
        (Audited.IMPORTED, "apply_import", "head.1"),
        (Audited.IMPORTED, "undo_import", "head.1"),
    ]


@pytest.mark.parametrize(
    ("role", "branch", "status"),
    [
        (Role.ACCOUNT_MANAGER, "B1", 403),
        (Role.TELLER, "B1", 403),
        (Role.AUDITOR, "B1", 403),
        (Role.BRANCH_HEAD, "B2", 404),
        (Role.OPS, "B2", 403),
    ],
)
async def test_an_import_is_for_the_head_of_its_branch_alone(role: Role, branch: str, status: int) -> None:
    with asking(service(), Person("x", frozenset({role}), (branch,))) as client:
        for path in ("", "/faults.csv", "/kept"):
            assert (await client.get(f"/api/customer/imports/I1{path}")).status_code == status
        for act in ("check", "apply", "undo", "discard"):
            answer = await client.post(f"/api/customer/imports/I1/{act}", json={})
            assert answer.status_code == status

"""A branch that imports portfolios: the real worker, commands and importer, over a store in memory."""

import io
import itertools
from collections.abc import Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, TypeVar, cast

import xlsxwriter

from services.customer.app import COMMANDS
from services.customer.files.commands import OpenFile
from services.customer.files.domain.customer import Customer
from services.customer.imports.commands import (
    ApplyImport,
    BeginImport,
    CheckImport,
    StorePart,
    UndoImport,
)
from services.customer.imports.domain.imported import (
    Encoding,
    FileKind,
    ImportPage,
    ImportPart,
    PortfolioImport,
    page_id,
)
from services.customer.imports.domain.rows import Row
from services.customer.imports.running import Importer
from services.customer.imports.sealing import file_of, import_key_of, new_import_key, seal_part
from services.customer.subscriptions import TIMER_HANDLERS
from shared.commands import Command
from shared.contracts.base import model_of
from shared.contracts.words import Role
from shared.domain import Document
from shared.outbox_messages import messages_of
from shared.roster import Member, Roster
from shared.runtime import ServiceRuntime
from shared.store import OUTBOX, TIMERS, Commit, from_raw
from shared.timers import timer_of
from shared.unit_of_work import Batch, Cause, UnitOfWork
from tests.fakes import FakeStore
from tests.unit.acting import MORNING

D = TypeVar("D", bound=Document)
MASTER, BLIND = b"m" * 32, b"b" * 32
STAFF = (
    Member(staff="head.1", roles=(Role.BRANCH_HEAD,)),
    Member(staff="am.1", roles=(Role.ACCOUNT_MANAGER,)),
    Member(staff="am.2", roles=(Role.ACCOUNT_MANAGER,)),
    Member(staff="teller.1", roles=(Role.TELLER,)),
)


class Killed(BaseException):
    """The process dies before this command is committed."""


class Desk:
    """The service customer of one branch, B1. `kill_at` is the number of commands after which it dies."""

    def __init__(self) -> None:
        self.now = MORNING
        self.store = FakeStore("customer", Roster(id="B1", version=1, members=STAFF))
        self.settings = SimpleNamespace(key=self._key, keys=self._key, instance="replica-1")
        self.ready = True
        self.kill_at: int | None = None
        self.done: list[Command] = []
        self._ids = itertools.count()

    def _key(self, name: str) -> bytes:
        return {"master_key": MASTER, "blind_key": BLIND}[name]

    @property
    def runtime(self) -> ServiceRuntime:
        return cast(ServiceRuntime, self)

    async def execute(self, command: Command, cause: Cause) -> Any:
        """Carry out a command in a transaction of its own; one whose cause was seen before is a repeat."""
        if self.kill_at is not None and len(self.done) >= self.kill_at:
            raise Killed
        if self.store.database["inbox"].raws.get(cause.id):
            return SimpleNamespace(answer=None, repeated=True)
        answer = await self._act(lambda work: COMMANDS[type(command)](command, work), cause)
        self.store.database["inbox"].put({"_id": cause.id})
        self.done.append(command)
        return SimpleNamespace(answer=answer, repeated=False)

    async def _act(self, act: Any, cause: Cause) -> Any:
        batch = Batch(self.store)
        work = UnitOfWork(cause, self.now, "customer", batch=batch)
        (answer,) = await batch.run([work], [act])
        if isinstance(answer, Exception):
            raise answer
        commit = Commit(self.store.db.name)
        for key, document in batch.documents.items():
            commit.put(document, batch.base_version(key))
        for id, entry in batch.timers.items():
            if entry:
                commit.schedule(timer_of(*entry))
            else:
                commit.cancel(id)
        for envelope in batch.events:
            for raw in messages_of(envelope, 1, {}):
                commit.insert(OUTBOX, raw)
        await self.store.commit(commit)
        return answer

    async def do(self, command: Command, by: str = "head.1") -> Any:
        """Carry out a command that a person asks for."""
        cause = Cause(f"asked-{next(self._ids)}", command.name, self.now, f"staff:{by}", "B1")
        return (await self.execute(command, cause)).answer

    async def upload(
        self,
        content: bytes,
        *,
        id: str = "I1",
        kind: FileKind = FileKind.CSV,
        encoding: Encoding = Encoding.AUTO,
        part: int = 45_000,
    ) -> None:
        """Send a file as a person does, and ask for the dry run."""
        new = PortfolioImport(
            id=id, branch="B1", kind=kind, encoding=encoding, size=len(content), asked_by="head.1",
            asked_at=self.now, key=new_import_key(MASTER, id),
        )  # fmt: skip
        await self.do(BeginImport(new))
        key = import_key_of(MASTER, new)
        for number, first in enumerate(range(0, len(content), part)):
            piece, part_id = content[first : first + part], page_id(id, number)
            sealed = ImportPart(
                id=part_id, import_id=id, number=number, content=seal_part(key, part_id, piece)
            )
            await self.do(StorePart(sealed, len(piece)))
        await self.do(CheckImport(id))

    async def work(self, id: str = "I1", instance: str = "replica-1") -> None:
        """Let a replica work on the import until it waits for a person, or is killed."""
        self.settings.instance = instance
        await Importer(self.runtime, id).go_on()

    async def check(self, content: bytes | str, **how: Any) -> PortfolioImport:
        """Send a file and let it be checked."""
        await self.upload(content.encode() if isinstance(content, str) else content, **how)
        await self.work(how.get("id", "I1"))
        return self.get(PortfolioImport, how.get("id", "I1"))

    async def apply(self, id: str = "I1", *, with_suspected: bool = False) -> PortfolioImport:
        """Let an import that was checked be applied."""
        await self.do(ApplyImport(id, "head.1", with_suspected))
        await self.work(id)
        return self.get(PortfolioImport, id)

    async def undo(self, id: str = "I1") -> PortfolioImport:
        """Let an import be undone."""
        await self.do(UndoImport(id, "head.1"))
        await self.work(id)
        return self.get(PortfolioImport, id)

    async def wait(self, time: timedelta) -> None:
        """Let time pass; the timers that fall due are handled."""
        self.now += time
        for raw in self.store.raws(TIMERS):
            if raw["due"] <= self.now:
                event = model_of(raw["type"]).model_validate(raw["data"])
                handler = TIMER_HANDLERS[type(event)]
                await self._act(
                    lambda work, h=handler, e=event: h(e, work),
                    Cause(f"timer-{next(self._ids)}", "timer", self.now),
                )
                await self.store.db[TIMERS].delete_one({"_id": raw["_id"]})

    def get(self, model: type[D], id: str) -> D:
        (raw,) = [raw for raw in self.store.raws(model.collection) if raw["_id"] == id]
        return from_raw(model, raw)

    def all(self, model: type[D]) -> list[D]:
        return [from_raw(model, raw) for raw in self.store.raws(model.collection)]

    def customers(self) -> list[Customer]:
        """Return the customers whose files exist."""
        return [one for one in self.all(Customer) if one.erased_at is None]

    def faults(self, id: str = "I1") -> list[tuple[int, str, str]]:
        """Return the faults of an import as row, column and code."""
        pages = [page for page in self.all(ImportPage) if page.import_id == id]
        return [(one.row, one.column, one.code.value) for page in pages for one in page.faults]

    def events(self) -> list[dict[str, Any]]:
        """Return the published events as they go over the wire, in order."""
        import json

        return [json.loads(raw["body"]) for raw in self.store.raws(OUTBOX)]

    async def open(
        self, name: str, phone: str, *, id: str, branch: str = "B1", identity: str | None = None
    ) -> None:
        """Open a file beside any import."""
        known = PortfolioImport(
            id="x", branch=branch, kind=FileKind.CSV, size=1, asked_by="x", asked_at=self.now, key=None
        )
        row = Row(row=1, name=name, phone=phone, identity=identity, number=id)
        await self.do(OpenFile(file_of(MASTER, BLIND, known, row)))


def csv_of(*rows: Sequence[str], header: str = "姓名,手机号,身份证号,客户号,客户经理") -> str:
    """Return a CSV file of these rows."""
    return "\r\n".join([header, *(",".join(row) for row in rows)]) + "\r\n"


def xlsx_of(*rows: Sequence[Any]) -> bytes:
    """Return a workbook of these rows."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
    return content.getvalue()


def phone(number: int) -> str:
    """Return a mobile number."""
    return f"138{number:08d}"

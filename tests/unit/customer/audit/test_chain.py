"""The audit trail is a chain that breaks where a record is changed."""

from services.customer.audit.commands import RecordAccess
from services.customer.audit.domain import BEGINNING, Access, AuditChain, Audited, AuditRecord, hash_of
from shared.contracts.customer import FileOpened
from tests.unit.acting import World

KEY = bytes(32)


def access(kind: Audited = Audited.OPENED, *customers: str) -> Access:
    return Access(
        kind, "B1", "am.1", customers or ("C1",), ("name", "phone"), "view_file", "visit/V1", "session-1"
    )


async def test_each_record_holds_the_hash_of_the_one_before():
    world = World("customer")
    await world.do(RecordAccess(access(), KEY))
    await world.do(RecordAccess(access(), KEY))
    first, second = (world.get(AuditRecord, f"B1:{number}") for number in (1, 2))
    assert (first.previous, second.previous) == (BEGINNING, first.hash)
    assert (world.get(AuditChain, "B1").length, world.get(AuditChain, "B1").last) == (2, second.hash)


async def test_a_record_that_is_changed_has_another_hash():
    world = World("customer")
    await world.do(RecordAccess(access(), KEY))
    kept = world.get(AuditRecord, "B1:1")
    assert kept.hash == hash_of(kept, KEY)
    assert kept.hash != hash_of(kept.evolve(staff="am.2"), KEY)
    assert kept.hash != hash_of(kept, bytes(31) + b"1")


async def test_what_was_read_is_published_without_its_values_and_a_denial_is_not():
    world = World("customer")
    await world.do(RecordAccess(access(Audited.OPENED, "C1", "C2"), KEY))
    await world.do(RecordAccess(access(Audited.DENIED), KEY))
    (event,) = world.events(FileOpened)
    assert event == FileOpened(
        branch="B1",
        customers=("C1", "C2"),
        opened_by="am.1",
        fields=("name", "phone"),
        purpose="view_file",
        cause="visit/V1",
    )

"""Readings of a customer in another service are on record in the chain of the branch, once (Q1)."""

from typing import Any

from services.customer.audit.domain.chain import AuditChain
from services.customer.audit.domain.elsewhere import ReadElsewhere
from services.customer.audit.domain.records import AuditRecord
from services.customer.audit.elsewhere import record_all
from shared.contracts.referral import SuitabilityRead
from tests.unit.acting import MORNING
from tests.unit.customer.over_http import Served

READ = SuitabilityRead(
    branch="B1", customer="C1", read_by="am.1", fields=("risk_profile",), purpose="list_profiles"
)


async def records(served: Served) -> list[dict[str, Any]]:
    return served.store.raws(AuditRecord.collection)


async def test_a_reading_elsewhere_is_appended_to_the_chain_of_the_branch() -> None:
    served = Served(MORNING)
    await served.hear(READ)
    await record_all(served)  # type: ignore[arg-type]
    (record,) = await records(served)
    assert (record["kind"], record["staff"], record["customers"]) == ("opened", "am.1", ["C1"])
    assert (record["fields"], record["purpose"]) == (["risk_profile"], "list_profiles")
    chain = await served.store.find(AuditChain, "B1")
    assert chain is not None
    assert (chain.length, chain.last) == (1, record["hash"])
    assert served.store.raws(ReadElsewhere.collection) == []


async def test_a_reading_that_was_recorded_and_not_dropped_is_recorded_once() -> None:
    served = Served(MORNING)
    await served.hear(READ)
    (kept,) = served.store.raws(ReadElsewhere.collection)
    await record_all(served)  # type: ignore[arg-type]
    await served.store.db[ReadElsewhere.collection].insert_one(kept)  # as after a crash before it was dropped
    await record_all(served)  # type: ignore[arg-type]
    assert [one["times"] for one in await records(served)] == [1]
    assert served.store.raws(ReadElsewhere.collection) == []

"""Prospects of a branch, and what is asked about them."""

from typing import Any

from services.referral.prospects.domain.moving import Step
from services.referral.prospects.domain.prospect import Prospect
from shared.contracts.lobby import ProspectIdentified
from shared.contracts.referral import NextStep, ReferralOffered
from tests.unit.referral.people import COLLEAGUE, MANAGER
from tests.unit.referral.served import Served

TODAY, TOMORROW, LATER = "2026-03-02", "2026-03-03", "2026-03-09"
CALL_TOMORROW = Step(NextStep.CALL, TOMORROW)
PATH = "/api/referral/prospects"


async def opened(
    served: Served, customer: str | None = "C1", need: str = "wealth", **more: Any
) -> dict[str, Any]:
    """Open a prospect by hand, as am.1 unless `by` is given."""
    by = more.pop("by", MANAGER)
    form = {
        "branch": "B1",
        "need": need,
        "customer": customer,
        "next_step": "call",
        "next_on": TOMORROW,
        **more,
    }
    answer = await served.send(by, PATH, form)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def found_in_hall(
    served: Served, customer: str | None = None, visit: str = "V1", id: str = "R1"
) -> str:
    """Find a prospect in the hall, and let the account manager who is asked accept; return its id."""
    await served.tell(
        ProspectIdentified(branch="B1", visit=visit, need="wealth", found_by="lm.1", customer=customer), id=id
    )
    offered = [one for one in served.events(ReferralOffered) if isinstance(one, ReferralOffered)]
    person = {"am.1": MANAGER, "am.2": COLLEAGUE}[offered[-1].account_manager]
    answer = await served.send(person, f"/api/referral/referrals/{id}/accept", {})
    assert answer.status_code == 200, answer.text
    return id


async def move(served: Served, id: str, stage: str, **more: Any) -> Any:
    """Move a prospect as am.1, with a call tomorrow."""
    form = {"stage": stage, "next_step": "call", "next_on": TOMORROW, **more}
    return await served.send(MANAGER, f"{PATH}/{id}/move", form)


async def prospect(served: Served, id: str) -> Prospect:
    """Return a prospect as it stands."""
    found = await served.store.find(Prospect, id)
    assert found is not None, id
    return found

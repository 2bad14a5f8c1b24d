"""Leads: the ways to reach a prospect (D5)."""

import pytest

from services.customer.leads.commands import RecordLead
from services.customer.leads.domain import Lead
from shared.contracts.customer import ContactLeft
from shared.errors import NotFound
from tests.unit.acting import World


async def test_a_prospect_who_left_a_way_to_be_reached_is_published_at_once_and_once():
    world = World("customer")
    lead = Lead(id="V1", branch="B1", need="wealth", taken_by="lm.1", phone=b"sealed")
    await world.do(RecordLead(lead))
    more = Lead(id="V1", branch="B1", need="wealth", taken_by="lm.1", address=b"sealed too")
    await world.do(RecordLead(more))
    (event,) = world.events(ContactLeft)
    assert event == ContactLeft(branch="B1", visit="V1", need="wealth", taken_by="lm.1")
    kept = world.get(Lead, "V1")
    assert (kept.phone, kept.address) == (b"sealed", b"sealed too")
    await world.do(RecordLead(Lead(**{**dict(more), "phone": None})))
    assert world.get(Lead, "V1").phone is None
    with pytest.raises(NotFound):
        await world.do(RecordLead(lead.evolve(branch="B2")))

"""Flags of care go with the name when a customer is erased, and into no notification (D10, Q1)."""

import json

from services.lobby.erasure.domain import unnamed
from services.lobby.journal.domain import LogLine
from services.lobby.queue.domain.visits import Visit
from services.notify.feed.domain.facts import facts_of
from shared.contracts.base import Envelope, encode
from shared.contracts.lobby import TicketIssued
from shared.contracts.words import Care, Channel, TicketClass
from shared.erasure import Erased, blank_published, without_erased
from shared.outbox_messages import messages_of
from shared.store import OUTBOX
from tests.fakes import FakeStore
from tests.unit.acting import MORNING, World

ISSUED = TicketIssued(
    branch="B1",
    visit="V1",
    ticket="G001",
    ticket_class=TicketClass.CARE,
    channel=Channel.COUNTER,
    place=1,
    need="cash",
    care=(Care.PREGNANT,),
    customer="C1",
    masked_name="王**",
)


def test_a_visit_and_a_line_without_the_name_have_no_flag_of_care():
    visit = Visit.model_construct(id="V1", care=(Care.PREGNANT,), masked_name="王**")
    assert unnamed(visit).care == ()  # type: ignore[attr-defined]
    line = LogLine.model_construct(
        id="L1", facts={"care": ["pregnant"], "masked_name": "王**", "ticket": "G001"}
    )
    assert unnamed(line).facts == {"ticket": "G001"}  # type: ignore[attr-defined]


def test_no_entry_of_a_feed_holds_a_flag_of_care():
    assert "care" not in facts_of(ISSUED)
    assert facts_of(ISSUED)["masked_name"] == "王**"


async def test_published_events_and_those_that_are_heard_late_have_no_flag_after_an_erasure():
    store = FakeStore("lobby")
    envelope = Envelope[TicketIssued](
        id="E1-of-the-ticket",
        source="/lobby/B1",
        type=ISSUED.type_name(),
        subject="V1",
        time=MORNING,
        branch="B1",
        correlationid="V1",
        causationid="E0-of-the-ticket",
        sequence=1,
        actor="device:K1",
        traceparent="",
        data=ISSUED,
    )
    (raw,) = messages_of(envelope, 1, {})
    store.database[OUTBOX].put(raw)
    assert b"pregnant" in encode(envelope)
    await blank_published(store, "C1")
    (kept,) = store.raws(OUTBOX)
    assert json.loads(kept["body"])["data"]["care"] == []
    world = World("lobby", Erased(id="C1", at=MORNING))
    heard: list[TicketIssued] = []

    async def hear(event: TicketIssued, work: object) -> None:
        heard.append(await without_erased(event, work))  # type: ignore[arg-type]

    await world.act(hear, ISSUED)
    assert (heard[0].care, heard[0].masked_name) == ((), "")

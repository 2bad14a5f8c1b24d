"""A case has a running clock or an end, whatever is done with it, and never an owner who is recused (D9)."""

import asyncio
from contextlib import suppress
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.customer.app import TIMER_HANDLERS
from services.customer.cases.commands import (
    AcknowledgeComplaint,
    ApproveExtension,
    AskExtension,
    NameStaff,
    RefuseExtension,
    SendHoldingReply,
    TakeOverCase,
)
from services.customer.cases.domain.case import WAIT_FOR_ANSWER, CaseState, Sent
from shared.commands import Command
from shared.contracts.words import AnswerWay
from shared.errors import Refusal
from tests.unit.acting import World
from tests.unit.customer.cases.building import case_of, raised, settled, today_of

STAFF = ["lm.1", "lm.2", "head", "region"]
ACTS = ["take", "ask", "approve", "refuse", "hold", "acknowledge", "name", "settle", "wait"]
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(STAFF), st.integers(0, 40)), max_size=25)


def command_of(world: World, act: str, who: str, days: int) -> Command:
    today = today_of(world).isoformat()
    until = (today_of(world) + timedelta(days=days)).isoformat()
    head = who in ("head", "region")
    reply = Sent(by=who, through=AnswerWay.PHONE, on=today, until=until, reason=b"why")
    commands: dict[str, Command] = {
        "take": TakeOverCase("K1", who),
        "ask": AskExtension("K1", who, until, b"why", head),
        "approve": ApproveExtension("K1", who),
        "refuse": RefuseExtension("K1", who),
        "hold": SendHoldingReply("K1", who, reply, head),
        "acknowledge": AcknowledgeComplaint("K1", who, AnswerWay.PHONE, today, head),
        "name": NameStaff("K1", who, "region" if who != "region" else "head", True),
        "settle": settled(world, who, as_head=head),
    }
    return commands[act]


def must_run(world: World) -> None:
    """A clock for the answer is there, and is late or comes back by a timer; no timer is left of another."""
    case = case_of(world)
    assert case.owner is None or case.owner != case.about_staff
    if case.state is not CaseState.SETTLED:
        assert any(one.clock in WAIT_FOR_ANSWER for one in case.clocks)
    else:
        assert not any(one.clock in WAIT_FOR_ANSWER for one in case.clocks)
        assert case.settled_by != case.about_staff
    timers = {id for id in world.timers if id.startswith("case-clock:")}
    assert timers == {case.clock_timer(one.clock) for one in case.clocks if not one.late}
    for one in case.clocks:
        assert one.late or world.timers[case.clock_timer(one.clock)].due <= one.due


@settings(max_examples=60, deadline=None)
@given(law=st.sampled_from(["cn", "uk", "eu", "us"]), steps=STEPS)
def test_no_case_is_without_a_running_clock_or_an_end(law: str, steps: list[tuple[str, str, int]]):
    async def play() -> None:
        world = await raised(law, "2026-02-10T09:00")
        must_run(world)
        for act, who, days in steps:
            if act == "wait":
                await world.wait(timedelta(days=days), TIMER_HANDLERS)
            else:
                with suppress(Refusal):
                    await world.do(command_of(world, act, who, days))
            must_run(world)

    asyncio.run(play())

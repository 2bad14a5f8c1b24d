"""Messages: from the queue to an end that is known, or told as unknown (W5)."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.customer.consents.commands import GiveConsent, RefuseContact, WithdrawConsent
from services.customer.consents.domain.hours import Hours, NewRules
from services.customer.consents.domain.permission import Permission
from services.customer.consents.domain.records import RefusedForGood
from services.customer.files.domain.customer import Customer, FileErased
from services.customer.messages.commands import ReceiveReceipt, SettleAttempt
from services.customer.messages.domain.message import (
    LEASE,
    MOST_ATTEMPTS,
    NO_ANSWER,
    NOT_REACHED,
    REJECTED,
    RETRY_AFTER,
    SENT,
    LatestPassed,
    MayNotContact,
    Message,
    Outcome,
    OutcomeKind,
    held,
)
from services.customer.messages.handlers import erase_messages
from shared.contracts.customer import (
    ContactPurpose,
    ContactReason,
    CustomerErased,
    MessageDelivered,
    MessageFailed,
    MessageOutcomeUnknown,
    MessageQueued,
    MessageSent,
    MessageState,
    MessageWithheld,
)
from tests.unit.acting import World
from tests.unit.customer.messages.building import ALL_DAY, messages, office, send, wait, word

QUEUED, SENDING, UNKNOWN = MessageState.QUEUED, MessageState.SENDING, MessageState.UNKNOWN
FROM_TEN = ALL_DAY.model_copy(
    update={"hours": dict.fromkeys(ContactPurpose, Hours(begin="10:00", end="20:00"))}
)


def message(world: World, id: str = "M1") -> Message:
    return world.get(Message, id)


async def begun(rules: NewRules = ALL_DAY) -> World:
    """A bank where a message is being sent."""
    world = await office(rules=rules)
    await send(world)
    await wait(world)
    assert message(world).state is SENDING
    return world


async def test_a_message_without_a_consent_is_refused_at_once() -> None:
    world = await office(consents=False)
    with pytest.raises(MayNotContact) as refusal:
        await send(world)
    assert refusal.value.detail == "no_consent"
    assert messages(world) == []


async def test_the_intent_is_on_record_before_anything_leaves_and_the_end_after_it() -> None:
    world = await begun()
    assert (message(world).attempts, message(world).lease_until) == (
        1,
        world.now + LEASE - timedelta(seconds=1),
    )
    await world.do(SettleAttempt("M1", 1, Outcome(OutcomeKind.SENT, reference="g-1")))
    assert (message(world).state, message(world).reference) == (MessageState.SENT, "g-1")
    await world.do(ReceiveReceipt("M1", True))
    assert message(world).state is MessageState.DELIVERED
    told = [type(event) for event in world.events()]
    assert told == [MessageQueued, MessageSent, MessageDelivered]
    assert world.timers == {}


async def test_a_consent_that_is_withdrawn_while_the_message_waits_keeps_it_back() -> None:
    world = await office()
    await send(world)
    await world.do(WithdrawConsent(word(world, "2")))
    await wait(world)
    assert (message(world).state, message(world).reason) == (MessageState.WITHHELD, "withdrawn")
    assert world.events(MessageWithheld)[0].reason is ContactReason.WITHDRAWN
    assert world.timers == {}


async def test_a_message_waits_for_the_hours_and_leaves_then() -> None:
    world = await office(rules=FROM_TEN)  # it is nine
    await send(world)
    assert message(world).reason == "quiet_hours"
    await wait(world, timedelta(minutes=59))
    assert message(world).state is QUEUED
    await wait(world, timedelta(seconds=70))
    assert message(world).state is SENDING


async def test_what_would_leave_too_late_is_refused_and_what_becomes_so_is_withheld() -> None:
    world = await office(rules=FROM_TEN)
    with pytest.raises(MayNotContact):
        await send(world, latest=world.now + timedelta(minutes=30))
    with pytest.raises(LatestPassed):
        await send(world, latest=world.now)
    await send(world, latest=world.now + timedelta(minutes=61))
    timer = world.timers.pop("message:M1")
    world.now += timedelta(minutes=62)
    world.timers["message:M1"] = timer  # the service was down meanwhile
    await wait(world)
    assert (message(world).state, message(world).reason) == (MessageState.WITHHELD, "too_late")


async def test_an_attempt_that_nobody_ends_is_unknown_and_is_never_repeated() -> None:
    world = await begun()
    await wait(world, timedelta(days=2))
    assert (message(world).state, message(world).attempts) == (UNKNOWN, 1)
    assert [type(event) for event in world.events()] == [MessageQueued, MessageOutcomeUnknown]
    assert world.timers == {}


@pytest.mark.parametrize(
    ("delivered", "state"), [(True, MessageState.DELIVERED), (False, MessageState.FAILED)]
)
async def test_a_receipt_tells_what_was_unknown(delivered: bool, state: MessageState) -> None:
    world = await begun()
    await world.do(SettleAttempt("M1", 1, NO_ANSWER))
    assert message(world).state is UNKNOWN
    await world.do(ReceiveReceipt("M1", delivered))
    await world.do(ReceiveReceipt("M1", not delivered))
    assert message(world).state is state


async def test_an_end_that_is_told_late_counts_and_one_that_says_nothing_left_does_not() -> None:
    world = await begun()
    await wait(world, LEASE)
    await world.do(SettleAttempt("M1", 1, NOT_REACHED))
    assert message(world).state is UNKNOWN
    await world.do(SettleAttempt("M1", 1, SENT))
    assert message(world).state is MessageState.SENT


async def test_what_certainly_did_not_leave_is_tried_again_a_few_times() -> None:
    world = await begun()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert (message(world).state, message(world).attempts) == (SENDING, attempt)
        await world.do(SettleAttempt("M1", attempt, NOT_REACHED))
        await world.do(SettleAttempt("M1", attempt, NOT_REACHED))
        await wait(world, RETRY_AFTER * 2 ** (attempt - 1) + timedelta(seconds=1))
    assert message(world).state is MessageState.FAILED
    assert len(world.events(MessageFailed)) == 1


async def test_the_sender_may_hold_what_it_was_about_to_send() -> None:
    world = await begun()
    await world.do(SettleAttempt("M1", 1, held(Permission(ContactReason.WITHDRAWN))))
    assert message(world).state is MessageState.WITHHELD
    again = await begun()
    later = Permission(ContactReason.QUIET_HOURS, again.now + timedelta(minutes=5))
    await again.do(SettleAttempt("M1", 1, held(later)))
    assert (message(again).state, message(again).not_before) == (QUEUED, later.next_allowed)


async def test_a_rejection_is_the_last_word() -> None:
    world = await begun()
    await world.do(SettleAttempt("M1", 1, REJECTED))
    await wait(world, timedelta(days=2))
    assert (message(world).state, message(world).attempts) == (MessageState.FAILED, 1)


async def test_a_receipt_for_what_never_left_is_passed_over() -> None:
    world = await office()
    await send(world)
    await world.do(ReceiveReceipt("M1", True))
    assert message(world).state is QUEUED


async def test_an_erased_customer_is_sent_nothing_and_what_was_said_is_gone() -> None:
    world = await office()
    await send(world)
    await send(world, "M2")
    await wait(world)
    await world.do(SettleAttempt("M2", 1, SENT))
    await send(world, "M3")
    world.documents[Customer, "C1"] = world.get(Customer, "C1").evolve(erased_at=world.now)
    await world.act(erase_messages, CustomerErased(branch="B1", customer="C1"))
    states = [(one.state, one.values) for one in messages(world)]
    assert states == [(UNKNOWN, None), (MessageState.SENT, None), (MessageState.WITHHELD, None)]
    with pytest.raises(FileErased):
        await send(world, "M4")


class Sending(RuleBasedStateMachine):
    """Words, messages, outcomes and time in any order: nothing leaves without a consent that holds at that
    instant, and nothing leaves again that may have left."""

    def __init__(self) -> None:
        super().__init__()
        self.world = asyncio.run(office(consents=False))
        self.consented = False
        self.refused = False
        self.number = 0
        self.may_have_left: set[str] = set()
        self.attempts: dict[str, int] = {}

    def _run(self, act) -> None:
        asyncio.run(act)

    def _id(self) -> str:
        self.number += 1
        self.world.now += timedelta(milliseconds=2)
        return f"N{self.number}"

    @rule(proof=st.booleans())
    def give(self, proof: bool) -> None:
        id = self._id()
        try:
            self._run(self.world.do(GiveConsent(word(self.world, id, f"paper-{id}" if proof else None))))
        except RefusedForGood:
            assert self.refused
            assert not proof
        else:
            assert proof or not self.refused
            self.consented, self.refused = True, False

    @rule()
    def withdraw(self) -> None:
        self._run(self.world.do(WithdrawConsent(word(self.world, self._id()))))
        self.consented = False

    @rule()
    def refuse(self) -> None:
        self._run(self.world.do(RefuseContact(word(self.world, self._id()))))
        self.consented, self.refused = False, True

    @rule()
    def queue(self) -> None:
        try:
            self._run(send(self.world, self._id()))
        except MayNotContact:
            assert not self.consented
        else:
            assert self.consented

    @rule(seconds=st.sampled_from([1, 20, 61, 4000]))
    def pass_time(self, seconds: int) -> None:
        self._run(wait(self.world, timedelta(seconds=seconds)))
        self._look()

    @rule(data=st.data(), outcome=st.sampled_from([SENT, REJECTED, NO_ANSWER, NOT_REACHED]))
    def settle(self, data: st.DataObject, outcome: Outcome) -> None:
        known = messages(self.world)
        if known:
            one = data.draw(st.sampled_from(known))
            if one.state is SENDING and outcome is NOT_REACHED:
                self.may_have_left.discard(one.id)
            self._run(self.world.do(SettleAttempt(one.id, one.attempts, outcome)))

    @rule(data=st.data(), delivered=st.booleans())
    def receive(self, data: st.DataObject, delivered: bool) -> None:
        known = messages(self.world)
        if known:
            self._run(self.world.do(ReceiveReceipt(data.draw(st.sampled_from(known)).id, delivered)))

    def _look(self) -> None:
        """Judge the attempts that were begun since the last look; consents do not change with time."""
        for one in messages(self.world):
            if one.attempts > self.attempts.get(one.id, 0):
                self.attempts[one.id] = one.attempts
                assert self.consented, "an attempt was begun without a consent"
                assert one.id not in self.may_have_left, "what may have left was begun again"
                self.may_have_left.add(one.id)

    @invariant()
    def every_open_message_has_a_timer(self) -> None:
        for one in messages(self.world):
            assert (one.timer in self.world.timers) == (one.state in (QUEUED, SENDING))


Sending.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestSending = Sending.TestCase

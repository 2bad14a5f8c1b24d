"""Triage: the best channel for a customer, and why (D2, D6, D8, D10)."""

import pytest

from services.lobby.branch.domain.transactions import Paper, Transaction
from services.lobby.queue.domain.triage import WORDS, Situation, TriageRequest, advise
from shared.contracts.lobby.words import AdviceReason
from shared.contracts.words import Care, Channel, TicketClass

FORM = Paper(zh="取款凭条", en="Withdrawal slip")
CASH = Transaction(zh="取款", en="Withdrawal", self_service_up_to=20_000, forms=(FORM,))
LOSS = Transaction(zh="挂失", en="Report a loss", phone_up_to=0)
LOAN = Transaction(zh="贷款", en="Loan")


def situation(
    transaction: Transaction | None = CASH, waiting: int = 9, machine_works: bool = True
) -> Situation:
    return Situation(transaction, waiting, machine_works, divert_from=3)


@pytest.mark.parametrize(
    ("asked", "situation", "channel", "why"),
    [
        (TriageRequest("cash", 500), situation(), Channel.SELF_SERVICE, AdviceReason.MACHINE_QUICKER),
        (TriageRequest("cash"), situation(), Channel.SELF_SERVICE, AdviceReason.MACHINE_QUICKER),
        (TriageRequest("cash", 20_001), situation(), Channel.COUNTER, AdviceReason.ABOVE_LIMIT),
        (TriageRequest("cash", 500), situation(waiting=2), Channel.COUNTER, AdviceReason.SHORT_LINE),
        (
            TriageRequest("cash", 500),
            situation(machine_works=False),
            Channel.COUNTER,
            AdviceReason.MACHINE_DOWN,
        ),
        (
            TriageRequest("cash", 500, wants_counter=True),
            situation(),
            Channel.COUNTER,
            AdviceReason.WANTS_COUNTER,
        ),
        (
            TriageRequest("cash", 500, care=(Care.ELDERLY,)),
            situation(),
            Channel.COUNTER,
            AdviceReason.GREEN_CHANNEL,
        ),
        (TriageRequest("cash", 500, is_vip=True), situation(), Channel.VIP_WINDOW, AdviceReason.VIP_CARD),
        (TriageRequest("loss"), situation(LOSS), Channel.PHONE_BANK, AdviceReason.PHONE_CAN),
        (
            TriageRequest("loss"),
            situation(LOSS, machine_works=False),
            Channel.PHONE_BANK,
            AdviceReason.PHONE_CAN,
        ),
        (TriageRequest("loan", 500), situation(LOAN), Channel.COUNTER, AdviceReason.COUNTER_ONLY),
        (TriageRequest("anything"), situation(None), Channel.COUNTER, AdviceReason.COUNTER_ONLY),
    ],
)
def test_triage_sends_each_where_they_are_best_served(
    asked: TriageRequest, situation: Situation, channel: Channel, why: AdviceReason
):
    given = advise(asked, situation)
    assert (given.channel, given.why) == (channel, why)


def test_the_advice_says_what_to_bring():
    assert advise(TriageRequest("cash", 99_999), situation()).forms == (FORM,)


def test_a_vip_who_needs_care_stays_a_vip():
    assert (
        advise(TriageRequest("cash", care=(Care.ELDERLY,), is_vip=True), situation()).ticket_class
        is TicketClass.VIP
    )


def test_every_reason_has_words_in_both_languages():
    assert set(WORDS) == set(AdviceReason)
    assert all(zh and en for zh, en in WORDS.values())

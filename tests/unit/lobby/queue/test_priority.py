"""Whose turn it is, for any line whatever (D2, D6, D10)."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.lobby.branch.domain.branches import Rules
from services.lobby.branch.domain.halls import Waiting
from services.lobby.queue.domain.priority import highest_priority, score_of
from shared.clock import Moment
from shared.contracts.words import TicketClass
from tests.unit.acting import MORNING

NOW = MORNING + timedelta(hours=4)
classes = st.sampled_from(TicketClass)
values = st.fixed_dictionaries({of: st.floats(0.5, 60) for of in TicketClass})
paces = st.sampled_from([1.0, 10.0])


def waiting(number: int, of: TicketClass, minutes: int, credit: float) -> Waiting:
    since: datetime = NOW - timedelta(minutes=minutes)
    return Waiting(
        visit=f"v{number}", ticket=f"{of}{number:03d}", ticket_class=of, since=since, credit=credit
    )


@st.composite
def lines(draw: st.DrawFn) -> list[Waiting]:
    """One to twelve who wait, of any class, for up to three hours, with any credit."""
    people = st.tuples(classes, st.integers(0, 180), st.sampled_from([0.0, 0.0, -30.0, 500.0]))
    drawn = draw(st.lists(people, min_size=1, max_size=12))
    return [waiting(number, *one) for number, one in enumerate(drawn)]


@given(lines(), values, values, paces)
def test_nobody_waits_beyond_their_limit_while_a_later_one_is_called(
    line: list[Waiting], rates: dict[TicketClass, float], limits: dict[TicketClass, float], pace: float
):
    rules = Rules(rates=rates, limits=limits)
    choice = highest_priority(line, rules, Moment(NOW, pace))
    over = [one for one in line if (NOW - one.since) * pace > rules.limit(one.ticket_class)]
    assert all(choice.chosen.since <= one.since for one in over)
    assert (choice.reason == "waited_beyond_limit") == bool(over)


@given(lines(), values, values, paces)
def test_below_the_limits_the_highest_score_is_next_and_the_call_says_over_whom(
    line: list[Waiting], rates: dict[TicketClass, float], limits: dict[TicketClass, float], pace: float
):
    rules = Rules(rates=rates, limits=limits)
    choice = highest_priority(line, rules, Moment(NOW, pace))
    scores = sorted((score_of(one, rules, Moment(NOW, pace)) for one in line), reverse=True)
    if choice.reason == "highest_score":
        assert score_of(choice.chosen, rules, Moment(NOW, pace)) == scores[0]
        assert (choice.runner_up is None) == (len(line) == 1)
        if choice.runner_up:
            assert score_of(choice.runner_up, rules, Moment(NOW, pace)) == scores[1]
    assert choice.overtook == {one.visit for one in line if one.since < choice.chosen.since}

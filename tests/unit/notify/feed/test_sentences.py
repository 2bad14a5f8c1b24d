"""The sentences of entries: whole ones, also where a fact is missing."""

import re
from string import Formatter
from typing import Any

import pytest

from services.notify.feed.domain.facts import facts_of
from services.notify.feed.domain.rule import Rule
from services.notify.feed.domain.rules import RULES
from services.notify.feed.domain.sentences import MISSING, say, values_of
from shared.contracts.base import Event
from shared.contracts.lobby import ForecastsChanged, TriageOverridden
from shared.contracts.words import Channel, TicketClass

ROWS = [(event, rule) for event, rows in RULES.items() for rule in rows]
NAMES = [f"{event.__name__}-{number}" for number, (event, _) in enumerate(ROWS)]


def changed(**fields: Any) -> Event:
    return ForecastsChanged(branch="B001", affected=3, tickets=(), **fields)


@pytest.mark.parametrize(
    ("event", "zh", "en"),
    [
        (
            changed(reason="settings_changed", minutes=12),
            "规则调整：3位客户的预计等候已变，最长约12分钟，请告知。",
            "The rules changed: 3 waits changed, now up to 12 min.",
        ),
        (
            changed(reason="counter_closed", counter="2"),
            "柜台关闭（2号柜台）：3位客户的预计等候已变，请告知。",
            "A counter closed (counter 2): 3 waits changed.",
        ),
        (
            changed(reason="device_failed", device="K1", minutes=5),
            "设备故障（K1）：3位客户的预计等候已变，最长约5分钟，请告知。",
            "A device failed (K1): 3 waits changed, now up to 5 min.",
        ),
    ],
)
def test_a_sentence_leaves_out_what_is_not_known(event: Event, zh: str, en: str) -> None:
    rule = RULES[ForecastsChanged][-1]
    assert (
        say(rule.zh, values_of(event, facts_of(event)), "zh"),
        say(rule.en, values_of(event, facts_of(event)), "en"),
    ) == (zh, en)


@pytest.mark.parametrize(
    ("channel", "ticket_class", "zh", "en"),
    [
        (
            Channel.SELF_SERVICE,
            TicketClass.ORDINARY,
            "wang.fang将A001号由柜台改为自助设备：客户意愿。",
            "wang.fang sent A001 to self-service instead of a counter: the customer's wish.",
        ),
        (
            Channel.COUNTER,
            TicketClass.CARE,
            "wang.fang让A001号仍在柜台办理，客户类别：绿色通道；原因：客户意愿。",
            "wang.fang kept A001 at a counter, class: green channel: the customer's wish.",
        ),
        (
            Channel.COUNTER,
            None,
            "wang.fang让A001号仍在柜台办理；原因：客户意愿。",
            "wang.fang kept A001 at a counter: the customer's wish.",
        ),
    ],
)
def test_an_override_at_the_same_channel_says_the_class(
    channel: Channel, ticket_class: TicketClass | None, zh: str, en: str
) -> None:
    event = TriageOverridden(
        branch="B001",
        visit="v1",
        ticket="A001",
        advised=Channel.COUNTER,
        channel=channel,
        by="wang.fang",
        reason="customer_wish",
        ticket_class=ticket_class,
    )
    rule = next(one for one in RULES[TriageOverridden] if one.when(event))
    values = values_of(event, facts_of(event))
    assert (say(rule.zh, values, "zh"), say(rule.en, values, "en")) == (zh, en)


@pytest.mark.parametrize(("event", "rule"), ROWS, ids=NAMES)
def test_no_sentence_shows_a_mark_for_what_is_missing(event: type[Event], rule: Rule) -> None:
    """With nothing but what the event must have."""
    optional = {name for name, field in event.model_fields.items() if not field.is_required()}
    for template, language in ((rule.zh, "zh"), (rule.en, "en")):
        named = {name for _, name, _, _ in Formatter().parse(template) if name}
        text = say(template, dict.fromkeys(named - optional - MISSING.keys(), "X"), language)
        assert not any(
            mark in text for mark in ("—", "–", "[", "]", "()", "（）", "None", "  ", "，，", ", ,")
        )


COUNTED = re.compile(
    r"\{(\w+)\} (?:[a-z]+ )?(?:times|days|minutes|customers|prospects|contacts|figures|files|records|waits|"
    r"readings|complaints|numbers|notices|kinds)\b"
)


@pytest.mark.parametrize(("event", "rule"), ROWS, ids=NAMES)
def test_a_count_of_one_has_a_word_of_its_own_in_english(event: type[Event], rule: Rule) -> None:
    counts = {name for name, field in event.model_fields.items() if field.annotation in (int, int | None)}
    assert counts.intersection(COUNTED.findall(rule.en)) == set()


@pytest.mark.parametrize(
    ("affected", "said"),
    [(0, "0 waits changed."), (1, "1 wait changed."), (2, "2 waits changed.")],
)
def test_one_is_said_in_the_singular(affected: int, said: str) -> None:
    event = ForecastsChanged(branch="B001", affected=affected, tickets=(), reason="settings_changed")
    rule = RULES[ForecastsChanged][-1]
    assert say(rule.en, values_of(event, facts_of(event) | {"affected": affected}), "en").endswith(said)

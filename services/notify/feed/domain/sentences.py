"""Sentences: what an entry says of an event, in both languages."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from services.notify.feed.domain.facts import names_in
from shared.contracts.base import Event
from shared.contracts.labelled import Words
from shared.contracts.languages import in_text
from shared.contracts.lobby.words import (
    ChannelChangeReason,
    ForecastChange,
    RecordFault,
    SettingsPart,
    UndoneStep,
)
from shared.contracts.referral import DeclineReason
from shared.contracts.words import CommonNeed, OpinionTopic, QuestionTopic

Said = Mapping[str, str]
"""A text by language."""
SEPARATOR: Said = {"zh": "、", "en": ", "}
SYSTEM: Said = {"zh": "系统", "en": "the system"}
PART = re.compile(r"\[([^]]*)]")
NUMBER = re.compile(r"\{(\w+)\|([^|{}]*)\|([^|{}]*)\}")

MISSING: Mapping[str, Said] = {
    "device": {"zh": "设备", "en": "a device"},
    "outcome": {"zh": "办妥", "en": "done"},
    "raised_by": SYSTEM,
    "by": {"zh": "同事", "en": "A colleague"},
    "masked_name": {"zh": "贵宾客户", "en": "A VIP"},
    "need": {"zh": "业务", "en": "business"},
    "case_owner": {"zh": "（尚无负责人）", "en": "nobody yet"},
    "topic": {"zh": "其他", "en": "something else"},
    "enquiry_owner": {"zh": "（尚无负责人）", "en": "nobody yet"},
    "clock_owner": {"zh": "（尚无负责人）", "en": "nobody yet"},
    "need_owner": {"zh": "（尚无负责人）", "en": "nobody yet"},
    "found_by": {"zh": "同事", "en": "A colleague"},
    "filed_by": {"zh": "系统", "en": "The system"},
    "override": {"zh": "未填写", "en": "no reason given"},
    "assigned_by": {"zh": "网点负责人", "en": "The branch head"},
    "unavailable": {"zh": "无", "en": "none"},
    "transactions": {"zh": "业务", "en": "business"},
}
"""The text for a fact that an event does not have."""

PLAIN_WORDS: Mapping[str, tuple[type[Words], ...]] = {
    "changed": (SettingsPart,),
    "need": (CommonNeed,),
    "needs": (CommonNeed,),
    "product": (CommonNeed,),
    "reason": (ForecastChange, RecordFault, ChannelChangeReason, DeclineReason),
    "topic": (OpinionTopic, QuestionTopic, CommonNeed),
    "transactions": (CommonNeed,),
    "unavailable": (CommonNeed,),
    "undone": (UndoneStep,),
}
"""Words of facts that travel as plain text, the first that know one first; others are shown as they are."""


def values_of(event: Event, facts: Iterable[str]) -> dict[str, Any]:
    """Return the values of these facts of an event as they are said: words as words, not as text."""
    return {name: getattr(event, name) for name in facts}


def say(template: str, values: Mapping[str, Any], language: str) -> str:
    """Say a sentence of the rulebook with the values of an event's facts, in the words of a language. A part
    in brackets, such as ``[（{counter}号窗口）]``, is said only where all its facts are there. Of two words,
    such as ``{days|day|days}``, the first stands where the fact is one, the second where it is not."""
    texts = {name: text[language] for name, text in MISSING.items()}
    for name, value in values.items():
        several = value if isinstance(value, list | tuple) else [value]
        texts[name] = SEPARATOR[language].join(_text_of(name, one, language) for one in several)
    said = PART.sub(lambda part: part[1] if names_in(part[1]) <= values.keys() else "", template)
    said = NUMBER.sub(lambda word: word[2] if values.get(word[1]) == 1 else word[3], said)
    return said.format_map(texts)


def _text_of(name: str, value: object, language: str) -> str:
    """Return how the fact `name` is said: a word in its language, a person or device without the prefix."""
    if isinstance(value, Words):
        return in_text(value, language)
    text = str(value).removeprefix("staff:").removeprefix("device:")
    if text == "system":
        return SYSTEM[language]
    for words in PLAIN_WORDS.get(name, ()):
        if word := words.of(text):
            return in_text(word, language)
    return text

"""The languages of the words. Chinese and English stand on the words themselves (`Words`).

Another language is one file in this folder, named by its tag, such as ``pt.py``:

    WORDS = {Channel: {"counter": "Balcão", …}, Event: {"ticket_called": "Chamada", …}, …}

It is found by itself. A test fails where it lacks a word.
"""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from shared.contracts.base import Event
from shared.contracts.labelled import Words, uncapitalised

Labels = Mapping[type[Words] | type[Event], Mapping[str, str]]
"""Labels of one language, by word class and value; those of events by `Event` and their name."""


@cache
def more_languages() -> Mapping[str, Labels]:
    """Return the labels of the languages that have a file in this folder, by tag."""
    names = sorted(one.name for one in pkgutil.iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}").WORDS for name in names}


def languages() -> tuple[str, ...]:
    """Return the tags of all languages: Chinese, English, then the others."""
    return ("zh", "en", *more_languages())


def label(word: Words, language: str) -> str:
    """Return the label of a word, as it stands alone. Raises `KeyError` where the language lacks it."""
    match language:
        case "zh":
            return word.zh
        case "en":
            return word.en
    return more_languages()[language][type(word)][word.value]


def event_label(event: type[Event], language: str) -> str:
    """Return what an event is called. Raises `KeyError` where the language lacks it."""
    match language:
        case "zh":
            return event.zh
        case "en":
            return event.en
    return more_languages()[language][Event][event.name()]


def in_text(word: Words, language: str) -> str:
    """Return a word as it is said within a sentence. Raises `KeyError` where the language lacks it."""
    match language:
        case "zh":
            return word.zh_in_text
        case "en":
            return word.en_in_text
    return uncapitalised(label(word, language))


def missing(words: type[Words], language: str) -> list[str]:
    """Return the values of a word class that have no label in a language."""
    if language in ("zh", "en"):
        return [one.value for one in words if not label(one, language)]
    labels = more_languages()[language].get(words, {})
    return [one.value for one in words if not labels.get(one.value)]

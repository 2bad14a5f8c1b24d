"""Words: every one has a label in every language, and what people read is made from them."""

import inspect
import pkgutil
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import services
from deploy.local import contracts as published
from deploy.local.words import ENUMS, word_classes
from services.lobby.report import labels as report
from shared import contracts
from shared.contracts import languages
from shared.contracts.base import Event
from shared.contracts.labelled import Words, uncapitalised
from shared.contracts.languages import event_label, in_text, label, missing
from shared.contracts.lobby import CounterLeft
from shared.contracts.lobby.words import ForecastChange
from shared.contracts.needs import EARLIER_WORDS
from shared.contracts.words import AnswerWay, Channel, CommonNeed, DeviceKind, Role, Segment

WORDS = ENUMS.parent
EVENTS = [
    event
    for event in published.types_of(published.OWNERS)
    if event.__module__.startswith("shared.contracts.")
]
TO_ADOPT: set[str] = set()
"""Words of the contracts that a service still declares again, without labels."""


def enums(package: ModuleType) -> Iterator[type[StrEnum]]:
    """Return every enum of texts in a package."""
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if module.name.endswith(".__main__"):
            continue
        for _, one in inspect.getmembers(import_module(module.name), inspect.isclass):
            if issubclass(one, StrEnum) and one.__module__ == module.name and one is not Words:
                yield one


def test_every_enum_of_texts_in_the_contracts_is_made_of_words() -> None:
    assert {one.__name__ for one in enums(contracts) if not issubclass(one, Words)} == set()
    assert set(word_classes()) == set(enums(contracts))


@pytest.mark.parametrize("language", languages.languages())
@pytest.mark.parametrize("words", word_classes(), ids=lambda words: words.__name__)
def test_every_word_has_a_label(words: type[Words], language: str) -> None:
    assert missing(words, language) == []


@pytest.mark.parametrize("words", word_classes(), ids=lambda words: words.__name__)
def test_a_label_is_in_its_own_language(words: type[Words]) -> None:
    for word in words:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in word.zh), word
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in word.en + word.en_in_text), word


def test_no_service_declares_words_of_the_contracts_again() -> None:
    known = {frozenset(word.value for word in words): words.__name__ for words in word_classes()}
    own = {frozenset(word.value for word in one) for one in enums(services)}
    assert {name for values, name in known.items() if values in own} == TO_ADOPT


def test_another_language_is_one_table_and_what_it_lacks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {AnswerWay: {"phone": "Por telefone"}, Channel: {"counter": ""}}
    monkeypatch.setattr(languages, "more_languages", lambda: {"pt": table})
    assert languages.languages() == ("zh", "en", "pt")
    assert label(AnswerWay.PHONE, "pt") == "Por telefone"
    assert in_text(AnswerWay.PHONE, "pt") == "por telefone"
    assert missing(AnswerWay, "pt") == ["in_person", "message", "letter", "notice_board"]
    assert "counter" in missing(Channel, "pt")
    assert missing(Role, "pt") == [role.value for role in Role]


def test_a_file_in_the_folder_of_languages_is_a_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = "from shared.contracts.words import AnswerWay\nWORDS = {AnswerWay: {'phone': 'Por telefone'}}\n"
    (tmp_path / "pt_test.py").write_text(source)
    monkeypatch.setattr(languages, "__path__", [str(tmp_path)])
    languages.more_languages.cache_clear()
    try:
        assert label(AnswerWay.PHONE, "pt_test") == "Por telefone"
    finally:
        languages.more_languages.cache_clear()


def test_a_word_is_its_value_on_the_wire() -> None:
    assert f"{Channel.COUNTER}" == "counter"
    assert Channel("counter") is Channel.COUNTER
    assert Channel.of("counter") is Channel.COUNTER
    assert Channel.of("window") is None


@pytest.mark.parametrize(
    ("text", "within"), [("Water and papers", "water and papers"), ("VIP window", "VIP window"), ("A", "a")]
)
def test_a_label_loses_its_capital_within_a_sentence_unless_it_is_all_of_them(text: str, within: str) -> None:
    assert uncapitalised(text) == within


def test_one_term_stands_for_one_thing_everywhere() -> None:
    """Three catalogues had drifted apart."""
    assert (ForecastChange.COUNTER_OPENED.zh, Channel.COUNTER.zh) == ("柜台开放", "柜台")
    assert CounterLeft.CLOSED.zh == "关闭柜台"
    assert Segment.AFFLUENT.zh == Segment.AFFLUENT.zh_in_text == "富裕客户"
    assert DeviceKind.DISPLAY.zh == DeviceKind.DISPLAY.zh_in_text == "电子显示屏"


def test_page_and_report_read_the_labels_of_the_words() -> None:
    page = ENUMS.read_text()
    for channel in Channel:
        assert f'{channel.value}: ["{channel.zh}", "{channel.en}"]' in page
        assert report.CHANNELS[channel.value] == (channel.zh, channel.en)


def test_a_need_has_one_word() -> None:
    for labels in ([need.zh for need in CommonNeed], [need.en for need in CommonNeed]):
        assert sorted(labels) == sorted(set(labels))
    assert not set(EARLIER_WORDS) & {need.value for need in CommonNeed}


@pytest.mark.parametrize("language", languages.languages())
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type_name())
def test_every_public_event_is_called_something(event: type[Event], language: str) -> None:
    """Any may stand in the chain of causes, behind "Why?"."""
    called = event_label(event, language)
    assert called
    if language in ("zh", "en"):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in called) is (language == "zh")


def test_the_page_calls_events_as_their_classes_do() -> None:
    """A new event needs no line in the page's words."""
    assert 'ticket_called: ["叫号", "The ticket was called"]' in ENUMS.read_text()

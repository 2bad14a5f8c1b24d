"""Words: enums whose members carry a label for people, in Chinese and in English."""

from enum import StrEnum
from typing import Self


class Words(StrEnum):
    """Values with a label in each language. A member is written as its value, then what people read:

        COUNTER = "counter", "柜台", "Counter", "a counter"

    That is the value on the wire, the Chinese label, the English label, and, where it is not the label
    without its capital, the English within a sentence; a fifth is the Chinese within a sentence, where it is
    not the label. `shared.contracts.languages` gives the labels by language.
    """

    zh: str
    en: str
    zh_in_text: str
    en_in_text: str

    def __new__(cls, value: str, zh: str = "", en: str = "", en_text: str = "", zh_text: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.zh, word.en = zh, en
        word.zh_in_text, word.en_in_text = zh_text or zh, en_text or uncapitalised(en)
        return word

    @classmethod
    def of(cls, value: str) -> Self | None:
        """Return the member with this value, or None."""
        return cls(value) if value in cls._value2member_map_ else None


def uncapitalised(text: str) -> str:
    """Return an English label as it stands within a sentence; a word such as VIP stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]

"""Names as people look for them (W2): in characters, full pinyin or initials; in all readings of a surname.

A name is read into parts: each Chinese character is one, and each word of letters. The forms of a name are
the ways to write it or its beginning; a search has one form, so a name is found by comparing for equality,
which keyed hashes allow.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product

from pypinyin import Style, pinyin

from shared.identifiers import visible

PARTS_AT_MOST = 24
"""Parts of a name that count; longer ones are found by these."""
READINGS_AT_MOST, OF_A_LONG_NAME, LONG = 32, 4, 5
FORMS_AT_MOST = 300
RARE = {"𠮷": ["ji"], "㛃": ["jie"], "䒟": ["gai"], "㵄": ["heng"]}
"""Readings that the dictionary lacks."""
COMPOUND = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "长孙",
        "宇文",
        "司徒",
        "司空",
        "东方",
        "独孤",
        "南宫",
        "西门",
        "澹台",
        "太史",
        "申屠",
        "公羊",
        "淳于",
        "单于",
        "万俟",
        "呼延",
        "端木",
        "轩辕",
        "钟离",
        "闻人",
        "濮阳",
        "闾丘",
        "鲜于",
        "完颜",
        "拓跋",
        "百里",
        "东郭",
        "赫连",
        "公冶",
        "宗政",
        "仲孙",
        "歐陽",
        "司馬",
        "上官",
        "諸葛",
        "尉遲",
        "長孫",
        "獨孤",
    ]
)
"""Surnames of two characters."""


@dataclass(frozen=True)
class NamePart:
    """A character or a word of a name, with its readings; a word reads as it is written."""

    text: str
    readings: tuple[str, ...]


def parts_of(name: str) -> list[NamePart]:
    """Read a name into its parts. Dots, blanks, brackets, marks and what nobody sees are none."""
    found: list[NamePart] = []
    word = ""
    for mark in [*unicodedata.normalize("NFD", visible(name).casefold()), " "]:
        category = unicodedata.category(mark)
        if category.startswith("M"):
            if mark == "\u0308" and word.endswith("u"):
                word = f"{word[:-1]}v"  # ü, as it is typed
            continue
        if category in ("Ll", "Nd"):
            word += mark
            continue
        if word:
            found.append(NamePart(_folded(word), (_folded(word),)))
            word = ""
        if category in ("Lo", "Co", "Cn"):
            found.append(NamePart(mark, _readings(mark)))
    return found[:PARTS_AT_MOST]


def forms_of(name: str) -> frozenset[str]:
    """Return the forms by which a name is found: whole, its beginnings, the given name, the surname last; of
    a long one also what stands within it."""
    parts = parts_of(name)
    if not parts:
        return frozenset()
    split = _surname_ends(parts)
    found = set(_written([part.text for part in parts], split))
    for reading in _ways_to_read(parts):
        found.update(_written(list(reading), split))
        initials = "".join(part[:1] for part in reading)
        surname = "".join(reading[:split])
        found.update(_beginnings(initials))
        found.update(surname + part for part in _beginnings(initials[split:]))
        if len(found) > FORMS_AT_MOST:
            break
    if len(parts) >= LONG:
        found.update(_infixes([part.text for part in parts]))
    for part in parts:
        if part.readings == (part.text,):
            found.update(_beginnings(part.text, 2))
    return frozenset(sorted(found, key=len)[:FORMS_AT_MOST])


def form_of_search(words: str) -> str | None:
    """Return the form of what somebody looks for; None where nothing of it can be in a name."""
    return "".join(part.text for part in parts_of(words)) or None


def similar_forms(name: str) -> frozenset[str]:
    """Return the whole name in each of its readings, also with the surname last, as names are compared."""
    parts = parts_of(name)
    split = _surname_ends(parts) if parts else 0
    orders = ((reading, reading[split:] + reading[:split]) for reading in _ways_to_read(parts))
    return frozenset("".join(order) for of_one in orders for order in of_one if order)


def _written(parts: list[str], split: int) -> Iterator[str]:
    """Give the beginnings of a name in one way of writing, the given name alone, and the surname last."""
    yield from ("".join(parts[:end]) for end in range(1, len(parts) + 1))
    given = "".join(parts[split:])
    if given:
        yield given
        yield given + "".join(parts[:split])


def _infixes(parts: list[str]) -> Iterator[str]:
    """Give what stands within a long name, such as a company's: two to four parts from any place."""
    return ("".join(parts[at : at + length]) for at in range(len(parts)) for length in range(2, 5))


def _surname_ends(parts: list[NamePart]) -> int:
    two = "".join(part.text for part in parts[:2])
    return 2 if two in COMPOUND and len(parts) > 2 else 1


def _ways_to_read(parts: list[NamePart]) -> Iterable[tuple[str, ...]]:
    """Give combinations of the readings, at most 32, of a long name 4; those of the surname change first."""
    readings = [part.readings or (part.text,) for part in reversed(parts)]
    most = READINGS_AT_MOST if len(parts) < LONG else OF_A_LONG_NAME
    return (tuple(reversed(one)) for one in islice(product(*readings), most))


def _readings(mark: str) -> tuple[str, ...]:
    found = RARE.get(mark) or (pinyin(mark, style=Style.NORMAL, heteronym=True, errors="ignore") or [[]])[0]
    return tuple(dict.fromkeys(_folded(one) for one in found))


def _folded(word: str) -> str:
    """Write ü as u, as in lv, lyu and lu."""
    return word.replace("lyu", "lu").replace("v", "u")


def _beginnings(text: str, least: int = 1) -> Iterator[str]:
    return (text[:end] for end in range(least, len(text) + 1))

"""The words of the contracts for the page: a JavaScript module, made from their enums."""

import json
from pathlib import Path

import shared.contracts  # noqa: F401  with the contracts come their words
from deploy.local.processes import ROOT
from shared.contracts.labelled import Words
from shared.contracts.languages import label, languages

ENUMS = ROOT / "services/notify/web/words/enums.js"
HEAD = """\
// The words of the events, by value, in the order of LANGUAGES.
// Made by `./foyer contracts` from the enums in shared/contracts. Change those, and not this file.

"""


def word_classes() -> list[type[Words]]:
    """Return every word class of the contracts, by name."""
    own = (one for one in Words.__subclasses__() if one.__module__.startswith("shared.contracts."))
    return sorted(own, key=lambda one: one.__name__)


def documents() -> dict[Path, str]:
    """Return the module's path and text."""
    tags = f"export const LANGUAGES = {json.dumps(languages())};\n\n"
    return {ENUMS: HEAD + tags + "\n".join(_object(one) for one in word_classes())}


def _object(words: type[Words]) -> str:
    entries = "".join(f"  {_key(one.value)}: {_labels(one)},\n" for one in words)
    return f"export const {words.__name__} = {{\n{entries}}};\n"


def _key(value: str) -> str:
    return value if value.isidentifier() else json.dumps(value)


def _labels(word: Words) -> str:
    return json.dumps([label(word, language) for language in languages()], ensure_ascii=False)

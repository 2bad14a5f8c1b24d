"""The words of the contracts for the page: a JavaScript module, made from their enums and their events."""

import json
from pathlib import Path

import deploy.topology  # noqa: F401  with the services come their timers, and all contracts
from deploy.local.processes import ROOT
from shared.contracts.base import MODELS
from shared.contracts.labelled import Words
from shared.contracts.languages import event_label, label, languages

ENUMS = ROOT / "services/notify/web/words/enums.js"
HEAD = """\
// The words of the events, by value, in the order of LANGUAGES.
// Made by `./foyer contracts` from the enums and events in shared/contracts. Change those, and not this file.

"""


def word_classes() -> list[type[Words]]:
    """Return every word class of the contracts, by name."""
    own = (one for one in Words.__subclasses__() if one.__module__.startswith("shared.contracts."))
    return sorted(own, key=lambda one: one.__name__)


def documents() -> dict[Path, str]:
    """Return the module's path and text."""
    tags = f"export const LANGUAGES = {json.dumps(languages())};\n\n"
    return {ENUMS: HEAD + tags + "\n".join([_event_kinds(), *map(_object, word_classes())])}


def _event_kinds() -> str:
    """The object of what each event is called, by its name."""
    called = {event.name(): event for event in MODELS.values() if event.zh}
    labels = {
        name: [event_label(event, language) for language in languages()] for name, event in called.items()
    }
    return _written("EventKind", {name: labels[name] for name in sorted(labels)})


def _object(words: type[Words]) -> str:
    return _written(
        words.__name__, {one.value: [label(one, language) for language in languages()] for one in words}
    )


def _written(name: str, labels: dict[str, list[str]]) -> str:
    entries = "".join(
        f"  {_key(word)}: {json.dumps(said, ensure_ascii=False)},\n" for word, said in labels.items()
    )
    return f"export const {name} = {{\n{entries}}};\n"


def _key(value: str) -> str:
    return value if value.isidentifier() else json.dumps(value)

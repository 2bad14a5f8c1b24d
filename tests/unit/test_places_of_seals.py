"""The tables of seals name every one, at the place at which the service itself seals it."""

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from deploy.topology import SERVICES, service
from services.customer.cases.api import showing as cases
from services.customer.enquiries import api as enquiries
from services.customer.files import sealing as files
from services.customer.imports import sealing as imports
from services.customer.leads import api as leads
from services.lobby.day.api import days
from services.lobby.journal import api as journal
from services.lobby.report import api as report
from services.lobby.safety import api as safety
from services.lobby.tasks import api as tasks
from services.referral.desk.api import needs, notes
from services.referral.plans.api import items
from services.referral.territory.api import reports as territory
from shared.domain import Document
from shared.reseal import Seals

RAW = {"_id": "I", "branch": "B", "day": "D", "report": "R"}
PLACES = {
    "lobby": {
        "branch_days.steps.*.words": days._place("B"),
        "log.words": journal._place("B", "I"),
        "tasks.words": tasks._place("I"),
        "reports.words.*": report._place("B", "D", "K"),
        "incident_notes.words": safety._place("I"),
    },
    "customer": {
        "data_keys.wrapped": files._key("I"),
        "imports.key": imports._key("I"),
        "cases.asked.reason": cases.place_of("I", "extension"),
        "cases.holding_replies.*.reason": cases.place_of("I", "holding"),
        **{f"cases.{name}": cases.place_of("I", name) for name in cases.TEXTS},
        **{f"enquiries.{name}": enquiries.place_of("I", name) for name in enquiries.WRITTEN},
        **{f"statements.{name}": enquiries.place_of("I", name) for name in enquiries.SAID},
        **{f"leads.{name}": leads._place_of("I", name) for name in leads.FIELDS},
        **{f"leads.history.*.{name}": leads._place_of("I", name) for name in leads.FIELDS},
    },
    "referral": {
        "plan_items.note": items._place("I"),
        "desk_askings.words": needs._asking_place("I"),
        "desk_needs.answer_words": needs._answer_place("I"),
        "market_notes.words": notes._place("I"),
        "report_editions.words.*": territory._place("R", "K"),
    },
    "notify": dict[str, str](),
}
NO_SEAL = {
    "lobby": {
        # Figures.
        "visits.forecast.clues",
        "wait_histories.weights.*",
    },
    "customer": {
        # Under the key of each customer, which `data_keys` wraps.
        "customers.sealed.*",
        "customers.corrections.*.before.*",
        "facts.sealed",
        "contacts.words",
        "contact_plans.sealed_name",
        "contact_plans.last_words",
        "consents.evidence",
        "contact_standings.preferences.email",
        "needs.words",
        "messages.values",
        "break_glass.reason",
        "customer_visits.*",
        "merges.*",
        "promises.what",
        # Under the key of each import.
        "import_parts.content",
        "import_pages.rows",
        # Never filled.
        "cases.acknowledged.reason",
        "cases.answer.reason",
    },
    "referral": set[str](),
    "notify": set[str](),
}
"""Bytes that the master key has not sealed."""


def documents(name: str) -> Iterator[type[Document]]:
    """Return the documents of a service, whose modules are loaded."""
    left = list(Document.__subclasses__())
    while left:
        one = left.pop()
        left += one.__subclasses__()
        if one.__module__.startswith(f"services.{name}.") and hasattr(one, "collection"):
            yield one


def paths(model: Any, path: str) -> Iterator[str]:
    """Return the paths of bytes in a model."""
    for field, about in model.model_fields.items():
        yield from _paths_of(about.annotation, f"{path}.{field}")


def _paths_of(kind: Any, path: str) -> Iterator[str]:
    if kind is bytes:
        yield path
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from paths(kind, path)
    else:
        several = get_origin(kind) not in (None, Union, UnionType, Annotated)
        for one in get_args(kind):
            yield from _paths_of(one, f"{path}.*" if several else path)


def matches(path: str, known: str) -> bool:
    """Tell whether a path is one that is known; a ``*`` at the end stands for each member."""
    return path == known or (known.endswith(".*") and path.startswith(known[:-1]))


@pytest.mark.parametrize("name", SERVICES)
def test_the_table_names_each_seal_at_its_place(name: str) -> None:
    table: tuple[Seals, ...] = tuple(service(name).seals)
    assert {f"{one.collection}.{one.path}": one.place_in(RAW, "K") for one in table} == PLACES[name]


@pytest.mark.parametrize("name", SERVICES)
def test_all_bytes_that_are_stored_are_in_the_table_or_no_seal_of_the_master_key(name: str) -> None:
    service(name)
    known = {*PLACES[name], *NO_SEAL[name]}
    found = {path for one in documents(name) for path in paths(one, one.collection)}
    assert {path for path in found if not any(matches(path, one) for one in known)} == set()
    assert {one for one in PLACES[name] if one not in found} == set()

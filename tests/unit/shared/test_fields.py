"""Fields that people fill in are taken as they were meant, or refused: every number, yes or no, and day."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from services.customer.duplicates.api.entry import FileForm
from services.customer.enquiries.api import AnswerForm
from services.customer.files.api.corrections import CorrectionForm
from services.customer.leads.api import LeadForm
from services.lobby.branch.domain.branches import Rules
from services.lobby.branch.domain.transactions import Paper, Transaction
from services.lobby.day.api.checklists import ItemChange
from services.lobby.day.domain.templates import Item
from services.lobby.materials.api import Handed, More, NoticeRequest
from services.lobby.materials.domain import Leaflet
from services.lobby.queue.api.tickets import TransferRequest
from services.lobby.queue.api.visits import AdmissionRequest
from services.lobby.safety.api import NewLimit
from services.lobby.settings.api import BranchSettings, TransactionChange
from services.lobby.tasks.api import TaskRequest
from services.lobby.tasks.domain.task_rules import Limit, TaskSettings
from services.notify.presence.api import AtWork
from services.notify.staff.api import StaffSettings
from shared.contracts.words import CorrectionReason, TicketClass

NAMES = {"zh": "现金", "en": "Cash"}
LEAFLET = {**NAMES, "product": "wealth", "stock": 1, "minimum": 1}
ITEM = {**NAMES, "id": "own_1", "duty": "P1", "place": "hall"}

WHOLE: list[tuple[type[BaseModel], str, dict[str, Any]]] = [
    (Rules, "recalls_at_most", {}),
    (Rules, "sent_back_at_most", {}),
    (Rules, "divert_from", {}),
    (Transaction, "self_service_up_to", NAMES),
    (Transaction, "phone_up_to", NAMES),
    (Leaflet, "stock", LEAFLET),
    (Leaflet, "minimum", LEAFLET),
    (More, "more", {}),
    (NewLimit, "minutes", {}),
    (TransferRequest, "position", {}),
    (AdmissionRequest, "amount", {}),
]
REAL: list[tuple[type[BaseModel], str, dict[str, Any]]] = [
    (Transaction, "minutes", NAMES),
    (Limit, "within", {"within": 1, "grace": 1}),
    (Limit, "grace", {"within": 1, "grace": 1}),
    (TaskSettings, "care_after", {}),
    (TaskSettings, "care_every", {}),
    (TaskSettings, "patrol_every", {}),
    (TaskSettings, "check_every", {}),
    (TaskRequest, "minutes", {}),
]
YES_NO: list[tuple[type[BaseModel], str, dict[str, Any]]] = [
    (Handed, "interested", {}),
    (Limit, "escalates", {"within": 1, "grace": 1}),
    (AdmissionRequest, "wants_counter", {}),
    (Item, "mandatory", ITEM),
    (Item, "each_counter", ITEM),
    (AtWork, "present", {}),
]


def refuses(model: type[BaseModel], name: str, given: dict[str, Any], value: Any) -> bool:
    try:
        model.model_validate({**given, name: value})
    except ValidationError as error:
        return {one["loc"][0] for one in error.errors()} == {name}
    return False


@pytest.mark.parametrize(("model", "name", "given"), WHOLE)
def test_a_whole_number_is_never_bent(model: type[BaseModel], name: str, given: dict[str, Any]) -> None:
    assert getattr(model.model_validate({**given, name: 4}), name) == 4
    for bent in (True, False, "4", "４", 4.0, 4.5, "4 ", [4]):
        assert refuses(model, name, given, bent), bent


@pytest.mark.parametrize(("model", "name", "given"), REAL)
def test_a_number_is_never_bent(model: type[BaseModel], name: str, given: dict[str, Any]) -> None:
    for value in (7, 7.5):
        assert getattr(model.model_validate({**given, name: value}), name) == value
    for bent in (True, False, "7.5", "７", float("nan"), float("inf"), [7]):
        assert refuses(model, name, given, bent), bent


@pytest.mark.parametrize(("model", "name", "given"), YES_NO)
def test_yes_and_no_are_no_numbers_and_no_words(
    model: type[BaseModel], name: str, given: dict[str, Any]
) -> None:
    assert getattr(model.model_validate({**given, name: True}), name) is True
    for bent in (1, 0, "true", "yes", "no", 1.0):
        assert refuses(model, name, given, bent), bent


@pytest.mark.parametrize("table", ["rates", "limits"])
def test_the_rules_of_a_class_are_never_bent(table: str) -> None:
    good = dict.fromkeys(TicketClass, 2)
    assert getattr(Rules.model_validate({table: good}), table) == good
    for bent in (True, "2", float("nan")):
        assert refuses(Rules, table, {}, {**good, TicketClass.VIP: bent}), bent


def test_a_day_is_the_day_that_was_given() -> None:
    assert NoticeRequest.model_validate({"title": "A", "until": "2026-12-31"}).until == "2026-12-31"
    for bent in (
        *(1767139200, True, "1767139200", "2026-12-31T23:30:00-05:00", "2026-02-30", "２０２６-12-31"),
        *("20261231", "2026-W53-4", "2026-12-31 ", "31.12.2026", None),
    ):
        assert refuses(NoticeRequest, "until", {"title": "A"}, bent), bent


READABLE: list[tuple[type[BaseModel], str, dict[str, Any]]] = [
    (BranchSettings, "name_zh", {}),
    (BranchSettings, "name_en", {}),
    (StaffSettings, "name", {"staff": "li.na", "roles": ["teller"]}),
    (FileForm, "name", {"branch": "B1", "phone": "13800000009"}),
    (CorrectionForm, "name", {"edition": 1, "reason": next(iter(CorrectionReason))}),
    *((model, name, {**NAMES}) for model in (Paper, Transaction, TransactionChange) for name in NAMES),
    *((Leaflet, name, LEAFLET) for name in NAMES),
    *((model, name, ITEM) for model in (Item, ItemChange) for name in NAMES),
    (AnswerForm, "answer", {}),
    (LeadForm, "name", {"phone": "13800000009"}),
    (NoticeRequest, "title", {"until": "2026-12-01"}),
]


@pytest.mark.parametrize(("model", "name", "given"), READABLE)
def test_a_name_is_something_that_can_be_read(model: type[BaseModel], name: str, given: dict[str, Any]):
    for empty in ("", " ", "   ", "\t\n", "\u3000", "\u200b", " \u200b\ufeff ", "\u2060\u2800"):
        with pytest.raises(ValidationError) as refused:
            model.model_validate({**given, name: empty})
        assert name in refused.value.errors()[0]["loc"]
    assert getattr(model.model_validate({**given, name: " \u3000王芳 "}), name) == "王芳"

"""Bad input of the file's forms gets a stable code (W2)."""

from typing import Any

import pytest
from pydantic import ValidationError

from services.customer.duplicates.api.entry import FileForm
from services.customer.files.api.profile import HoldingsForm, ProfileForm
from services.customer.files.domain.customer import Holding
from services.customer.files.domain.facts import text_of
from shared.errors import Refusal
from tests.unit.acting import MORNING

PERSON = {"branch": "B1", "name": "王小明", "phone": "13800000000"}
COMPANY = {**PERSON, "kind": "company", "name": "食品有限公司", "identity": "91110000600037341L"}


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({**PERSON, "name": "😀😀"}, "bad_name"),
        ({**PERSON, "name": "123"}, "bad_name"),
        ({**PERSON, "phone": "138"}, "bad_phone"),
        ({**PERSON, "identity": "110101199001011234"}, "bad_identity"),
        ({**COMPANY, "identity": "110101199001011237"}, "bad_uscc"),
        ({**PERSON, "kind": "company"}, "bad_uscc"),
    ],
)
def test_a_file_with_what_is_no_name_or_number_is_refused_by_its_code(form: dict[str, Any], code: str):
    with pytest.raises(Refusal) as refused:
        FileForm.model_validate(form)
    assert (refused.value.code, refused.value.status) == (code, 422)


def test_a_company_is_opened_with_its_code_and_nothing_personal_is_in_a_representation():
    form = FileForm.model_validate({**COMPANY, "identity": "9111 0000 6000 3734 1l"})
    assert form.identity == "91110000600037341L"
    assert not [word for word in ("食品", "138", "9111") if word in repr(form)]


@pytest.mark.parametrize(
    "form",
    [
        {"edition": 0, "tags": ["13800000000"]},
        {"edition": 0, "tags": ["一" * 17]},
        {"edition": 0, "tags": [str(number) for number in range(13)]},
        {"edition": 0, "language": "klingon"},
        {"edition": 0, "dates": [{"kind": "birthday", "day": "2026-02-30"}]},
        {"tags": []},
        {"edition": 0, "segment": "vip"},
    ],
)
def test_a_profile_that_is_not_right_is_refused(form: dict[str, Any]):
    with pytest.raises(ValidationError):
        ProfileForm.model_validate(form)


def test_a_product_that_is_there_twice_is_refused():
    twice = [{"product": "gold", "amount": 1}] * 2
    with pytest.raises(ValidationError):
        HoldingsForm.model_validate({"holdings": twice})


def test_values_of_the_history_are_written_for_people():
    assert text_of((Holding(product="gold", amount=1250),)) == "gold 12.50 CNY"
    assert text_of(("a", "b")) == "a, b"
    assert text_of(MORNING) == "2026-03-02T01:00:00+00:00"
    assert text_of(None) is None

"""Names are found as people type them, by keyed hashes alone (W2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.files.domain.names import FORMS_AT_MOST, form_of_search, forms_of
from services.customer.files.sealing import Clear, ImportantDate, dates_text, name_keys, search_key
from shared.contracts.customer.words import DateKind

BLIND = bytes(32)


def keys(name: str, branch: str = "B1", blind: bytes = BLIND) -> tuple[str, ...]:
    return name_keys(blind, branch, Clear(name=name, phone="13800000000"))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("王小明", "王小明"),
        ("王小明", "王小"),
        ("王小明", "小明"),
        ("王小明", " 王 小 明 "),
        ("王小明", "wangxiaoming"),
        ("王小明", "WANG Xiao-ming"),
        ("王小明", "Xiaoming Wang"),
        ("王小明", "wxm"),
        ("王小明", "wangxm"),
        ("王小明", "ｗｘｍ"),
        ("单田芳", "shantianfang"),
        ("解晓东", "xiexiaodong"),
        ("仇英", "qiuying"),
        ("曾国藩", "zengguofan"),
        ("区子轩", "ouzixuan"),
        ("查良镛", "zhaliangyong"),
        ("欧阳娜娜", "ouyangnana"),
        ("欧阳娜娜", "oynn"),
        ("欧阳娜娜", "娜娜"),
        ("万俟卨", "moqixie"),
        ("吕布", "lvbu"),
        ("吕布", "lubu"),
        ("吕布", "lyubu"),
        ("阿依古丽·买买提", "阿依古丽・买买提"),
        ("阿依古丽·买买提", "阿依古丽•买买提"),
        ("阿依古丽·买买提", "阿依古丽 买买提"),
        ("阿依古丽·买买提", "ayiguli"),
        ("王\u200b小明", "王小明"),
        ("王（小明）", "王小明"),
        ("𠮷田䶮", "𠮷田"),
        ("𠮷田䶮", "jty"),
        ("Jane Doe", "jane"),
        ("Jane Doe", "doe jane"),
        ("Änne Müller", "anne muller"),
        ("Müller", "mueller"[:2]),
        ("北京食品有限公司", "bjsp"),
        ("北京食品有限公司", "食品"),
        ("北京食品有限公司", "食品有限"),
        ("阿依古丽·买买提", "买买提"),
        ("中国工商银行股份有限公司北京分行", "工商银行"),
        ("中国工商银行股份有限公司北京分行", "中国工商银行股份有限公司北京分行"),
        ("中国工商银行股份有限公司北京分行", "zhongguogongshang"),
    ],
)
def test_a_name_is_found_as_it_is_typed(name: str, typed: str):
    assert search_key(BLIND, "B1", typed) in keys(name)


@pytest.mark.parametrize("typed", ["李小明", "wangdaming", "明", "xm", "王明"])
def test_another_name_is_not_found(typed: str):
    assert search_key(BLIND, "B1", typed) not in keys("王小明")


@pytest.mark.parametrize("typed", ["", "😀", "·", "()", "\u200b", "  "])
def test_what_can_be_in_no_name_has_no_form(typed: str):
    assert form_of_search(typed) is None
    assert search_key(BLIND, "B1", typed) is None


def test_the_hashes_of_a_name_differ_by_branch_and_by_key():
    one = set(keys("王小明"))
    assert one.isdisjoint(keys("王小明", "B2"))
    assert one.isdisjoint(keys("王小明", blind=bytes(31) + b"1"))


def test_a_preferred_name_finds_the_customer_too():
    clear = Clear(name="王小明", phone="1", preferred_name="Kevin")
    assert search_key(BLIND, "B1", "kevin") in name_keys(BLIND, "B1", clear)


@pytest.mark.parametrize(
    ("identity", "dates", "birthday"),
    [
        ("110101199001011237", None, "1990-01-01"),
        ("E12345678", None, None),
        ("91110000600037341L", None, None),
        (None, dates_text([ImportantDate(kind=DateKind.BIRTHDAY, day="1991-02-03")]), "1991-02-03"),
        (None, dates_text([ImportantDate(kind=DateKind.WEDDING, day="1991-02-03")]), None),
    ],
)
def test_the_birthday_is_that_of_the_identity_number_or_an_important_date(identity, dates, birthday):
    assert Clear(name="王", phone="1", identity=identity, dates=dates).birthday == birthday


@given(st.text(max_size=100))
def test_every_name_has_few_forms_and_its_first_sign_finds_it(name: str):
    forms = forms_of(name)
    assert len(forms) <= FORMS_AT_MOST
    assert (form_of_search(name) is None) == (not forms)
    assert all(form_of_search(form) for form in forms)


@given(st.text("王李小明单解仇曾区查欧阳娜乐行", min_size=1, max_size=6))
def test_a_name_and_each_beginning_of_it_is_a_form(name: str):
    assert {name[:end] for end in range(1, len(name) + 1)} <= forms_of(name)

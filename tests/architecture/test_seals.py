"""Sealed personal data of customers open in three modules alone, which ask for the record first (Q1)."""

import re

from deploy.local.processes import ROOT

OPENERS = {
    "services/customer/files/sealing.py",
    "services/customer/audit/on_record.py",
    "services/customer/imports/sealing.py",
}
OPENS = re.compile(r"\b(?:unseal|open_words)\b")
CUSTOMER = ROOT / "services" / "customer"


def test_nothing_else_in_customer_opens_a_seal():
    found = {str(path.relative_to(ROOT)) for path in CUSTOMER.rglob("*.py") if OPENS.search(path.read_text())}
    assert found == OPENERS


def test_all_of_them_ask_for_the_record_before_they_open():
    for name in OPENERS:
        opened = re.findall(r"def (open_\w+).*?(?=\ndef |\Z)", (ROOT / name).read_text(), re.DOTALL)
        bodies = re.split(r"\ndef ", (ROOT / name).read_text())
        assert opened
        for body in bodies:
            if body.startswith("open_"):
                assert re.search(r"must_be_on_record\(|open_on_record\(", body.partition('"""')[2])

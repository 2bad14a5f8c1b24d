"""Pictures, index and glossary agree with the code."""

import re
from pathlib import Path

import pytest

from deploy.topology import SERVICES
from shared import bus_names

TOP = Path(__file__).parents[2]
ARCHITECTURE = (TOP / "docs/architecture.md").read_text()
INDEX = (TOP / "docs/decisions/README.md").read_text()
GLOSSARY = (TOP / "docs/glossary.md").read_text()
PAGES = sorted([*TOP.glob("*.md"), *(TOP / "docs").rglob("*.md"), *(TOP / "services").rglob("README.md")])
MADE_BY_OPERATIONS = {
    "deploy/.env",
    *(
        f"deploy/secrets/{name}"
        for name in (
            *("admin_password", "ops_password", "tls_certificate"),
            *("sms_gateway", "mail_gateway", "identity_provider"),
        )
    ),
}
"""Files that an installation has, and this repository has not."""
RECORDS = sorted((TOP / "docs/decisions").glob("0*.md"))


def test_the_containers_are_the_services() -> None:
    services = ARCHITECTURE.partition("subgraph services")[2].partition("end")[0]
    assert set(re.findall(r"^ +(\w+)\[", services, flags=re.MULTILINE)) == set(SERVICES)


def test_the_exchanges_are_those_that_are_declared() -> None:
    assert set(re.findall(r"^\| `([\w.]+)`", ARCHITECTURE, flags=re.MULTILINE)) >= set(bus_names.EXCHANGES)


def test_the_components_are_modules() -> None:
    components = ARCHITECTURE.partition("## Components")[2].partition("  api -->")[0]
    of_shared = re.findall(r'^  \w+\["(\w+)<br/>', components, flags=re.MULTILINE)
    assert len(of_shared) >= 5
    for name in of_shared:
        assert (TOP / "shared" / f"{name}.py").is_file(), name


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name[:4])
def test_a_decision_is_in_the_index_under_its_title(record: Path) -> None:
    title = record.read_text().splitlines()[0].partition(". ")[2]
    assert f"| {int(record.name[:4])} | [{title}]({record.name}) |" in INDEX


def test_the_index_names_no_record_that_is_not_there() -> None:
    names = {record.name for record in RECORDS}
    assert set(re.findall(r"\((0\d{3}-[\w-]+\.md)\)", INDEX)) <= names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_places_that_a_page_names_are_there(page: Path) -> None:
    places = set(re.findall(r"`((?:shared|services|deploy|tests)/[\w/.-]+)`", page.read_text()))
    assert {place for place in places - MADE_BY_OPERATIONS if not (TOP / place).exists()} == set()


def test_every_term_of_the_glossary_has_both_languages() -> None:
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| [^|]+ \| [^|]+ \|$", GLOSSARY, flags=re.MULTILINE)
    terms = [row for row in rows if row[0] not in ("中文", "---")]
    assert len(terms) > 40
    for chinese, english in terms:
        assert re.search(r"[\u4e00-\u9fff]", chinese), english
        assert re.search(r"[a-z]", english), chinese

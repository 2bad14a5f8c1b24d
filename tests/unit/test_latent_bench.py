"""The benchmark of latent needs reads what it is given, judges it rightly, and skips without data."""

import gzip
import json
from pathlib import Path
from random import Random

import pytest

from tests.bench.latent import PRODUCT, Contact, by_model, by_regression, find, found_in, main, read

HEADER = '"age";"job";"housing";"loan";"poutcome";"y"'


def bank(folder: Path, contacts: int = 3000) -> Path:
    """Contacts of which those with a job and a housing loan are twice as likely to end well, each alone."""
    chance, lines = Random(5), [HEADER]
    for _ in range(contacts):
        job, housing = chance.choice(["admin.", "retired"]), chance.choice(["yes", "no", "unknown"])
        took = chance.random() < 0.1 * (1 + (job == "retired")) * (1 + (housing == "yes"))
        words = (str(chance.randint(20, 79)), job, housing, "no", "nonexistent", "yes" if took else "no")
        lines.append(";".join(words))
    with gzip.open(folder / "contacts_first_36000.csv.gz", "wt") as file:
        file.write("\n".join(lines))
    return folder


def test_contacts_are_read_in_their_order_with_what_is_known_before_the_call(tmp_path: Path):
    rows = [HEADER, "56;admin.;yes;no;success;no", "41;retired;unknown;yes;failure;yes"]
    (tmp_path / "bank-additional-full.csv").write_text("\n".join(rows))
    first, second = read(tmp_path, earlier=True)
    assert (first.traits.segment, first.traits.born, first.took) == ("admin.", 50, False)
    assert first.traits.holds == {"mortgage", "earlier_deposit"}
    assert second.traits.holds == {"loan"}
    assert second.after.holds == {"loan", PRODUCT}
    assert read(tmp_path, earlier=False)[0].traits.holds == {"mortgage"}


def test_both_ways_find_what_makes_a_contact_end_well(tmp_path: Path):
    contacts = read(bank(tmp_path), earlier=False)
    assert found_in(tmp_path) is not None
    found = find(contacts, "all", 500)
    ours, plain = found.ways["latent needs, each night"], found.ways["logistic regression, each night"]
    assert ours.auc > 0.6
    assert ours.auc == pytest.approx(plain.auc, abs=0.02)
    assert ours.brier < found.ways["always the mean, one cut"].brier
    tenths = found.reliability["latent needs, each night"]
    assert sum(one.contacts for one in tenths) == found.judged == 1000
    assert tenths[-1].took > tenths[0].took


def test_what_is_said_is_near_what_is_true(tmp_path: Path):
    contacts = read(bank(tmp_path, 9000), earlier=False)
    best = [one for one in contacts if one.traits.segment == "retired" and "mortgage" in one.traits.holds]
    for way in (by_model, by_regression):
        said = way(contacts)(best)
        assert sum(said) / len(said) == pytest.approx(0.4, abs=0.04)
    assert isinstance(best[0], Contact)


def test_without_data_it_says_where_they_are_to_be_had(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    main(tmp_path, json=True)
    *words, last = capsys.readouterr().out.strip().splitlines()
    assert "archive.ics.uci.edu" in "\n".join(words)
    assert json.loads(last) == {"skipped": True}

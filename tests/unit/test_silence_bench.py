"""The silence benchmark reads what it is given, judges it rightly, and skips without data."""

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.bench.bgnbd import BgNbd, Bought, fit
from tests.bench.silence import FILE, FIT_UNTIL, area, find, main, read

FIRST = date(1997, 1, 1)


def line(id: int, day: date) -> str:
    return f" {id:05} {id:04} {day:%Y%m%d}  1   10.00"


def shop(folder: Path, customers: int = 300) -> Path:
    """Purchases that keep to the model: each customer with a rate and a chance to leave of their own."""
    chance, lines = Random(7), []
    for id in range(customers):
        rate, leaves = chance.gammavariate(1, 1 / 30), chance.betavariate(1, 3)
        day = float(chance.randint(0, 80))
        while day < 545:
            lines.append(line(id, FIRST + timedelta(days=int(day))))
            if chance.random() < leaves:
                break
            day += chance.expovariate(rate)
    (folder / FILE).write_text("\n".join(lines))
    return folder


def test_purchases_of_one_day_are_one_and_the_weeks_are_split(tmp_path: Path):
    days = [FIRST, FIRST, date(1997, 9, 30), date(1997, 10, 1)]
    (tmp_path / FILE).write_text("\n".join(line(1, day) for day in days))
    (shopper,) = read(tmp_path)
    assert (len(shopper.fitted), len(shopper.tested)) == (2, 1)
    assert shopper.history == (1, (FIT_UNTIL - FIRST).days, 0)
    assert shopper.bought == Bought(1, 272 / 7, 272 / 7)


def test_the_area_is_the_chance_to_rank_a_pair_rightly():
    assert area([1, 2, 3, 4], [False, True, False, True]) == pytest.approx(3 / 4)
    assert area([1, 1, 1, 1], [False, True, False, True]) == pytest.approx(1 / 2)


def test_the_analysis_tells_who_buys_again_better_than_the_rule(tmp_path: Path):
    found = find(read(shop(tmp_path)), 200)
    ours, rule = found.ways["analysis: comes within"], found.ways["rule: longer than usual"]
    assert ours.auc > rule.auc
    assert ours.brier is not None
    assert rule.brier is not None
    assert ours.brier < rule.brier
    assert sum(one.customers for one in found.calibration) == found.customers


def test_the_oracle_expects_what_a_simulation_does():
    model, one, chance = BgNbd(r=1.2, alpha=4.0, a=1.4, b=3.0), Bought(4, 20, 26), Random(11)
    kept: list[int] = []
    while len(kept) < 4000:  # customers drawn from the posterior of this one, by weights
        rate, leaves = chance.gammavariate(1.2 + 4, 1 / (4.0 + 20)), chance.betavariate(1.4, 3.0 + 4 - 1)
        stays = 2.718281828 ** (-rate * 6) * (1 - leaves)
        if chance.random() >= leaves + stays:
            continue
        bought, at, gone = 0, 0.0, chance.random() < leaves / (leaves + stays)
        while not gone and (at := at + chance.expovariate(rate)) < 39:
            bought, gone = bought + 1, chance.random() < leaves
        kept.append(bought)
    assert sum(kept) / len(kept) == pytest.approx(model.expected(one, 39), rel=0.07)
    again = sum(it > 0 for it in kept) / len(kept)
    assert again == pytest.approx(model.buys_within(one, 39), abs=0.025)


def test_the_oracle_finds_the_most_likely_parameters():
    chance, of = Random(3), []
    for _ in range(600):
        rate, leaves, at, repeats = chance.gammavariate(1.0, 1 / 4), chance.betavariate(1, 3), 0.0, 0
        last = 0.0
        while (at := at + chance.expovariate(rate)) < 39:
            repeats, last = repeats + 1, at
            if chance.random() < leaves:
                break
        of.append(Bought(repeats, last, 39))
    found = fit(of)
    assert found.log_likelihood(of) >= BgNbd(1.0, 4.0, 1.0, 3.0).log_likelihood(of)
    assert found.r / found.alpha == pytest.approx(1 / 4, rel=0.2)


def test_without_data_it_says_where_they_are_to_be_had(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    main(tmp_path, json=True)
    *words, last = capsys.readouterr().out.strip().splitlines()
    assert "brucehardie.com" in "\n".join(words)
    assert json.loads(last) == {"skipped": True}

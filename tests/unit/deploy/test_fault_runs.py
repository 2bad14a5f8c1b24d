"""The runs of the fault tests in parts: which they are, and how their figures add up."""

from pathlib import Path
from random import Random

import pytest

from tests.conftest import runs
from tests.faults.disks import Disk
from tests.faults.figures import Figures, added
from tests.faults.hurt import Hurt
from tests.faults.trouble import A_RUN, TROUBLES, chosen, runs_of_all


@pytest.mark.parametrize(
    ("words", "meant"),
    [("2", range(2)), ("50-99", range(50, 100)), ("0-49", range(50)), ("7-7", range(7, 8))],
)
def test_the_runs_of_a_part_are_named_by_the_first_and_the_last(words: str, meant: range):
    assert runs(words) == meant


def test_two_parts_add_up_to_the_whole():
    first = part(range(2), {"kill store": 3, "kill lobby": 1}, [2.0, 1.0], {"events": 10, "lost": 0})
    second = part(range(2, 5), {"kill lobby": 2}, [9.0], {"events": 5, "lost": 1})
    whole = added([first.as_json(), second.as_json()])
    assert (whole["seeds"], whole["runs"]) == ("0-1 2-4", 5)
    assert whole["troubles"] == {"kill store": 3, "kill lobby": 3}
    assert (whole["events"], whole["lost"], whole["kinds_of_trouble"]) == (15, 1, 2)
    assert (whole["back_s"], whole["back_s_p50"], whole["back_s_max"]) == ([1.0, 2.0, 9.0], 2.0, 9.0)


def test_adding_up_a_part_alone_says_the_same_twice():
    once = added([part(range(2), {"kill store": 1}, [2.0], {"events": 10}).as_json()])
    assert added([once]) == once


def test_every_trouble_comes_in_as_many_runs_as_are_said_wherever_they_begin():
    stack = Hurt.__new__(Hurt)  # nothing of it is started
    stack.disks = {"broker": Disk(Path())}
    for start in (0, Random(1).randrange(1000)):
        seeds = range(start, start + runs_of_all())
        assert {name for seed in seeds for name, _ in chosen(stack, seed)} == set(TROUBLES)
        assert all(len(chosen(stack, seed)) == A_RUN for seed in seeds)


def part(seeds: range, troubles: dict[str, int], back: list[float], found: dict[str, int]) -> Figures:
    made = Figures(seeds, print, runs=len(seeds), back=back, found=found)
    made.troubles.update(troubles)
    return made

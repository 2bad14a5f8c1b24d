"""The mutants of `./foyer test mutation`: each changes one thing that a test could notice."""

import ast

import pytest

from tests.mutation.mutants import mutants_of, mutated


def changes(source: str) -> list[str]:
    """The bodies that a module turns into, one for each mutant."""
    return [mutated(one, source) for one in mutants_of("m.py", source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = a < b", ["x = a <= b"]),
        ("x = a is None", ["x = a is not None"]),
        ("x = a and b", ["x = a or b"]),
        ("x = a - b", ["x = a + b"]),
        ("x = True", ["x = False"]),
        ("x = 3", ["x = 4"]),
        ("x = not a", ["x = not not a"]),
        ("def f():\n    return a", ["def f():\n    return None"]),
        ("f(a)", ["None"]),
        ("def f():\n    return None", []),
        ('"""Words."""', []),
        ("log.info(1 + 2)", []),
        ("COUNT.labels(1).inc()", []),
        ("x: list[1 + 2]", []),
        ("@dataclass(frozen=True)\nclass A:\n    pass", []),
        ("a < b\nc + d", ["a <= b\nc + d", "a < b\nc - d"]),
    ],
)
def test_each_mutant_changes_one_thing(source: str, expected: list[str]):
    assert changes(source) == [ast.unparse(ast.parse(one)) for one in expected]


def test_a_mutant_names_its_place():
    (one,) = mutants_of("shared/x.py", "\n\nx = a < b")
    assert (one.path, one.line, one.change) == ("shared/x.py", 3, "Lt -> LtE")

"""A state folder of an older layout is laid aside whole, and a demo after an upgrade just works."""

from pathlib import Path

import pytest

from deploy.local.layouts import lay_aside
from shared.layout import LAYOUT


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / ".foyer"


def fill(state: Path, layout: str | None = None) -> None:
    """A state folder as an earlier demo left it."""
    for folder in ("store", "broker", "secrets", "logs", "run"):
        (state / folder).mkdir(parents=True)
        (state / folder / "file").write_text(folder)
    for name in ("stack.json", "lock"):
        (state / name).write_text(name)
    if layout is not None:
        (state / "layout").write_text(layout)


def names(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


def test_a_new_folder_is_given_the_number(state: Path):
    assert lay_aside(state) is None
    assert (state / "layout").read_text() == f"{LAYOUT}\n"


def test_data_of_this_layout_stay(state: Path):
    fill(state, f"{LAYOUT}\n")
    before = names(state)
    assert lay_aside(state) is None
    assert (names(state), names(state.parent)) == (before, {".foyer"})


@pytest.mark.parametrize("layout", [None, "1\n", f"{LAYOUT + 1}\n", "no number"])
def test_data_of_another_layout_are_moved_and_what_runs_keeps_its_files(state: Path, layout: str | None):
    fill(state, layout)
    aside = lay_aside(state)
    assert aside == state.parent / f".foyer-before-layout-{LAYOUT}"
    assert names(aside) - {"layout"} == {"store", "broker", "secrets", "logs", "stack.json"}
    assert (aside / "store" / "file").read_text() == "store"
    assert names(state) == {"lock", "run", "layout"}
    assert lay_aside(state) is None


def test_a_second_time_goes_to_a_folder_of_its_own(state: Path):
    fill(state)
    first = lay_aside(state)
    (state / "layout").unlink()
    (state / "store").mkdir()
    second = lay_aside(state)
    assert first is not None
    assert second == first.with_name(f"{first.name}-2")
    assert names(second) == {"store"}


def test_a_folder_in_which_only_a_claim_was_made_is_new(state: Path):
    (state / "run").mkdir(parents=True)
    (state / "lock").touch()
    assert lay_aside(state) is None
    assert names(state) == {"lock", "run", "layout"}

"""The layout number of a state folder, in its file ``layout``; data of another layout are moved aside."""

import shutil
from pathlib import Path

from shared.layout import LAYOUT

STAYS = ("lock", "run")
"""Entries of a state folder that belong to its processes, not to its data."""


def lay_aside(state: Path) -> Path | None:
    """Move what `state` holds to a folder beside it if it is of another layout, and note the layout number.

    Returns that folder, ``<state>-before-layout-<number>``, or None where nothing had to be moved. Nothing
    may run on `state` meanwhile.
    """
    state.mkdir(parents=True, exist_ok=True)
    noted = state / "layout"
    found = [one for one in state.iterdir() if one.name not in STAYS]
    if not found:
        noted.write_text(f"{LAYOUT}\n")
        return None
    if noted.exists() and noted.read_text().strip() == str(LAYOUT):
        return None
    aside = _moved(found, state.with_name(f"{state.name}-before-layout-{LAYOUT}"))
    noted.write_text(f"{LAYOUT}\n")
    return aside


def begin_anew(state: Path) -> Path | None:
    """Move what `state` holds to a folder beside it, ``<state>-before``; return that, or None where there was
    nothing. Nothing may run on `state` meanwhile."""
    found = [one for one in state.iterdir() if one.name not in STAYS] if state.exists() else []
    return _moved(found, state.with_name(f"{state.name}-before")) if found else None


def _moved(found: list[Path], folder: Path) -> Path:
    aside = _free(folder)
    aside.mkdir()
    for one in found:
        shutil.move(one, aside / one.name)
    return aside


def _free(folder: Path) -> Path:
    """Return `folder`, or the first of ``<folder>-2``, ``<folder>-3``, … that does not exist."""
    number, free = 1, folder
    while free.exists():
        number += 1
        free = folder.with_name(f"{folder.name}-{number}")
    return free

"""Locks: the versions that are deployed are those tested, pinned and hashed."""

import re
import tomllib
from pathlib import Path

from tests.architecture.deployed import DEPLOY, TOP


def lock(path: Path) -> dict[str, tuple[str, frozenset[str]]]:
    """The packages of a lock file: version (with markers) and hashes."""
    found = {}
    for entry in re.split(r"\n(?=\S)", path.read_text().strip()):
        if entry.startswith("#"):
            continue
        name, _, rest = entry.partition("==")
        found[name] = (
            rest.partition("\\")[0].strip(),
            frozenset(re.findall(r"--hash=(sha256:[0-9a-f]{64})", entry)),
        )
    return found


def test_what_is_deployed_is_pinned_as_it_is_tested() -> None:
    tested, deployed = lock(TOP / "requirements.lock"), lock(DEPLOY / "requirements.lock")
    assert deployed
    assert all(hashes for _, hashes in deployed.values())
    assert {name: pin for name, pin in deployed.items() if tested.get(name) != pin} == {}


def test_lock_files_name_no_address() -> None:
    for path in (TOP / "requirements.lock", DEPLOY / "requirements.lock"):
        assert "://" not in path.read_text(), path
        assert re.findall(r"(?m)^\s*-[^-]|--(?!hash=)\w[\w-]*", path.read_text()) == [], path


def test_nothing_that_is_only_for_tests_is_deployed() -> None:
    deployed = set(lock(DEPLOY / "requirements.lock"))
    assert (
        deployed & {"pytest", "secantusdb", "testcontainers", "hypothesis", "playwright", "mypy", "ruff"}
        == set()
    )


def test_all_that_the_project_depends_on_is_deployed() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
    wanted = dict(re.sub(r"\[.*\]", "", one).split("==") for one in project["dependencies"])
    deployed = {name: version for name, (version, _) in lock(DEPLOY / "requirements.lock").items()}
    assert {name: deployed.get(name) for name in wanted} == wanted

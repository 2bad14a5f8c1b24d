"""``./foyer backup`` and ``restore``: a file that is whole, and nothing deleted before it is known to be."""

import gzip
import os
import subprocess
from pathlib import Path

import pytest

from tests.architecture.deployed import TOP

ARCHIVE = gzip.compress(b"all four databases")
DOCKER = """#!/bin/sh
echo "$*" >> "$0.asked"
case "$*" in
*mongodump*) cat "$0.archive"; exit "$(cat "$0.code")" ;;
*mongorestore*) cat > "$0.restored" ;;
*list_queues*) printf 'foyer.lobby.0\\nfoyer.devices\\nfoyer.notify.12\\nfoyer.lobby.dead_letters\\n' ;;
esac
"""


class Operations:
    """A shell whose `docker` notes what it is asked, and gives an archive."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.docker = folder / "docker"
        self.docker.write_text(DOCKER)
        self.docker.chmod(0o755)
        self.gives(ARCHIVE)

    def gives(self, archive: bytes, code: int = 0) -> None:
        (self.folder / "docker.archive").write_bytes(archive)
        (self.folder / "docker.code").write_text(str(code))

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(TOP / "foyer"), *words],
            cwd=self.folder,
            env={"PATH": f"{self.folder}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def asked(self) -> list[str]:
        noted = self.folder / "docker.asked"
        return noted.read_text().splitlines() if noted.exists() else []


@pytest.fixture
def operations(tmp_path: Path) -> Operations:
    return Operations(tmp_path)


def test_a_backup_is_a_file_for_its_owner_alone(operations: Operations) -> None:
    done = operations.run("backup", "of today.gz")
    saved = operations.folder / "of today.gz"
    assert (done.returncode, saved.read_bytes(), saved.stat().st_mode & 0o777) == (0, ARCHIVE, 0o600)
    assert f"{len(ARCHIVE)} bytes" in done.stdout


@pytest.mark.parametrize(("archive", "code"), [(ARCHIVE[:-9], 1), (ARCHIVE[:-9], 0), (b"", 0), (ARCHIVE, 1)])
def test_a_backup_that_was_cut_short_leaves_the_one_before(
    operations: Operations, archive: bytes, code: int
) -> None:
    operations.run("backup", "kept.gz")
    operations.gives(archive, code)
    done = operations.run("backup", "kept.gz")
    assert done.returncode != 0
    assert (operations.folder / "kept.gz").read_bytes() == ARCHIVE
    assert not (operations.folder / "kept.gz.part").exists()


def test_a_restore_stops_the_services_before_the_store_is_deleted_and_purges_their_queues(
    operations: Operations,
) -> None:
    operations.run("backup", "kept.gz")
    before = len(operations.asked)
    done = operations.run("restore", "kept.gz", "--yes")
    asked = operations.asked[before:]
    assert done.returncode == 0, done.stderr
    assert (operations.folder / "docker.restored").read_bytes() == ARCHIVE
    order = ["stop lobby", "rm -sf mongo", "volume rm -f foyer_store", "mongo-users", "mongorestore"]
    places = [next(n for n, line in enumerate(asked) if words in line) for words in order]
    assert places == sorted(places)
    deleted = [line.split()[-1] for line in asked if "delete_queue" in line]
    assert deleted == ["foyer.lobby.0", "foyer.notify.12"]
    assert asked[-1] == "compose up -d --wait"


@pytest.mark.parametrize("content", [b"", b"no archive", ARCHIVE[:-9]])
def test_a_damaged_archive_changes_nothing(operations: Operations, content: bytes) -> None:
    (operations.folder / "damaged.gz").write_bytes(content)
    done = operations.run("restore", "damaged.gz", "--yes")
    assert (done.returncode, operations.asked) == (1, [])
    assert "nothing was changed" in done.stderr


def test_what_deletes_the_store_asks_for_a_yes(operations: Operations) -> None:
    operations.run("backup", "kept.gz")
    before = operations.asked
    assert operations.run("restore", "kept.gz").returncode == 2
    assert operations.run("restore").returncode != 0
    assert operations.asked == before

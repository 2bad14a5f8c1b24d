"""``deploy/replace.sh`` goes by the new container, whatever the old one is like."""

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "deploy/replace.sh"
DOCKER = """#!/bin/sh
echo "$*" >> "$0.log"
case "$*" in
"compose ps -q lobby") echo old ;;
"compose ps -aq lobby") echo old; echo new ;;
*--wait*) exit 1 ;; # the old one is ill, and compose waits for both
inspect*old) echo "running unhealthy" ;;
inspect*new)
    [ -e "$0.looked" ] && echo "NEXT" || echo "running starting"
    touch "$0.looked"
    ;;
esac
"""


@pytest.mark.parametrize(
    ("new", "code", "last"),
    [
        ("running healthy", 0, ["stop old", "rm old"]),
        ("running unhealthy", 1, ["rm -f new"]),
        ("restarting starting", 1, ["rm -f new"]),
        ("exited unhealthy", 1, ["rm -f new"]),
    ],
)
def test_a_service_that_is_ill_is_replaced_and_kept_if_the_new_one_is_ill_too(
    tmp_path: Path, new: str, code: int, last: list[str]
) -> None:
    docker = tmp_path / "docker"
    docker.write_text(DOCKER.replace("NEXT", new))
    docker.chmod(0o755)
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(["sh", SCRIPT, "lobby"], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    asked = (tmp_path / "docker.log").read_text().splitlines()
    assert [line for line in asked if line.startswith(("stop", "rm"))] == last


@pytest.mark.parametrize("job", ["broker-users", "mongo-users", "topology"])
def test_a_job_that_fails_leaves_everything_as_it_was(tmp_path: Path, job: str) -> None:
    docker = tmp_path / "docker"
    docker.write_text(DOCKER.replace("\nesac\n", f'*" {job}") exit 3 ;;\nesac\n'))
    docker.chmod(0o755)
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(["sh", SCRIPT, "lobby"], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    asked = (tmp_path / "docker.log").read_text().splitlines()
    assert [line for line in asked if "compose run" not in line] == []

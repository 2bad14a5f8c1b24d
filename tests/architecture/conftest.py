"""Secrets as operations make them."""

import shutil
from pathlib import Path

import pytest

from tests.architecture.deployed import make_secrets


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Secrets as ``secrets.sh`` makes them."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("made") / "secrets"
    make_secrets(folder)
    return folder

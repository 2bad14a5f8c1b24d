"""A test that starts the whole of Foyer and holds it; `test_ending` runs it in a session of its own, and ends
that on the way."""

import signal
from pathlib import Path

import pytest

from deploy.local.stack import Stack


@pytest.fixture(scope="session")
def told(state: Path) -> None:
    """Tell where the stack will be, before it is started."""
    print(f"\nheld {state}", flush=True)


def test_a_stack_is_held(told: None, stack: Stack):
    print(f"ready {stack.url()}", flush=True)
    signal.pause()

"""A test that holds a store until it is interrupted; `test_ending` runs it in a session of its own."""

import signal
from pathlib import Path


def test_a_store_is_held(state: Path, mongo_uri: str):
    assert mongo_uri
    print(f"\nheld {state}", flush=True)
    signal.pause()

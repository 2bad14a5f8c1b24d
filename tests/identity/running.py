"""A real identity provider on loopback, run by Node, and a stack whose staff sign in by it."""

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local.node import has_node, install
from deploy.local.processes import free_port, wait_until
from deploy.local.stack import Stack

FOLDER = Path(__file__).parent
MISSING = (
    "no Node.js 20.19 or later with npm: no identity provider to sign in by 未安装 Node.js，跳过统一认证测试"
)
SETTINGS: dict[str, Any] = {
    "client_id": "foyer",
    "client_secret": "of the tests alone",
    "roles": {"tellers": "teller", "managers": "lobby_manager"},
    "algorithms": ["ES256"],
}


@dataclass
class IdentityProvider:
    """The provider for a stack: `people` says what it claims of those who sign in, by name. It is at another
    site than the stack, ``localhost``, so cookies of the one are not those of the other."""

    stack: Stack
    people: dict[str, Any] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self, kid: str) -> None:
        """Start it with a key of its own, or anew with another one; nobody is signed in there then."""
        self.stop()
        known = {"client": SETTINGS["client_id"], "secret": SETTINGS["client_secret"], "people": self.people}
        settings = {**known, "port": self.port, "kid": kid, "address": self.stack.url()}
        with (self.stack.state / "logs" / "identity.log").open("ab") as log:
            self._process = subprocess.Popen(
                ["node", "provider.js", json.dumps(settings)], cwd=FOLDER, stdout=log, stderr=log
            )
        wait_until(self._answers, 60, "the identity provider")

    def stop(self) -> None:
        """Stop it, if it runs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def connect(self) -> None:
        """Let the stack's staff sign in by it."""
        self._settings.write_text(
            json.dumps({**SETTINGS, "issuer": self.url, "address": self.stack.url(), "sign_out_there": True})
        )
        self.stack.restart("notify")

    def disconnect(self) -> None:
        """Leave the stack as it was."""
        self._settings.unlink(missing_ok=True)
        self.stack.restart("notify")

    @property
    def _settings(self) -> Path:
        return self.stack.state / "secrets" / "notify" / "foyer_identity_provider"

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/jwks", timeout=2, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False


def skip_without_node() -> None:
    """Skip what needs the provider where there is no Node; install it where there is."""
    if not has_node():
        pytest.skip(MISSING)
    assert install(FOLDER)

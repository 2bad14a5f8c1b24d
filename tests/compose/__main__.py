"""``./foyer test compose``: make an engine, put Foyer on it, and run what must hold there."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from deploy.local.processes import ROOT
from tests.compose.engine import NoEngine, engine
from tests.compose.installation import lay_out

WORK = Path(os.environ.get("FOYER_COMPOSE_WORK", "/var/tmp/foyer-compose"))
ORDER = (
    "test_up.py",
    "e2e",
    "browser",
    "test_faults.py",
    "test_replace.py",
    "test_guide.py",
    "test_observe.py",
    "test_stop.py",
)


def main(options: list[str]) -> int:
    """Run the tests; 0 when they pass, or when no engine can be had here, which is said."""
    began = time.monotonic()

    def say(line: str) -> None:
        sys.stderr.write(f"compose [{time.monotonic() - began:5.0f} s]: {line}\n")

    try:
        with engine(WORK, say) as found:
            place = lay_out(WORK / "foyer", found)
            described = {
                "folder": str(place.folder),
                "environment": found.environment,
                "standins": found.standins,
            }
            (WORK / "composed.json").write_text(json.dumps(described))
            (WORK / "composed.json").chmod(0o600)
            environment = {**found.environment, "FOYER_COMPOSED": str(WORK / "composed.json")}
            paths = [f"tests/{one}" if "." not in one else f"tests/compose/{one}" for one in ORDER]
            inside = [*found.inside, "env", "-C", str(ROOT)]  # to enter a namespace loses the folder
            command = [*inside, sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *paths, *options]
            say("the tests …")
            code = subprocess.run(command, env=environment, check=False).returncode
            place.compose("--profile", "observe", "down", "-v", "--timeout", "5", check=False)
            say("all is well 全部通过" if code == 0 else "failed 未通过")
            return code
    except NoEngine as missing:
        say(f"skipped: {missing} 已跳过")
        return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""`./foyer test page`: the page's formatter, linter, type checker and tests of its logic, all run by Node.

What they need is installed from ``tests/page/package-lock.json`` into a folder beside it, again only when
the lock has changed. Nobody who runs the page needs Node: where it is missing, they are skipped with a word.
"""

import hashlib
import shutil
import subprocess
import sys
import time
from pathlib import Path

from deploy.local.processes import ROOT

FOLDER = ROOT / "tests" / "page"
NEEDED = (20, 19)
CHECKS = ("format:check", "lint", "types", "test")
MISSING = "no Node.js 20.19 or later with npm: the page's own checks are skipped 未安装 Node.js，跳过页面检查"


def main() -> int:
    """Run every check; gives the exit code, which is 0 where there is no Node."""
    if not _has_node():
        print(MISSING, flush=True)
        return 0
    if not _is_installed() and not _install():
        return 1
    return max([_npm("run", "--silent", check) for check in CHECKS])


def _has_node() -> bool:
    """Tell whether a Node that the checks run on is there, with its npm."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([node, "--version"], check=False, capture_output=True, text=True).stdout
    version = [int(number) for number in said.strip().removeprefix("v").split(".") if number.isdigit()]
    return tuple(version[:2]) >= NEEDED


def _lock() -> str:
    return hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()


def _stamp() -> Path:
    return FOLDER / "node_modules" / ".lock.sha256"


def _is_installed() -> bool:
    """Tell whether what is installed is what the lock says."""
    return _stamp().exists() and _stamp().read_text() == _lock()


def _install() -> bool:
    if _npm("--prefer-offline", "ci"):
        print("npm ci failed: is the npm registry reachable? 安装失败，请检查网络。", flush=True)
        return False
    _stamp().write_text(_lock())
    return True


def _npm(*words: str) -> int:
    began = time.monotonic()
    code = subprocess.run(["npm", *words], cwd=FOLDER, check=False).returncode
    state = "FAILED" if code else "passed"
    print(f"  page: npm {words[-1]}: {state} in {time.monotonic() - began:.1f} s", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())

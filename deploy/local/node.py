"""Node.js for checks alone: nobody who runs Foyer needs it, and where it is missing what needs it is skipped.

What a folder needs is installed from its ``package-lock.json``, again only when the lock has changed.
"""

import hashlib
import shutil
import subprocess
import time
from pathlib import Path

NEEDED = (20, 19)


def has_node() -> bool:
    """Tell whether a Node that the checks run on is there, with its npm."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([node, "--version"], check=False, capture_output=True, text=True).stdout
    version = [int(number) for number in said.strip().removeprefix("v").split(".") if number.isdigit()]
    return tuple(version[:2]) >= NEEDED


def install(folder: Path) -> bool:
    """Install what the lock of a folder says, unless it is there; tell whether it is."""
    stamp = folder / "node_modules" / ".lock.sha256"
    lock = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == lock:
        return True
    if npm(folder, "--prefer-offline", "ci"):
        print("npm ci failed: is the npm registry reachable? 安装失败，请检查网络。", flush=True)
        return False
    stamp.write_text(lock)
    return True


def npm(folder: Path, *words: str) -> int:
    """Run npm in a folder and say how it ended; gives its exit code."""
    began = time.monotonic()
    code = subprocess.run(["npm", *words], cwd=folder, check=False).returncode
    state = "FAILED" if code else "passed"
    print(f"  {folder.name}: npm {words[-1]}: {state} in {time.monotonic() - began:.1f} s", flush=True)
    return code

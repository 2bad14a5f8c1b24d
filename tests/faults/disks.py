"""A small disk in memory (tmpfs) under a folder, which can be full. It takes the right to mount: root's."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

SIZE = 3 * 2**30
"""Bytes that it may have; it takes no more memory than is written."""
TOO_LITTLE = 64 * 1024
"""Bytes that are left on a full disk."""


@dataclass(frozen=True)
class Disk:
    """The disk that is mounted at `folder`."""

    folder: Path

    @classmethod
    def mounted(cls, folder: Path) -> "Disk | None":
        """Mount a disk at a folder, which is made; None for those who may not."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder) if _mount("-t", "tmpfs", "-o", f"size={SIZE},mode=700", "foyer", folder) else None

    def fill(self) -> None:
        """Leave next to no room: what is written now meets ENOSPC."""
        there = os.statvfs(self.folder)
        used = (there.f_blocks - there.f_bfree) * there.f_frsize
        self._resize(used + TOO_LITTLE)

    def free(self) -> None:
        """Let there be room again."""
        self._resize(SIZE)

    def unmount(self) -> None:
        """Give it back, with all that is on it."""
        subprocess.run(["umount", "--lazy", str(self.folder)], check=False, capture_output=True)

    def _resize(self, size: int) -> None:
        if not _mount("-o", f"remount,size={size}", self.folder):
            raise OSError(f"{self.folder}: cannot be given {size} bytes")


def _mount(*words: str | Path) -> bool:
    done = subprocess.run(["mount", *map(str, words)], check=False, capture_output=True)
    return done.returncode == 0

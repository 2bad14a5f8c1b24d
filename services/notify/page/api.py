"""The staff's page: static files that a browser keeps, under the version of which they are.

The page itself is asked for anew each time, and names the version, which is of the content of all files: what
it loads lies at ``/static/<version>/…`` and is never asked for again. Without the version, or under another
one, a file is as it is now, and asked for anew.
"""

import hashlib
import re
from pathlib import Path, PurePosixPath

from fastapi import APIRouter, HTTPException, Request
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

WEB = Path(__file__).parents[1] / "web"
SERVED = frozenset((".html", ".js", ".css", ".svg"))
"""Suffixes of what a browser needs; what else lies in the folder is for those who work on the page."""

SHEET = "styles/page.css"
IMPORT = re.compile(rb'@import "([\w./-]+)";\n')

VERSION = re.compile(r"[0-9a-f]{16}")
FOR_EVER, ASKED_ANEW = "public, max-age=31536000, immutable", "no-cache"

router = APIRouter(include_in_schema=False)


class Sheet:
    """The style sheet of the page with those that it imports in their places. It is put together when it is
    first asked for, and again after one of them was changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parts: dict[Path, int] = {}
        self._content = b""
        self.tag = ""

    def content(self) -> bytes:
        """Return the whole sheet; `tag` is its ETag then."""
        if not self._parts or any(part.stat().st_mtime_ns != at for part, at in self._parts.items()):
            self._put_together()
        return self._content

    def _put_together(self) -> None:
        own = self._path.read_bytes()
        parts = [self._path, *(self._path.parent / name.decode() for name in IMPORT.findall(own))]
        self._parts = {part: part.stat().st_mtime_ns for part in parts}
        self._content = IMPORT.sub(lambda found: (self._path.parent / found[1].decode()).read_bytes(), own)
        self.tag = f'"{hashlib.sha256(self._content).hexdigest()[:32]}"'


class PageFiles(StaticFiles):
    """Files of the page."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._folder = folder
        self._sheet = Sheet(folder / SHEET)
        self._known: dict[Path, int] = {}
        self.version = ""

    def look(self) -> str:
        """Return the version of the files as they are now."""
        there = sorted(path for path in self._folder.rglob("*") if path.suffix in SERVED)
        now = {path: path.stat().st_mtime_ns for path in there}
        if now != self._known:
            content = hashlib.sha256()
            for path in there:
                content.update(f"{path.relative_to(self._folder)}\0{path.stat().st_size}\0".encode())
                content.update(path.read_bytes())
            self._known, self.version = now, content.hexdigest()[:16]
        return self.version

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file. Raises HTTP 404 for one that no browser needs."""
        version, _, rest = path.partition("/")
        is_kept = False
        if VERSION.fullmatch(version):
            path, is_kept = rest, version == (self.version or self.look())
        if PurePosixPath(path).suffix not in SERVED:
            raise HTTPException(404)
        response = self._whole_sheet(scope) if path == SHEET else await super().get_response(path, scope)
        response.headers["Cache-Control"] = FOR_EVER if is_kept else ASKED_ANEW
        return response

    def _whole_sheet(self, scope: Scope) -> Response:
        return self._tagged(self._sheet.content(), self._sheet.tag, "text/css", scope)

    def page(self, scope: Scope) -> Response:
        """Return the page, which names the version of its files."""
        own = (self._folder / "index.html").read_bytes()
        content = own.replace(b'"/static/', f'"/static/{self.look()}/'.encode())
        response = self._tagged(content, f'"{self.version}"', "text/html", scope)
        response.headers["Cache-Control"] = ASKED_ANEW
        return response

    def _tagged(self, content: bytes, tag: str, kind: str, scope: Scope) -> Response:
        response = Response(content, media_type=kind, headers={"etag": tag})
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response


FILES = PageFiles(WEB)


@router.get("/")
async def root() -> RedirectResponse:
    """Redirect to the page."""
    return RedirectResponse("/staff")


@router.get("/staff")
def page(request: Request) -> Response:  # in a thread: it looks at every file
    """The page of every member of staff."""
    return FILES.page(request.scope)

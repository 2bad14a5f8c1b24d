"""The staff's page: static files, asked for anew each time and sent only when they changed."""

import hashlib
import re
from mimetypes import guess_type
from pathlib import Path, PurePosixPath
from stat import S_ISREG

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

router = APIRouter(include_in_schema=False)


class Kept:
    """A file of the page in memory; a style sheet with those that it imports in their places. It is read when
    it is first asked for, and again after it, or one of those, was changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parts: dict[Path, int] = {}
        self._content = b""
        self.media_type = guess_type(path.name)[0]
        self.tag = ""

    def content(self) -> bytes:
        """Return it whole; `tag` is its ETag then. Raises `FileNotFoundError`."""
        if not self._parts or any(part.stat().st_mtime_ns != at for part, at in self._parts.items()):
            self._read()
        return self._content

    def _read(self) -> None:
        own = self._path.read_bytes()
        imported = IMPORT.findall(own) if self.media_type == "text/css" else []
        parts = [self._path, *(self._path.parent / name.decode() for name in imported)]
        self._parts = {part: part.stat().st_mtime_ns for part in parts}
        if imported:
            own = IMPORT.sub(lambda found: (self._path.parent / found[1].decode()).read_bytes(), own)
        self._content, self.tag = own, f'"{hashlib.sha256(own).hexdigest()[:32]}"'


class PageFiles(StaticFiles):
    """Files of the page out of memory, with an ETag that a browser must ask about before it uses its copy:
    one load of the page asks for some 170."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._kept: dict[str, Kept] = {}

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file. Raises HTTP 404 for one that no browser needs, and 405."""
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405)
        if PurePosixPath(path).suffix not in SERVED:
            raise HTTPException(404)
        kept = self._kept.get(path) or self._find(path)
        try:
            content = kept.content()
        except FileNotFoundError:
            self._kept.pop(path, None)
            raise HTTPException(404) from None
        headers = {"etag": kept.tag, "Cache-Control": "no-cache"}
        response = Response(content, media_type=kept.media_type, headers=headers)
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response

    def _find(self, path: str) -> Kept:
        full, found = self.lookup_path(path)
        if found is None or not S_ISREG(found.st_mode):
            raise HTTPException(404)
        return self._kept.setdefault(path, Kept(Path(full)))


FILES = PageFiles(WEB)


@router.get("/")
async def root() -> RedirectResponse:
    """Redirect to the page."""
    return RedirectResponse("/staff")


@router.get("/staff")
async def page(request: Request) -> Response:
    """The page of every member of staff."""
    return await FILES.get_response("index.html", request.scope)

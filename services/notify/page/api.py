"""The staff's page: static files, asked for anew each time and sent only when they changed."""

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
    """Files of the page, with an ETag that a browser must ask about before it uses its copy."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._sheet = Sheet(folder / SHEET)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file. Raises HTTP 404 for one that no browser needs."""
        if PurePosixPath(path).suffix not in SERVED:
            raise HTTPException(404)
        response = self._whole_sheet(scope) if path == SHEET else await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response

    def _whole_sheet(self, scope: Scope) -> Response:
        content = self._sheet.content()
        response = Response(content, media_type="text/css", headers={"etag": self._sheet.tag})
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response


FILES = PageFiles(WEB)


@router.get("/")
async def root() -> RedirectResponse:
    """Redirect to the page."""
    return RedirectResponse("/staff")


@router.get("/staff")
async def page(request: Request) -> Response:
    """The page of every member of staff."""
    return await FILES.get_response("index.html", request.scope)

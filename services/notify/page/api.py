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


class PageFiles(StaticFiles):
    """Files of the page, with an ETag that a browser must ask about before it uses its copy."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file. Raises HTTP 404 for one that no browser needs."""
        if PurePosixPath(path).suffix not in SERVED:
            raise HTTPException(404)
        response = self._sheet(scope) if path == SHEET else await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response

    def _sheet(self, scope: Scope) -> Response:
        """Return the style sheet with those that it imports in their places."""
        folder = (WEB / SHEET).parent
        content = IMPORT.sub(
            lambda found: (folder / found[1].decode()).read_bytes(), (WEB / SHEET).read_bytes()
        )
        tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        response = Response(content, media_type="text/css", headers={"etag": tag})
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response


FILES = PageFiles(directory=WEB, check_dir=False)


@router.get("/")
async def root() -> RedirectResponse:
    """Redirect to the page."""
    return RedirectResponse("/staff")


@router.get("/staff")
async def page(request: Request) -> Response:
    """The page of every member of staff."""
    return await FILES.get_response("index.html", request.scope)

"""The staff's page: static files, asked for anew each time and sent only when they changed."""

from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

WEB = Path(__file__).parents[1] / "web"
router = APIRouter(include_in_schema=False)


class Fresh(StaticFiles):
    """Files with an ETag that a browser must ask about before it uses its copy."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


FILES = Fresh(directory=WEB, check_dir=False)


@router.get("/")
async def root() -> RedirectResponse:
    """Redirect to the page."""
    return RedirectResponse("/staff")


@router.get("/staff")
async def page(request: Request) -> Response:
    """The page of every member of staff."""
    return await FILES.get_response("index.html", request.scope)

"""HTTP/1.1 as every process of ours serves it."""

import logging
from typing import Any

import uvicorn
from starlette.types import ASGIApp


def serve(app: ASGIApp, **options: Any) -> None:
    """Serve until a signal comes; `options` are those of `uvicorn.run`.

    What a client offers to upgrade to is ignored (RFC 9110, 7.8), and its request answered. That takes h11:
    httptools drops the body of a request that offers h2c, as the JDK's HttpClient does with every one over
    plain HTTP (uvicorn, discussion 2722). h11 costs 75 us more a request (measured: 140 us against 65 us).
    """
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    uvicorn.run(app, http="h11", ws="none", server_header=False, **options)


def _is_news(record: logging.LogRecord) -> bool:
    """Keep a log record unless it says that an upgrade is ignored: that would be written for each request."""
    return not record.getMessage().startswith(("Unsupported upgrade", "No supported WebSocket"))

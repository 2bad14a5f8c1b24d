"""The services' applications without their life: for what their OpenAPI says, and what needs no store."""

import base64
from collections.abc import Iterator
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi import FastAPI

from deploy.topology import service
from shared.service import make_app
from shared.settings import Settings


@cache
def app_of(name: str) -> FastAPI:
    """The application of a service, which nobody has started."""
    key = base64.b64encode(b"k" * 32).decode()
    public = Ed25519PrivateKey.generate().public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    app = make_app(service(name), Settings(token_public_key=pem, master_key=key, blind_key=key))
    app.state.runtime = None
    return app


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The operations of an OpenAPI document by name, such as ``get /live``."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation

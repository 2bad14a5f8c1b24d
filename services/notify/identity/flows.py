"""A sign-in under way, kept by the browser that began it: sealed in a cookie that no script reads, so that a
stranger who begins a thousand fills nothing of ours."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Annotated, Literal
from urllib.parse import urlencode, urlsplit

from pydantic import BaseModel, Field, TypeAdapter

from services.notify.identity.domain import FlowEnded
from services.notify.identity.provider import Discovery
from services.notify.identity.settings import ProviderSettings
from services.notify.sessions.domain import SESSION_LASTS
from shared.access import COOKIE, LEEWAY
from shared.contracts.words import Role
from shared.privacy import Tampered, seal, unseal

FLOW_COOKIE = f"{COOKIE}-identity"
FLOW_LASTS = timedelta(minutes=10)
LARGEST_COOKIE = 4000


class Flow(BaseModel):
    """A browser on its way to the provider: what binds its return to it."""

    kind: Literal["flow"] = "flow"
    state: str
    nonce: str
    verifier: str
    fresh: bool
    begun: float

    @property
    def signed_in_after(self) -> float:
        """Return the time (seconds) after which the person has to have signed in at the provider."""
        return self.begun if self.fresh else self.begun - SESSION_LASTS.total_seconds()


class Proven(BaseModel):
    """A person who has proved at the provider who they are, and is asked for something more here: a code of
    the second factor, or the password of the account that they have here. `proved` is the time (seconds) of
    their sign-in there, 0 where it is not told."""

    kind: Literal["proven"] = "proven"
    state: str
    subject: str
    staff: str
    name: str
    roles: tuple[Role, ...]
    branches: tuple[str, ...]
    second_factor: bool
    proved: float
    begun: float
    epoch: int | None = None
    """That of their rights here when they were asked for more."""


KEPT: TypeAdapter[Flow | Proven] = TypeAdapter(Annotated[Flow | Proven, Field(discriminator="kind")])


def new_flow(fresh: bool, now: datetime) -> Flow:
    """Begin a flow; with `fresh` the provider asks for the password again."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Flow(state=state, nonce=nonce, verifier=verifier, fresh=fresh, begun=now.timestamp())


def address_of(flow: Flow, found: Discovery, settings: ProviderSettings) -> str:
    """Return the address at the provider where a flow goes on: a code, by PKCE (RFC 7636) with S256."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(flow.verifier.encode()).digest()).rstrip(b"=")
    asked = {
        "response_type": "code",
        "client_id": settings.client_id,
        "redirect_uri": settings.way_back,
        "scope": " ".join(settings.scopes),
        "state": flow.state,
        "nonce": flow.nonce,
        "code_challenge": challenge.decode(),
        "code_challenge_method": "S256",
        "max_age": str(int(SESSION_LASTS.total_seconds())),
        **({"prompt": "login"} if flow.fresh else {}),
    }
    joint = "&" if urlsplit(found.authorization_endpoint).query else "?"
    return f"{found.authorization_endpoint}{joint}{urlencode(asked)}"


def sign_out_address(found: Discovery, settings: ProviderSettings) -> str | None:
    """Return the address that ends the sign-in at the provider (RP-Initiated Logout, 2), if it has one."""
    if not found.end_session_endpoint or not settings.sign_out_there:
        return None
    asked = {"client_id": settings.client_id, "post_logout_redirect_uri": settings.way_back}
    joint = "&" if urlsplit(found.end_session_endpoint).query else "?"
    return f"{found.end_session_endpoint}{joint}{urlencode(asked)}"


def sealed(kept: Flow | Proven, hash_key: bytes) -> str:
    """Seal what a browser keeps."""
    content = seal(_key(hash_key), kept.model_dump_json().encode(), place=FLOW_COOKIE)
    return base64.urlsafe_b64encode(content).decode()


def opened(cookie: str, hash_key: bytes, now: datetime) -> Flow | Proven:
    """Open what a browser kept. Raises `FlowEnded` for none, one that is not ours, or one that is too old."""
    try:
        content = base64.urlsafe_b64decode(cookie[:LARGEST_COOKIE])
        kept = KEPT.validate_json(unseal(_key(hash_key), content, place=FLOW_COOKIE))
    except (ValueError, Tampered):
        raise FlowEnded from None
    age = timedelta(seconds=now.timestamp() - kept.begun)
    if not -LEEWAY <= age <= FLOW_LASTS:  # it may have begun by the clock of another process
        raise FlowEnded
    return kept


def must_belong(flow: Flow, state: str) -> None:
    """Raises `FlowEnded` for a return that belongs to another flow."""
    if not hmac.compare_digest(flow.state.encode(), state.encode(errors="replace")):
        raise FlowEnded


def set_cookie(value: str) -> str:
    """Return the header by which a browser keeps a flow; an empty value lets it forget."""
    lasts = int(FLOW_LASTS.total_seconds()) if value else 0
    return f"{FLOW_COOKIE}={value}; Max-Age={lasts}; Path=/; Secure; HttpOnly; SameSite=Strict"


def _key(hash_key: bytes) -> bytes:
    """A key of its own: strangers may have it used as often as they like."""
    return hmac.digest(hash_key, b"identity flows", "sha256")

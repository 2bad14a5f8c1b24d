"""HTTP of signing in by the bank's identity provider: authorization code with PKCE (OpenID Connect, 3.1).

The provider sends the browser back to the page, which hands code and state over: the cookie that binds both
to the browser is sent with no request that another site has caused.
"""

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field, SecretStr

from services.notify.floors.queries import floors
from services.notify.identity import flows
from services.notify.identity.commands import AdmitIdentity, EndSessionsByProvider
from services.notify.identity.domain import (
    BRANCHES_AT_MOST,
    STAFF_ID,
    Claimed,
    FlowEnded,
    IdentityNotSetUp,
    IdentityRefused,
    IdentityTaken,
    IdentityWithoutRights,
    LinkNeeded,
    LogoutRefused,
    ProviderAway,
    branches_from,
    claim,
    name_from,
    roles_from,
    subject_of,
    values_of,
)
from services.notify.identity.flows import Flow, Proven
from services.notify.identity.provider import Provider, provider_of
from services.notify.identity.queries import staff_of_subject
from services.notify.identity.tokens import Asked, Claims, TokenWrong, second_factor_used
from services.notify.sessions.api.browsers import hash_of, known_browser
from services.notify.sessions.api.entering import SignedInNow, Way, enter, home_of
from services.notify.sessions.api.signing_in import (
    Password,
    as_enrolled,
    check_factor,
    prove_password,
    record_refusal,
)
from services.notify.sessions.domain import FREE_OF_ONE_NETWORK, AttemptOrigin
from services.notify.staff.domain.staff import Staff
from services.notify.staff.queries import staff_member
from shared import clock
from shared.access import json_only
from shared.commands import Command
from shared.contracts.notify import PROVIDER
from shared.errors import NotSignedIn, Refusal
from shared.fields import Given, YesNo
from shared.runtime import Runtime, ServiceRuntime
from shared.telemetry import log
from shared.throttle import TooManyAttempts
from shared.unit_of_work import Cause
from shared.web import network_of

router = APIRouter(prefix="/api/notify/identity", tags=["identity"])
TIME_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of a sign-in at a provider that does not tell it: it counts as fresh for nothing."""
Returned = Annotated[SecretStr, Field(max_length=8192)]


class IdentityNow(BaseModel):
    """The sign-in by the bank's account: whether it is `set_up`, what the button says, and the address that
    ends the sign-in at the provider, if it has one."""

    set_up: bool
    zh: str = ""
    en: str = ""
    sign_out: str | None = None


class Beginning(Given):
    """A sign-in that begins. `fresh`: the provider asks for the password again, whoever is there."""

    fresh: YesNo = False


class Address(BaseModel):
    """The address at the provider to which the browser goes on."""

    address: str


class Return(Given):
    """A browser's return with `code`, `state` and `iss`, or the provider's `error`. Who was asked for
    more sends that alone: the `password` of their account here, or a `factor`, the code of an authenticator
    app."""

    code: Returned | None = None
    state: Returned | None = None
    iss: Annotated[str, Field(max_length=512)] | None = None
    error: Annotated[str, Field(max_length=256)] | None = None
    password: Password | None = None
    factor: Annotated[SecretStr, Field(max_length=64)] | None = None


@router.get("")
async def identity(runtime: Runtime) -> IdentityNow:
    """The sign-in by the bank's account, if there is one."""
    try:
        provider = provider_of(runtime)
    except IdentityNotSetUp:
        return IdentityNow(set_up=False)
    settings = provider.settings
    try:
        sign_out = flows.sign_out_address(await provider.discovery(), settings)
    except ProviderAway:
        sign_out = None
    return IdentityNow(set_up=True, zh=settings.zh, en=settings.en, sign_out=sign_out)


@router.post("/begin", dependencies=[Depends(json_only)])
async def begin(beginning: Beginning, response: Response, runtime: Runtime) -> Address:
    """Begin to sign in: the browser keeps what binds the return to it, and goes on to the address. One that
    was begun before in the same browser ends."""
    provider = provider_of(runtime)
    fresh = beginning.fresh or not provider.settings.single_sign_on
    flow = flows.new_flow(fresh, clock.now())
    address = flows.address_of(flow, await provider.discovery(), provider.settings)
    response.headers["set-cookie"] = flows.set_cookie(flows.sealed(flow, _flow_key(runtime)))
    return Address(address=address)


@router.post("/session", dependencies=[Depends(json_only)])
async def come_back(back: Return, request: Request, response: Response, runtime: Runtime) -> SignedInNow:
    """Sign in with what the provider gave the browser, or with what was asked for beside that. A return is
    good once; who is asked for more has ten minutes for it."""
    provider = provider_of(runtime)
    bounds = {f"identity\0{network_of(request)}": FREE_OF_ONE_NETWORK}
    try:
        runtime.throttle.count(bounds, clock.elapsed())
    except TooManyAttempts:
        await _record("", request, runtime)
        raise
    try:
        proven = await _proven(back, request, provider, runtime)
        answer = await _finish(proven, back, request, response, runtime)
    except (FlowEnded, IdentityRefused) as refusal:
        if isinstance(refusal, IdentityRefused):
            log.info("identity_refused", reason=refusal.reason)
        raise _forgetting(refusal) from None
    except Refusal:
        runtime.throttle.succeed(bounds, (), clock.elapsed())
        raise
    runtime.throttle.succeed(bounds, (), clock.elapsed())
    response.headers.append("set-cookie", flows.set_cookie(""))
    return answer


@router.post("/back-channel", status_code=204)
async def back_channel(request: Request, runtime: Runtime) -> None:
    """End the sessions of a person who has signed out at the provider (Back-Channel Logout, 2.5)."""
    provider = provider_of(runtime)
    bounds = {f"back-channel\0{network_of(request)}": FREE_OF_ONE_NETWORK}
    runtime.throttle.count(bounds, clock.elapsed())
    try:
        form = parse_qs((await request.body()).decode("ascii"), max_num_fields=4)
        claims = await provider.logged_out(form["logout_token"][0], clock.now().timestamp())
    except (TokenWrong, ValueError, KeyError):
        raise LogoutRefused from None
    runtime.throttle.succeed(bounds, (), clock.elapsed())
    staff = await staff_of_subject(runtime.store, subject_of(claims["iss"], claims["sub"]))
    if staff is not None:
        once = f"identity-logout:{hash_of(str(claims['jti']))}"
        await _execute(runtime, EndSessionsByProvider(staff), staff, once)


async def _proven(back: Return, request: Request, provider: Provider, runtime: ServiceRuntime) -> Proven:
    """Return who has proved who they are: just now at the provider, or some minutes ago, and was asked for
    more. Raises `FlowEnded`, `IdentityRefused`, `ProviderAway`."""
    kept = flows.opened(request.cookies.get(flows.FLOW_COOKIE, ""), _flow_key(runtime), clock.now())
    if isinstance(kept, Proven):
        if back.code is not None or back.state is not None:
            raise FlowEnded
        return kept
    flows.must_belong(kept, back.state.get_secret_value() if back.state else "")
    found = await provider.discovery()
    if back.iss != found.issuer and (back.iss or found.authorization_response_iss_parameter_supported):
        raise IdentityRefused("iss")
    if back.error is not None or back.code is None:
        raise IdentityRefused("no code")
    asked = Asked(kept.nonce, kept.signed_in_after)
    claims = await provider.redeem(back.code.get_secret_value(), kept.verifier, asked)
    return await _claimed(claims, kept, provider, runtime)


async def _claimed(claims: Claims, flow: Flow, provider: Provider, runtime: ServiceRuntime) -> Proven:
    """Read what an account at the bank says of a person, in our words; a branch that has not opened is none.
    Raises `IdentityRefused`."""
    settings = provider.settings
    names = settings.claims
    staff = claim(claims, names.staff)
    id = as_enrolled(staff).removesuffix(settings.staff_suffix) if isinstance(staff, str) else ""
    if not STAFF_ID.fullmatch(id):
        raise IdentityRefused("staff id")
    branches = branches_from(values_of(claims, names.branches), settings.branches)
    opened = {one.id for one in await floors(runtime.store, branches)}
    return Proven(
        state=hash_of(flow.state),
        subject=subject_of(settings.issuer, str(claims["sub"])),
        staff=id,
        name=name_from(claims, names.name, id),
        roles=roles_from(values_of(claims, names.roles), settings.roles),
        branches=tuple(one for one in branches if one in opened)[:BRANCHES_AT_MOST],
        second_factor=second_factor_used(claims, settings),
        proved=float(claims.get("auth_time") or 0),
        begun=clock.now().timestamp(),
    )


async def _finish(
    proven: Proven, back: Return, request: Request, response: Response, runtime: ServiceRuntime
) -> SignedInNow:
    """Give the person the rights of their account, and let them in. Who is asked for more keeps what they
    have proved, until their rights change or their sessions are ended. Raises `FlowEnded`."""
    kept = proven
    try:
        staff = await _admitted(proven, back, request, runtime)
        if proven.epoch not in (None, staff.epoch):
            raise FlowEnded
        kept = proven.model_copy(update={"epoch": staff.epoch})
        network = network_of(request)
        recovery = None if proven.second_factor else await check_factor(staff, back.factor, network, runtime)
    except (IdentityTaken, IdentityWithoutRights) as refusal:
        await _record(proven.staff, request, runtime)
        raise _forgetting(refusal) from None
    except Refusal as refusal:
        sealed = flows.sealed(kept, _flow_key(runtime))
        refusal.headers = {**refusal.headers, "set-cookie": flows.set_cookie(sealed)}  # type: ignore[misc]
        raise
    browser, _ = await known_browser(request, staff.id, runtime)
    proved = datetime.fromtimestamp(proven.proved, UTC) if proven.proved else TIME_UNKNOWN
    way = Way(browser, proved=proved, once=f"identity:{proven.state}")
    try:
        answer = await enter(staff, way, request, response, runtime)
    except NotSignedIn:
        raise FlowEnded from None
    return answer.model_copy(update={"recovery_codes": recovery})


async def _admitted(proven: Proven, back: Return, request: Request, runtime: ServiceRuntime) -> Staff:
    """Return the person with the rights of their account; who has a password here proves it once. Raises
    `IdentityTaken`, `IdentityWithoutRights`, `LinkNeeded`, and what `prove_password` does."""
    claimed = Claimed(proven.subject, proven.staff, proven.name, proven.roles, proven.branches)
    once = f"identity-admit:{proven.state}"  # what was proved once gives no rights that were lost since
    try:
        await _execute(runtime, AdmitIdentity(claimed), proven.staff, once)
    except LinkNeeded:
        if back.password is None:
            raise
        await prove_password(proven.staff, back.password, request, runtime)
        await _execute(runtime, AdmitIdentity(claimed, links=True), proven.staff, once)
    staff = await staff_member(runtime.store, proven.staff)
    if staff is None or not staff.may_sign_in:
        raise IdentityWithoutRights
    return staff


async def _execute(runtime: ServiceRuntime, command: Command, staff: str, once: str = "") -> None:
    """Carry out a command in the name of the provider, where the person's own are carried out."""
    known = await staff_member(runtime.store, staff)
    branch = home_of(known) if known else ""
    cause = Cause(once or clock.new_id(), command.name, clock.now(), PROVIDER, branch)
    await runtime.execute(command, cause)


async def _record(staff: str, request: Request, runtime: ServiceRuntime) -> None:
    await record_refusal(AttemptOrigin(staff, network_of(request), "identity"), request, runtime)


def _forgetting(refusal: Refusal) -> Refusal:
    """Return a refusal that lets the browser forget the flow."""
    refusal.headers = {**refusal.headers, "set-cookie": flows.set_cookie("")}  # type: ignore[misc]
    return refusal


def _flow_key(runtime: ServiceRuntime) -> bytes:
    return runtime.settings.key("hash_key")

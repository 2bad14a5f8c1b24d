"""notify, wired: what it hears, what it answers, what it relies on."""

from services.notify import store
from services.notify.erasure.domain.erasures import NamesDue
from services.notify.erasure.handlers.erasures import forget_customer
from services.notify.feed.api import entries, stream
from services.notify.feed.domain.deadlines import AcknowledgementDue, ShiftOver
from services.notify.feed.domain.entries import Feed
from services.notify.feed.domain.rules import RULES, SHOWN, SILENT
from services.notify.feed.handlers.entries import hear_hall, inform, pass_up
from services.notify.feed.hub import hub_of
from services.notify.page.api import pages
from services.notify.staff.api import presence, sessions, staff
from services.notify.staff.domain.staff import OPS, Staff
from services.notify.staff.handlers.presence import end_shift
from services.notify.staff.passwords import hash_password, is_right
from shared import clock
from shared.contracts.customer import CustomerErased
from shared.contracts.notify import TokensRevoked
from shared.contracts.words import Role
from shared.revocations import revoke_tokens
from shared.runtime import EventHandlers, ServiceRuntime, TimerHandlers
from shared.service import Service
from shared.store import Conflict
from shared.telemetry import log
from shared.unit_of_work import Batch

EVENT_HANDLERS: EventHandlers = {
    **{event: [hear_hall if event in SHOWN else inform] for event in (*RULES, *SILENT)},
    CustomerErased: [forget_customer],
    TokensRevoked: [revoke_tokens],
}

TIMER_HANDLERS: TimerHandlers = {AcknowledgementDue: pass_up, ShiftOver: end_shift, NamesDue: forget_customer}


def pass_on(runtime: ServiceRuntime, batch: Batch) -> None:
    """What was committed goes to the screens that are connected."""
    hub_of(runtime).offer(batch.documents.values())


async def enrol_ops(runtime: ServiceRuntime) -> None:
    """The first member of staff, who enrols the others, is there with the role and the password of
    the settings."""
    password = runtime.settings.ops_password.get_secret_value()
    if not password:
        log.warning("no_ops_password", hint="FOYER_OPS_PASSWORD is not set: nobody can enrol staff")
        return
    known = await store.staff(runtime.store, OPS)
    try:
        if known is None or Role.OPS not in known.roles or not await is_right(password, known.password):
            kept = known or Staff(
                id=OPS,
                name="Operations",
                roles=(Role.OPS,),
                branches=(),
                password="",
                password_since=clock.now(),
            )
            changed = kept.evolve(
                roles=tuple(dict.fromkeys((*kept.roles, Role.OPS))),
                password=await hash_password(password),
                password_since=clock.now(),
                sessions={},
                epoch=kept.epoch + 1,
            )
            await store.keep_at_start(runtime.store, changed)
        if await store.one(runtime.store, Feed, OPS) is None:
            await store.keep_at_start(runtime.store, Feed(id=OPS))
    except Conflict:
        log.info("ops_enrolled_elsewhere")


SERVICE = Service(
    name="notify",
    port=8104,
    events=EVENT_HANDLERS,
    timers=TIMER_HANDLERS,
    indexes=store.INDEXES,
    routers=[staff.router, sessions.router, presence.router, entries.router, stream.router, pages.router],
    after_commit=pass_on,
    correlation_of=store.correlation_of,
    on_start=enrol_ops,
    mounts={"/static": pages.FILES},
)

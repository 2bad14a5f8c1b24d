"""notify, wired: the handlers of what it is asked and what it receives, the rights, the routes."""

from services.notify import store
from services.notify.erasure.domain import ErasureRepeatDue
from services.notify.erasure.handlers import forget_customer
from services.notify.feed.api import entries, stream
from services.notify.feed.commands import AcknowledgeEntry
from services.notify.feed.domain.entries import AcknowledgementDue
from services.notify.feed.domain.rules import SHOWN, UNSHOWN
from services.notify.feed.handlers import (
    acknowledge_entry,
    escalate_unacknowledged,
    inform,
    refresh_floor_and_inform,
)
from services.notify.feed.hub import hub_of
from services.notify.feed.queries import ExplainEntry, FollowFeed, ViewFeed, ViewRecipients, correlation_of
from services.notify.floors import api as floors
from services.notify.floors.queries import ViewBranches
from services.notify.identity import api as identity
from services.notify.identity.commands import AdmitIdentity, EndSessionsByProvider
from services.notify.identity.handlers import admit_identity, end_sessions_by_provider
from services.notify.identity.provider import set_up_provider
from services.notify.page import api as page
from services.notify.presence import api as presence
from services.notify.presence.commands import ChangePresence, HandOverFloor
from services.notify.presence.domain import ShiftEndDue
from services.notify.presence.handlers import change_presence, end_shift, hand_over_floor
from services.notify.security import api as security
from services.notify.security.domain import SecurityRecord
from services.notify.security.queries import ViewSecurity
from services.notify.sessions.api import me, signing_in
from services.notify.sessions.commands import (
    ChangePassword,
    EndSession,
    RecordRefusedSignIns,
    SetSecondFactor,
    SignIn,
    SignOut,
    UseCode,
    UseSession,
)
from services.notify.sessions.handlers import (
    change_password,
    end_session,
    record_refused_sign_ins,
    set_second_factor,
    sign_in,
    sign_out,
    use_code,
    use_session,
)
from services.notify.sessions.queries import ViewSelf
from services.notify.staff import api as staff
from services.notify.staff.bootstrap import enrol_first
from services.notify.staff.commands import EnrolStaff
from services.notify.staff.handlers import enrol_staff, keep_portfolio
from services.notify.staff.queries import ViewColleagues
from shared.commands import Commands
from shared.contracts.customer import CustomerErased, CustomerLocked, PortfolioHeld
from shared.contracts.notify import TokensRevoked
from shared.contracts.words import Role
from shared.linking import Chain
from shared.revocations import revoke_tokens
from shared.rights import SIGNED_IN, Rights, anywhere, at_branch, own_or
from shared.runtime import EventHandlers, ServiceRuntime, TimerHandlers
from shared.service import Service
from shared.unit_of_work import Batch

COMMANDS: Commands = {
    AcknowledgeEntry: acknowledge_entry,
    AdmitIdentity: admit_identity,
    ChangePassword: change_password,
    ChangePresence: change_presence,
    EndSession: end_session,
    EndSessionsByProvider: end_sessions_by_provider,
    EnrolStaff: enrol_staff,
    HandOverFloor: hand_over_floor,
    RecordRefusedSignIns: record_refused_sign_ins,
    SetSecondFactor: set_second_factor,
    SignIn: sign_in,
    SignOut: sign_out,
    UseCode: use_code,
    UseSession: use_session,
}

RIGHTS: Rights = {
    AcknowledgeEntry: SIGNED_IN,  # of an entry of one's own
    ChangePassword: SIGNED_IN,
    ChangePresence: SIGNED_IN,
    EndSession: SIGNED_IN,  # of one's own
    EnrolStaff: anywhere(Role.ADMINISTRATOR),
    ExplainEntry: own_or(Role.AUDITOR),
    FollowFeed: SIGNED_IN,
    HandOverFloor: anywhere(Role.LOBBY_MANAGER),  # a cover has nobody to name
    SetSecondFactor: SIGNED_IN,
    ViewBranches: SIGNED_IN,
    ViewColleagues: at_branch(*Role),
    ViewFeed: SIGNED_IN,
    ViewSecurity: anywhere(Role.AUDITOR),
    ViewRecipients: own_or(Role.AUDITOR),
    ViewSelf: SIGNED_IN,
}

# Every event of the rulebook has the same handler, which reads its rows: what notify does with an event is
# its line there, in ROWS or in SILENT. A second list could only disagree; a test holds both together.
EVENT_HANDLERS: EventHandlers = {
    **{event: [refresh_floor_and_inform] for event in SHOWN},
    **{event: [inform] for event in UNSHOWN},
    CustomerLocked: [forget_customer],
    CustomerErased: [forget_customer],
    PortfolioHeld: [keep_portfolio],
    TokensRevoked: [revoke_tokens],
}

TIMER_HANDLERS: TimerHandlers = {
    AcknowledgementDue: escalate_unacknowledged,
    ErasureRepeatDue: forget_customer,
    ShiftEndDue: end_shift,
}


async def on_start(runtime: ServiceRuntime) -> None:
    """Make the first members of staff, and check the settings of the identity provider."""
    set_up_provider(runtime)
    await enrol_first(runtime)


def pass_on(runtime: ServiceRuntime, batch: Batch) -> None:
    """Pass what was committed to the screens that are connected."""
    hub_of(runtime).deliver(batch.documents.values())


SERVICE = Service(
    name="notify",
    port=8104,
    commands=COMMANDS,
    events=EVENT_HANDLERS,
    timers=TIMER_HANDLERS,
    rights=RIGHTS,
    indexes=store.INDEXES,
    routers=[
        staff.router,
        signing_in.router,
        me.router,
        identity.router,
        presence.router,
        entries.router,
        stream.router,
        floors.router,
        security.router,
        page.router,
    ],
    after_commit=pass_on,
    correlation_of=correlation_of,
    on_start=on_start,
    chains=[Chain("security", SecurityRecord)],
    mounts={"/static": page.FILES},
)

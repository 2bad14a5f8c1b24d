"""lobby, wired: what it hears, what it answers, what it relies on."""

from itertools import chain

from services.lobby.arrivals import ingress
from services.lobby.arrivals.api import devices
from services.lobby.day.api import checklists, days
from services.lobby.day.domain.days import DayOver
from services.lobby.day.handlers.checklists import note_repair
from services.lobby.day.handlers.days import end_day, note_counter, note_customer
from services.lobby.devices.api import broker
from services.lobby.equipment.api import equipment
from services.lobby.equipment.domain.faults import WatchDue
from services.lobby.equipment.handlers.faults import note_mended, rest_devices, wake_devices, watch_devices
from services.lobby.equipment.heartbeats import recall_clocks
from services.lobby.erasure.domain.erasures import NamesDue
from services.lobby.erasure.handlers.erasures import forget_customer
from services.lobby.journal.api import logbook, records
from services.lobby.journal.domain.logbook import LOGGED
from services.lobby.journal.handlers.logbook import write_line
from services.lobby.materials.api import leaflets, notices
from services.lobby.materials.domain.notices import NoticeDue
from services.lobby.materials.handlers.notices import expire_notice
from services.lobby.queue.api import counters, diversions, floor, tickets, visits
from services.lobby.queue.domain.closings import ClosingGoesOn
from services.lobby.queue.handlers.card_holders import forget_guest, know_guest
from services.lobby.queue.handlers.counters import leave_with_right
from services.lobby.queue.handlers.stranded import watch_line
from services.lobby.queue.handlers.tickets import go_on_closing
from services.lobby.queue.handlers.visits import know_needs
from services.lobby.report.api import day_reports
from services.lobby.report.domain.day_reports import ReportDue
from services.lobby.report.handlers.day_reports import conclude_report, expect_report, reopen_report
from services.lobby.safety.api import incidents, loiterers
from services.lobby.safety.domain.loiterers import LoiteringDue
from services.lobby.safety.handlers.loiterers import expect_back, look_for_diverted
from services.lobby.settings.api import settings as branches
from services.lobby.store import INDEXES, correlation_of
from services.lobby.tasks.api import task_rules, tasks
from services.lobby.tasks.domain.patrols import RoundDue
from services.lobby.tasks.domain.task import TaskOver
from services.lobby.tasks.domain.triggers import OCCASIONS
from services.lobby.tasks.handlers.patrols import look_at_hall
from services.lobby.tasks.handlers.tasks import end_what_followed, pass_time, put_back
from services.lobby.tasks.handlers.triggers import meet_occasion
from shared.contracts.customer import CredentialLinked, CredentialRevoked, CustomerErased, CustomerRecognised
from shared.contracts.lobby import (
    BranchDayClosed,
    BranchDayOpened,
    BranchDayReopened,
    BranchNotOpened,
    CounterOpened,
    CustomerDiverted,
    PreparationsBegan,
    TaskDone,
    TicketIssued,
)
from shared.contracts.notify import CoverEnded, StaffEnrolled, StaffSignedOff, TokensRevoked
from shared.revocations import revoke_tokens
from shared.runtime import EventHandlers, TimerHandlers
from shared.service import Service

AWAKE = (PreparationsBegan, BranchDayOpened, BranchDayReopened, BranchNotOpened)
"""From these on, devices that are off are missed."""

IN_LINE = ("blocks", "branches", "counters", "diversions", "tickets", "visits")
"""What is told of these may change who waits, or who calls."""

ACTS: tuple[TimerHandlers, ...] = (
    {CredentialLinked: know_guest, CredentialRevoked: forget_guest, CustomerRecognised: know_needs},
    {CustomerErased: forget_customer, TokensRevoked: revoke_tokens},
    {CounterOpened: note_counter, TicketIssued: note_customer, CustomerDiverted: note_customer},
    {**dict.fromkeys(OCCASIONS, meet_occasion), BranchDayClosed: end_what_followed},
    {TaskDone: note_repair, StaffSignedOff: put_back},
    dict.fromkeys((StaffSignedOff, StaffEnrolled, CoverEnded), leave_with_right),
    {TaskDone: note_mended, CustomerDiverted: expect_back, BranchDayClosed: rest_devices},
    {**dict.fromkeys(AWAKE, wake_devices), BranchDayClosed: expect_report},
    {event: watch_line for event in LOGGED if event.__module__.rpartition(".")[2] in IN_LINE},
    {BranchDayReopened: reopen_report},
    dict.fromkeys(LOGGED, write_line),
)
"""What lobby does about events, in this order: whatever else is done, the log writes its line (D11)."""

EVENT_HANDLERS: EventHandlers = {
    event: [acts[event] for acts in ACTS if event in acts]
    for event in dict.fromkeys(chain.from_iterable(ACTS))
}

TIMER_HANDLERS: TimerHandlers = {
    DayOver: end_day,
    ClosingGoesOn: go_on_closing,
    NoticeDue: expire_notice,
    TaskOver: pass_time,
    RoundDue: look_at_hall,
    WatchDue: watch_devices,
    LoiteringDue: look_for_diverted,
    ReportDue: conclude_report,
    NamesDue: forget_customer,
}

SERVICE = Service(
    name="lobby",
    port=8101,
    events=EVENT_HANDLERS,
    timers=TIMER_HANDLERS,
    indexes=INDEXES,
    routers=[
        branches.router,
        floor.router,
        counters.router,
        visits.router,
        tickets.router,
        diversions.router,
        records.router,
        logbook.router,
        day_reports.router,
        tasks.router,
        task_rules.router,
        devices.router,
        equipment.router,
        incidents.router,
        loiterers.router,
        broker.router,
        days.router,
        checklists.router,
        notices.router,
        leaflets.router,
    ],
    ingress=ingress.ear,
    correlation_of=correlation_of,
    on_start=recall_clocks,
    mounts={day_reports.STATIC: day_reports.FILES},
)

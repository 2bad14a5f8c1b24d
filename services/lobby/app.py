"""Wiring of lobby: its commands, rights, subscriptions, routes, and what it relies on."""

from services.lobby.arrivals import api as arrivals_api
from services.lobby.arrivals import ingress
from services.lobby.commands import COMMANDS, RIGHTS
from services.lobby.day.api import checklists as checklists_api
from services.lobby.day.api import days as days_api
from services.lobby.devices import api as devices_api
from services.lobby.equipment import api as equipment_api
from services.lobby.equipment.heartbeats import load_clocks
from services.lobby.journal import api as journal_api
from services.lobby.materials import api as materials_api
from services.lobby.queue.api import counters as counters_api
from services.lobby.queue.api import diversions as diversions_api
from services.lobby.queue.api import floor as floor_api
from services.lobby.queue.api import tickets as tickets_api
from services.lobby.queue.api import visits as visits_api
from services.lobby.queue.queries import correlation_of
from services.lobby.report import api as report_api
from services.lobby.safety import api as safety_api
from services.lobby.settings import api as settings_api
from services.lobby.store import INDEXES, SEALS
from services.lobby.subscriptions import EVENT_HANDLERS, TIMER_HANDLERS
from services.lobby.tasks import api as tasks_api
from services.lobby.undo import api as undo_api
from shared.printed import STYLES
from shared.service import Service

SERVICE = Service(
    name="lobby",
    port=8101,
    commands=COMMANDS,
    events=EVENT_HANDLERS,
    timers=TIMER_HANDLERS,
    rights=RIGHTS,
    indexes=INDEXES,
    seals=SEALS,
    routers=[
        settings_api.router,
        floor_api.router,
        counters_api.router,
        visits_api.router,
        tickets_api.router,
        diversions_api.router,
        undo_api.router,
        journal_api.router,
        report_api.router,
        tasks_api.router,
        devices_api.router,
        devices_api.broker,
        equipment_api.router,
        arrivals_api.router,
        safety_api.router,
        days_api.router,
        checklists_api.router,
        materials_api.router,
    ],
    ingress=ingress.subscription,
    correlation_of=correlation_of,
    on_start=load_clocks,
    mounts={report_api.STATIC: STYLES},
)

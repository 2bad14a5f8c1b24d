"""Wiring of referral: its tables, its indexes and its routes, over all capabilities."""

from services.referral import store
from services.referral.commands import COMMANDS
from services.referral.plans.api import budgets, goals, items
from services.referral.prospects.api import prospects
from services.referral.referrals import api as referrals
from services.referral.rights import RIGHTS
from services.referral.subscriptions import EVENT_HANDLERS, TIMER_HANDLERS
from services.referral.territory.api import export, region
from services.referral.territory.api import reports as territory
from shared.service import Service

SERVICE = Service(
    name="referral",
    port=8103,
    commands=COMMANDS,
    events=EVENT_HANDLERS,
    timers=TIMER_HANDLERS,
    rights=RIGHTS,
    indexes=store.INDEXES,
    routers=[
        prospects.router,
        prospects.finders_router,
        referrals.router,
        goals.router,
        budgets.router,
        items.router,
        territory.router,
        region.router,
        export.router,
        referrals.served_router,
        referrals.staff_router,
    ],
    correlation_of=store.correlation_of,
    mounts={export.STATIC: export.FILES},
)

"""Wiring of referral: its tables, its indexes and its routes, over all capabilities."""

from services.referral import store
from services.referral.commands import COMMANDS
from services.referral.deals.api import deals, tasks, templates
from services.referral.desk.api import needs as desk
from services.referral.desk.api import notes as market_notes
from services.referral.plans.api import budgets, goals, items
from services.referral.products.api import catalogue as products
from services.referral.products.api import suitability
from services.referral.prospects.api import finders, prospects
from services.referral.recommendations.api import holders, recommendations
from services.referral.referrals import api as referrals
from services.referral.rights import RIGHTS
from services.referral.subscriptions import EVENT_HANDLERS, TIMER_HANDLERS
from services.referral.territory.api import export, region
from services.referral.territory.api import reports as territory
from shared.printed import STYLES
from shared.service import Service

SERVICE = Service(
    name="referral",
    port=8103,
    commands=COMMANDS,
    events=EVENT_HANDLERS,
    timers=TIMER_HANDLERS,
    rights=RIGHTS,
    indexes=store.INDEXES,
    seals=store.SEALS,
    routers=[
        prospects.router,
        finders.router,
        deals.router,
        tasks.router,
        templates.router,
        referrals.router,
        goals.router,
        budgets.router,
        items.router,
        territory.router,
        region.router,
        export.router,
        referrals.served_router,
        referrals.staff_router,
        # products, desk, recommendations
        products.router,
        suitability.router,
        desk.router,
        market_notes.router,
        recommendations.router,
        holders.router,
    ],
    correlation_of=store.correlation_of,
    mounts={export.STATIC: STYLES},
)

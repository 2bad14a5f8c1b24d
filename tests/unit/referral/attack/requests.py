"""A request for every route of referral: its path with what the branch has, and a body that the route
takes."""

from datetime import timedelta
from typing import Any

from shared import clock
from tests.unit.attacking import Ids, Plan

NOW = clock.now() + timedelta(hours=8)
TODAY = NOW.date().isoformat()
SOON = (NOW + timedelta(days=20)).date().isoformat()
MONTH = TODAY[:7]
OF_DEAL = "/api/referral/deals/{deal}"
STEP = {"next_step": "call", "next_on": SOON}
VALUES: dict[str, Any] = {
    "branch": "B1",
    "account_manager": "am.2",
    "staff": "am.2",
    "need": "loan",
    "words": "说了些话",
    "until": SOON,
    "next_on": SOON,
    "ends_on": SOON,
    "due": SOON,
    "on_sale_from": "2026-01-01",
    "assessed_on": TODAY,
    "period": MONTH,
    "currency": "CNY",
    "product": "home_loan",
    "questionnaire": "q2026",
    "reason": "other",
    "edition": 1,
    "amount": 10_00,
    "target": 3,
}
"""Members by name, in whatever body they stand."""
BODIES: dict[str, Any] = {
    "POST /api/referral/prospects": {"branch": "B1", "need": "loan", "customer": "C1", **STEP},
    "POST /api/referral/prospects/campaigns": {
        "branch": "B1",
        "need": "deposit",
        "account_manager": "am.2",
        "customers": ["C1", "C2"],
        **STEP,
    },
    "POST /api/referral/prospects/{prospect}/move": {"stage": "contacted", **STEP},
    "POST /api/referral/prospects/{prospect}/win": {"amount": 10_00, "currency": "CNY"},
    "POST /api/referral/deals": {
        "product": "home_loan",
        "amount": 5_00,
        "customer": "C1",
        "template": "loan",
    },
    f"POST {OF_DEAL}/groups": {"purpose": "advice", "members": ["am.1"], "ends_on": SOON},
    "POST /api/referral/deal-templates": {
        "template": "loan",
        "zh": "贷款",
        "en": "Loan",
        "steps": [{"step": "papers", "zh": "材料", "en": "Papers", "department": "branch", "days": 1}],
    },
    "POST /api/referral/referrals/{referral}/decline": {"reason": "no_time"},
    "PUT /api/referral/branches/{branch}/direction": {"period": MONTH, "needs": ["loan"], "segments": []},
    "PUT /api/referral/served-needs/{branch}/{staff}": {"needs": ["loan"]},
    "PUT /api/referral/suitability": {
        "matrix": {"C1": "R1", "C2": "R1", "C3": "R2", "C4": "R3", "C5": "R4"},
    },
    "POST /api/referral/products/{product}/rerate": {"issuer_risk": "R2", "seller_risk": "R2"},
    "POST /api/referral/customers/{customer}/assessments": {
        "family": "fund",
        "tolerance": "C2",
        "questionnaire": "q2026",
    },
    "POST /api/referral/customers/{customer}/recommendations": {
        "product": "home_loan",
        "reasons": ["asked"],
    },
    "POST /api/referral/desk/needs/{desk_need}/answer": {"answer": "planned", "words": "下季度推出"},
}
"""Bodies that cannot be built from the document alone."""
QUERY = {
    "branch": "B1",
    "period": MONTH,
    "month": MONTH,
    "stage": "new",
    "department": "branch",
    "metric": "prospects_opened",
    "topic": "competitor",
}
"""The query with which every route is asked."""


def place_of(path: str, name: str, ids: Ids) -> str:
    """Return what stands in a path for a name. Raises KeyError for a name that nothing is known of."""
    others = {"branch": "B1", "staff": "am.1", "step": "papers", "product": "home_loan", "customer": "C1"}
    return ids.get(name) or others[name]


PLAN = Plan("referral", VALUES, BODIES, QUERY, place_of)

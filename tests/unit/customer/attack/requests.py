"""A request for every route of customer: its path with what the bank has, and a body that the route takes."""

from datetime import timedelta
from typing import Any

from shared import clock
from tests.unit.attacking import Ids, Plan, Way
from tests.unit.customer.attack.bank import NAME, NUMBER

NOW = clock.now()
SOON = (NOW + timedelta(days=20)).date().isoformat()
TODAY = NOW.date().isoformat()
RECENTLY = (NOW - timedelta(days=1)).date().isoformat()
VALUES: dict[str, Any] = {
    "branch": "B1",
    "name": NAME,
    "phone": NUMBER,
    "receiver": "am.2",
    "account_manager": "am.2",
    "about_staff": "teller",
    "need": "loan",
    "words": "说了些话",
    "channel": "phone",
    "until": SOON,
    "sent_on": RECENTLY,
    "from_day": SOON,
    "start": f"{SOON}T10:00",
    "minutes": 60,
    "district": "海淀区",
    "ended": RECENTLY,
    "merged": "C2",
    "edition": 0,
    "template": "invitation",
    "currency": "CNY",
    "segment": "vip",
}
"""Members by name, in whatever body they stand."""
BODIES: dict[str, Any] = {
    "PUT /api/customer/customers/{customer}/profile": {"edition": 0, "risk": "low"},
    "POST /api/customer/customers/{customer}/corrections": {
        "edition": 0,
        "reason": "mistyped",
        "phone": "13800000077",
    },
    "PUT /api/customer/customers/{customer}/household": {"other": "C2", "role": "spouse"},
    "POST /api/customer/customers/{customer}/relations": {
        "other": "C9",
        "kind": "spouse",
        "source": "customer",
    },
    "POST /api/customer/customers/{customer}/lead": {"visit": "V1"},
    "POST /api/customer/customers/{customer}/contacts": {"way": "phone", "outcome": "reached"},
    "POST /api/customer/customers/{customer}/credentials": {"kind": "card", "value": "6222020000000099"},
    "POST /api/customer/customers/{customer}/messages": {
        "template": "invitation",
        "values": {"event": "讲座"},
    },
    "POST /api/customer/customers/{customer}/messages/preview": {
        "template": "invitation",
        "values": {"event": "讲座"},
    },
    "PUT /api/customer/message-templates/{template}": {
        "purpose": "service",
        "channel": "email",
        "zh": {"subject": "到期", "text": "到期了。"},
        "en": {"subject": "Ends", "text": "It ends."},
    },
    "PUT /api/customer/imports/{import}/parts/{number}": {"content": "QUJD"},
    "PUT /api/customer/branches/{branch}/rhythm": {
        "rhythms": [{"segments": ["mass", "affluent", "vip", "private"], "every": 30, "grace": 5}],
        "slots": 16,
    },
    "POST /api/customer/branches/{branch}/rhythm/check": {
        "rhythms": [{"segments": ["mass", "affluent", "vip", "private"], "every": 30, "grace": 5}],
        "slots": 16,
    },
    "POST /api/customer/visits/{visit}/record": {"observations": "看到的", "none_because": "all_done"},
    "POST /api/customer/visits/{visit}/not-held": {"reason": "weather", "none_because": "all_done"},
    "POST /api/customer/handovers": {"branch": "B1", "receiver": "am.2", "customers": ["C1"]},
    "POST /api/customer/complaints/{case}/acknowledge": {"sent_through": "phone", "sent_on": TODAY},
    "PUT /api/customer/branches/{branch}/complaint-law": {"law": "cn"},
    "PUT /api/customer/branches/{branch}/complaint-law/{law}": {"sets": []},
    "POST /api/customer/leads/{visit}": {"name": "某人"},
    "PUT /api/customer/tags": {"words": []},
    "PUT /api/customer/retention": {"days": {"leads": 30}},
    "POST /api/customer/complaints/{case}/holding-reply": {
        "sent_through": "phone",
        "sent_on": RECENTLY,
        "until": SOON,
        "reason": "还在核实情况",
    },
}
"""Bodies that cannot be built from the document alone."""
QUERY = {
    "branch": "B1",
    "field": "phone",
    "purpose": "marketing",
    "channel": "email",
}
"""The query with which every route is asked."""


def is_of_the_customer(way: Way) -> bool:
    """Tell whether the path leads to C1, or to a thing of C1 that is sealed under their key."""
    things = ("/customers/{customer}", "/visits/{visit}", "/promises/{promise}")
    return way.path.startswith(tuple(f"/api/customer{one}" for one in things))


def place_of(path: str, name: str, ids: Ids) -> str:
    """Return what stands in a path for a name. Raises KeyError for a name that nothing is known of."""
    if name == "visit":
        return ids["visit" if path.startswith("/api/customer/visits") else "hall_visit"]
    if name == "number" and "/imports/" in path:
        return "0"
    if name == "customer" and path.startswith("/api/customer/handovers"):
        return "C4"
    others = {
        "branch": "B1",
        "law": "cn",
        "template": "invitation",
        "token": "A" * 22,
        "product": "deposit_1y",
    }
    return others.get(name) or {**ids, "merge": ids.get("merge", "X1")}[name]


PLAN = Plan("customer", VALUES, BODIES, QUERY, place_of)

"""Customers with a history of visits, as the tests of the analysis need them."""

from datetime import date, timedelta

from services.customer.analysis.domain.activity import Activity, lot_of
from services.customer.analysis.domain.models import plain_model
from services.customer.analysis.domain.scores import Score, score_customer
from services.customer.files.domain.customer import Customer, PersonalData
from shared.contracts.words import Segment
from tests.unit.acting import MORNING

TODAY = MORNING.date()


def ago(days: int) -> str:
    """The day so many days before today."""
    return (TODAY - timedelta(days=days)).isoformat()


def customer(
    id: str = "C1", *, account_manager: str | None = "am.1", segment: Segment = Segment.VIP
) -> Customer:
    """A customer of B1 whose file is open."""
    return Customer(
        id=id,
        branch="B1",
        masked_name="王**",
        segment=segment,
        account_manager=account_manager,
        sealed=PersonalData(name=b"", phone=b""),
        opened_at=MORNING,
    )


def activity(*days_ago: int, id: str = "C1", account_manager: str | None = "am.1") -> Activity:
    """The activity of a customer who came so many days ago each."""
    recent = tuple(sorted(ago(days) for days in days_ago))
    return Activity(
        id=id,
        branch="B1",
        masked_name="王**",
        segment=Segment.VIP,
        account_manager=account_manager,
        lot=lot_of(id),
        first=recent[0] if recent else None,
        count=len(recent),
        recent=recent,
    )


def scored(of: Activity, before: Score | None = None, day: date = TODAY) -> Score:
    """The score of an activity by the plain model."""
    decision = score_customer(
        of,
        plain_model("B1", Segment.VIP),
        before,
        day=day.isoformat(),
        now=MORNING,
        states=True,
    )
    (score,) = (document for document, _ in decision.changes)
    assert isinstance(score, Score)
    return score

"""Erasure of what the analysis knows of a customer (Q1)."""

from services.customer.analysis.domain.activity import Activity
from services.customer.analysis.domain.scores import Inputs, Score
from shared.domain import Decision

NOWHERE = ""
"""The branch of what is erased: no list and no sample finds it."""
NOTHING = Inputs(
    first="",
    last="",
    repeats=0,
    active=0,
    silent=0,
    per_year=0,
    complaints=0,
    total=None,
    fallen=0,
    maturing=0,
    alpha=0,
    beta=0,
    a=0,
    b=0,
    fitted=False,
    model_day="",
)


def forget_customer(activity: Activity | None, score: Score | None) -> Decision:
    """Empty the activity and the score of a customer; nothing but the id is left of them."""
    decision = Decision()
    if activity is not None:
        empty = Activity(id=activity.id, branch=NOWHERE, segment=activity.segment, lot=0)
        decision.save(empty)
    if score is not None:
        decision.save(_emptied(score))
    return decision


def _emptied(score: Score) -> Score:
    return score.evolve(
        branch=NOWHERE,
        account_manager=None,
        inputs=NOTHING,
        money=None,
        still_silent=0.0,
        risk=0.0,
        comes=0.0,
        factors=(),
        order="",
        said=None,
        announced=None,
    )

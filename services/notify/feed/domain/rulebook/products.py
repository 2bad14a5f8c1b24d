"""Rows about products, their risk, and those who hold them (A3)."""

from services.notify.feed.domain.rule import HEAD, NOTICE, Named, Rows, Rule
from shared.contracts import referral
from shared.contracts.base import Event

MANAGER = Named("account_manager")


def has_no_manager(event: Event) -> bool:
    """Return whether the customer has no account manager, so that the head sees to the task."""
    return not getattr(event, "account_manager", None)


ROWS: Rows = {
    referral.HolderTaskMade: (
        Rule(
            MANAGER, NOTICE, "holder_task",
            "产品{product}的风险等级由{before}调整为{after}，请在{due}前告知持有该产品的客户。",
            "The risk of {product} is {after} now, and was {before}: "
            "please tell a customer who holds it by {due}.",
        ),
        Rule(
            HEAD, NOTICE, "holder_task",
            "产品{product}的风险等级由{before}调整为{after}；一位持有客户尚无客户经理，请在{due}前安排告知。",
            "The risk of {product} is {after} now, and was {before}: a holder has no account manager; "
            "please see to it by {due}.",
            when=has_no_manager,
        ),
    ),
    referral.HolderTaskOverdue: (
        Rule(
            MANAGER, NOTICE, "holder_task_overdue",
            "产品{product}风险等级调整的告知已逾期（到期日{due}）。",
            "A holder of {product} was not told of its new risk by {due}.",
        ),
        Rule(
            HEAD, NOTICE, "holder_task_overdue",
            "产品{product}风险等级调整的告知已逾期（到期日{due}）[，客户经理：{account_manager}]。",
            "A holder of {product} was not told of its new risk by {due}"
            "[; account manager: {account_manager}].",
        ),
    ),
}  # fmt: skip

OF_BRANCH: tuple[type[Event], ...] = (referral.SuitabilityAssessed, referral.HolderTaskDone)
"""Events of a branch of which nobody is told."""
SILENT: tuple[type[Event], ...] = (
    *OF_BRANCH,
    referral.SuitabilityRead,  # the head and the auditor read the audit trail
    referral.ProductPublished,
    referral.ProductRerated,  # HolderTaskMade and RecommendationWithdrawn follow
    referral.ProductWithdrawn,  # RecommendationWithdrawn follows
    referral.SuitabilityRulesChanged,
)

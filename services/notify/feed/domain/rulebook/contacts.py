"""Rows about the contacts of account managers with their customers (A1, D6)."""

from services.notify.feed.domain.rule import HEAD, INFO, NOTICE, URGENT, Named, Rows, Rule
from shared.contracts import customer
from shared.contracts.base import Event

MANAGER = Named("account_manager")


def was_overdue(event: Event) -> bool:
    """Return whether the customer should have been contacted before they were excused."""
    return bool(getattr(event, "was_overdue", False))


def is_late(event: Event) -> bool:
    """Return whether the day on which something was due has passed."""
    return getattr(event, "due_in_days", 0) < 0


def is_early(event: Event) -> bool:
    """Return whether something is due on another day."""
    return getattr(event, "due_in_days", 0) > 0


ROWS: Rows = {
    customer.DueCustomerWaits: (
        Rule(
            MANAGER, URGENT, "due_customer_waits",
            "{ticket} 正在厅堂等候：您的客户{masked_name}（{step}，还有{due_in_days}天到期）。",
            "{ticket} waits in the hall: your customer {masked_name} ({step}, due in {due_in_days} "
            "{due_in_days|day|days}).",
            when=is_early,
        ),
        Rule(
            MANAGER, URGENT, "due_customer_waits",
            "{ticket} 正在厅堂等候：您的客户{masked_name}（{step}，{due}已到期，尚未处理）。",
            "{ticket} waits in the hall: your customer {masked_name} ({step}, due since {due}).",
            when=is_late,
        ),
        Rule(
            MANAGER, URGENT, "due_customer_waits",
            "{ticket} 正在厅堂等候：您的客户{masked_name}（{step}，今日到期）。",
            "{ticket} waits in the hall: your customer {masked_name} ({step}, due today).",
        ),
    ),
    customer.ContactOverdue: (
        Rule(
            MANAGER, NOTICE, "contact_overdue",
            "客户{masked_name}已逾期未联系（{step}，到期日{due}）。",
            "{masked_name} is overdue ({step}, due {due}).",
        ),
    ),
    customer.ContactNeglected: (
        Rule(
            HEAD, NOTICE, "contact_neglected",
            "客户{masked_name}长期未联系，到期日{due}，客户经理：{account_manager}。",
            "{masked_name} has been overdue for long, since {due}; account manager: {account_manager}.",
        ),
    ),
    customer.ContactExcused: (
        Rule(
            HEAD, INFO, "contact_excused",
            "{excused_by}将逾期客户{masked_name}设为暂免联系，至{until}，原因：{excuse}。",
            "{excused_by} excused {masked_name}, who was overdue, until {until}: {excuse}.",
            when=was_overdue,
        ),
    ),
    customer.PortfolioOverbooked: (
        Rule(
            MANAGER, NOTICE, "portfolio_overbooked",
            "您的客户每周需联系{contacts_per_week}次，而可用时段仅{slots_per_week}个。",
            "Your customers need {contacts_per_week} {contacts_per_week|contact|contacts} a week; there "
            "is time for {slots_per_week}.",
        ),
        Rule(
            HEAD, NOTICE, "portfolio_overbooked",
            "{account_manager}的客户每周需联系{contacts_per_week}次，而可用时段仅{slots_per_week}个。",
            "The customers of {account_manager} need {contacts_per_week} "
            "{contacts_per_week|contact|contacts} a week; there is time"
            " for {slots_per_week}.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    customer.CustomerContacted,  # the one who was in touch recorded it
    customer.ContactUndone,  # ChangeUndone is told
    customer.NextStepSet,  # today's list shows it
    customer.ContactDue,  # today's list shows it
    customer.ContactExcuseEnded,  # today's list shows it
    customer.RhythmChanged,  # the head changed it
    customer.PortfolioFits,
)

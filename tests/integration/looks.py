"""The look-ups of the services: every query of a service, asked once, so that its plan can be explained."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from functools import partial
from typing import Any

from services.customer import store as customer
from services.customer.analysis import queries as analysis
from services.customer.analysis.domain.activity import Activity
from services.customer.audit import queries as audit
from services.customer.audit.domain.glass import Glass
from services.customer.cases import queries as cases
from services.customer.causes import queries as causes
from services.customer.consents import queries as consents
from services.customer.contacts import queries as contacts
from services.customer.duplicates import queries as duplicates
from services.customer.enquiries import queries as enquiries
from services.customer.erasure import queries as erasure
from services.customer.erasure.domain import PAST_TERM
from services.customer.files import queries as files
from services.customer.files.domain.customer import Customer
from services.customer.handovers import queries as handovers
from services.customer.imports import queries as imports
from services.customer.latent import queries as latent
from services.customer.leads import queries as leads
from services.customer.messages import queries as messages
from services.customer.needs import queries as needs
from services.customer.nights.queries import page_of
from services.customer.relations import queries as relations
from services.customer.retention import queries as retention
from services.customer.schedule import queries as schedule
from services.customer.timeline import queries as timeline
from services.customer.timeline.domain import TimelineLine
from services.customer.visits import queries as visits
from services.lobby.branch.queries import find_branch, find_hall
from services.lobby.day import queries as day
from services.lobby.devices.queries import find_device, find_equipment, find_heartbeats, find_number_block
from services.lobby.equipment import heartbeats
from services.lobby.erasure import domain as lobby_erasures
from services.lobby.erasure import queries as lobby_traces
from services.lobby.journal import queries as journal
from services.lobby.materials import queries as materials
from services.lobby.queue.queries import correlation_of, find_visit, find_visits
from services.lobby.report import queries as report
from services.lobby.safety import queries as safety
from services.lobby.tasks import queries as tasks
from services.notify.erasure import domain as notify_erasures
from services.notify.feed import queries as feed_queries
from services.notify.floors.queries import floors
from services.notify.identity.queries import staff_of_subject
from services.notify.security.queries import security_records
from services.notify.sessions.queries import session_under, sessions_of
from services.notify.staff import queries as staff_queries
from services.notify.staff.domain.staff import Staff
from services.referral import customers as named
from services.referral import store as referral
from services.referral.deals import queries as deals
from services.referral.deals.domain.deal import Deal
from services.referral.desk import queries as desk
from services.referral.erasure import queries as forgetting
from services.referral.plans import queries as plans
from services.referral.products import queries as products
from services.referral.prospects import queries as prospects
from services.referral.recommendations import queries as recommendations
from services.referral.recommendations.domain.holders import Holding
from services.referral.recommendations.domain.recommendation import Recommendation
from services.referral.referrals import queries as referrals
from shared.branch_places import place_of
from shared.clock import now
from shared.contracts.customer import DataClass, TimelineGroup
from shared.contracts.customer.words import FileField
from shared.contracts.lobby import ChecklistKind
from shared.contracts.referral import DealState, Department, DeskNeedState, MarketTopic
from shared.contracts.words import Role, Segment
from shared.erasure import naming
from shared.store import Store

Look = Callable[[Store], Awaitable[Any]]
MEMBER = Staff(
    id="li.na", name="", roles=(), branches=(), password="", password_since=now(), sessions={"s": now()}
)
CUSTOMER = Customer(
    id="C1",
    branch="B1",
    masked_name="王**",
    segment=Segment.MASS,
    sealed=None,
    opened_at=now(),
    absorbed=("C2",),
)

TODAY = date(2026, 3, 2)
GLASS = Glass(id="G", branch="B1", staff="am.2", customer="C1", reason=None, at=now(), ends=now())
LINE = TimelineLine(
    id="e:C1",
    customer="C1",
    branch="B1",
    at=now(),
    place="x",
    event="e",
    kind="customer_contacted",
    group=TimelineGroup.HALL,
    actor="system",
    cause="c",
    correlation="C1",
)


def _past_term(data: DataClass) -> Look:
    return lambda it: erasure.past_term(it, "B1", data, now(), now())


async def _all_of(found: AsyncIterator[object]) -> list[object]:
    return [one async for one in found]


LOOKS: dict[str, list[Look]] = {
    "lobby": [
        lambda it: find_device(it, "B1.K1"),
        lambda it: find_visit(it, "v"),
        lambda it: find_visits(it, ["v"]),
        lambda it: naming(it, "C1", lobby_erasures.NAMES),
        lambda it: correlation_of(it, "B1/2026-03-02/A001"),
        lambda it: correlation_of(it, "B1/A001"),
        lambda it: find_branch(it, "B1"),
        lambda it: _with_block(it),
        lambda it: find_hall(it, "B1"),
        lambda it: journal.log_of_day(it, "B1", "2026-03-02", None, None, 50),
        lambda it: journal.log_of_day(it, "B1", "2026-03-02", "hand", "p", 50),
        lambda it: journal.log_line(it, "l"),
        lambda it: journal.day_lines(it, "B1", "2026-03-02"),
        lambda it: report.find_report(it, "B1", "2026-03-02"),
        lambda it: report.latest_reports(it, "B1", 60),
        lambda it: day.day_view(it, "B1", now()),
        lambda it: day.edition_of(it, "B1", ChecklistKind.OPENING),
        lambda it: day.items_of(it, "B1", ChecklistKind.OPENING, 1),
        lambda it: materials.notice_board(it, "B1", now()),
        lambda it: materials.rack_of(it, "B1"),
        lambda it: materials.introduction_of(it, "v"),
        lambda it: tasks.task_board(it, "B1"),
        lambda it: tasks.find_task(it, "t"),
        lambda it: tasks.find_tasks(it, ["t"]),
        lambda it: tasks.ended_tasks(it, "B1", "2026-03-02"),
        lambda it: tasks.task_settings(it, "B1"),
        lambda it: find_equipment(it, "B1"),
        lambda it: find_heartbeats(it, "B1"),
        lambda it: heartbeats.write_heartbeats(it, {"B1": {"K1": now()}}),
        lambda it: heartbeats.known_devices(it, ["B1"]),
        lambda it: safety.find_incident(it, "i"),
        lambda it: safety.incidents_of(it, "B1"),
        lambda it: safety.incidents_of(it, "B1", "staff:li.na"),
        lambda it: safety.notes_of(it, "i"),
        lambda it: safety.find_loiterer(it, "l"),
        lambda it: safety.loiterers_of(it, "B1"),
        lambda it: safety.vigilance(it, "B1"),
        lambda it: lobby_traces.drop_hashes(it, "C1"),
    ],
    "customer": [
        # schedule
        lambda it: schedule.entries_until(it, "am.1", TODAY),
        lambda it: schedule.entries_of_customer(it, "C1"),
        lambda it: contacts.plans_due(it, "B1", "am.1", TODAY, until=TODAY, most=50),
        lambda it: files.find_customer(it, "C1"),
        lambda it: files.find_data_key(it, "C1"),
        lambda it: files.facts_at(it, "C1", now()),
        lambda it: files.history_of(it, "C1", FileField.NAME),
        lambda it: files.facts_with_values(it, "C1"),
        lambda it: files.find_tags(it),
        lambda it: place_of("B1", it),
        lambda it: files.by_name(it, "k", 20),
        lambda it: files.by_credentials(it, ["card:1"], "B1", 20),
        lambda it: files.portfolio(it, "B1", "am.1"),
        lambda it: files.portfolio(it, "B1", None, 7),
        lambda it: files.data_keys(it, ["C1"]),
        lambda it: duplicates.find_merge(it, "M"),
        lambda it: duplicates.merges_into(it, "C1"),
        lambda it: duplicates.merges_of(it, "C1"),
        lambda it: duplicates.candidates(it, "B1", "k", ["phone:1"]),
        lambda it: duplicates.rejected(it, "C1", ["C2"]),
        lambda it: enquiries.enquiries_of_customer(it, "C1"),
        lambda it: customer.correlation_of(it, "c"),
        lambda it: cases.cases_of_branch(it, "B1", None),
        lambda it: cases.cases_of_branch(it, "B1", cases.CaseState.OPEN),
        lambda it: enquiries.find_statement(it, "m"),
        lambda it: enquiries.find_statements(it, ["m"]),
        lambda it: leads.find_lead(it, "v"),
        lambda it: leads.leads_of(it, ["R1", "R2"]),
        lambda it: enquiries.open_enquiries(it, "B1"),
        lambda it: enquiries.closed_enquiries(it, "B1"),
        # analysis
        lambda it: analysis.find_activity(it, "C1"),
        lambda it: analysis.find_score(it, "C1"),
        lambda it: analysis.find_night(it, "B1"),
        lambda it: analysis.sample_of(it, "B1", Segment.VIP),
        lambda it: page_of(it, Activity, "B1", "lot", 0, 1024),
        lambda it: analysis.scores_by_risk(it, None, "B1", None, None),
        lambda it: analysis.scores_by_risk(it, None, "B1", None, "100.5:C1"),
        lambda it: analysis.scores_by_risk(it, None, "B1", "am.1", "100.5:C1"),
        lambda it: analysis.masked_names(it, ["C1"]),
        lambda it: analysis.reliabilities_of(it, "B1"),
        # latent needs
        lambda it: latent.find_needs(it, "C1"),
        lambda it: latent.find_model(it, "B1"),
        lambda it: latent.find_round(it, "B1"),
        lambda it: latent.rules_of(it, "B1"),
        lambda it: latent.measures_of(it, "B1"),
        lambda it: latent.masked_names(it, ["C1"]),
        lambda it: latent.hints_by_chance(it, "B1", None, None),
        lambda it: latent.hints_by_chance(it, "B1", "am.1", "75:C1"),
        # consents and messages
        lambda it: consents.find_record(it, "r"),
        lambda it: consents.history_of(it, CUSTOMER),
        lambda it: consents.records_of(it, "C1"),
        lambda it: consents.first_use_of(it, "C1", ["mark"]),
        lambda it: consents.circumstances_of(it, CUSTOMER),
        lambda it: files.find_holders(it, "phone:1"),
        lambda it: messages.messages_to(it, "C1"),
        lambda it: messages.message_ids_of(it, "C1"),
        lambda it: messages.find_by_reference(it, "g-1"),
        lambda it: messages.latest_version(it, "invitation"),
        # relations, timeline
        lambda it: timeline.lines_of(it, ["C1"]),
        lambda it: timeline.lines_of(it, ["C1"], "20260302T010000000~x", TimelineGroup.HALL),
        lambda it: timeline.find_line(it, "e:C1"),
        lambda it: timeline.erase_lines(it, "C1"),
        lambda it: relations.pairs_of(it, ["C1", "C2"]),
        lambda it: relations.count_pairs(it, "C1"),
        lambda it: relations.introductions_of(it, ["C1"]),
        lambda it: relations.erase_relations(it, "C1"),
        # imports, handovers
        lambda it: imports.imports_of(it, "B1"),
        lambda it: imports.imports_at_work(it),
        lambda it: imports.worked_on(it, ["C1"]),
        lambda it: imports.drop_parts(it, "I1"),
        lambda it: imports.drop_rows(it, "I1"),
        lambda it: imports.drop_pages(it, "I1"),
        lambda it: handovers.handovers_of(it, "B1"),
        lambda it: handovers.handovers_of(it, "B1", "am.1"),
        lambda it: handovers.items_of(it, "H1"),
        lambda it: handovers.waiting_for(it, "B1", "am.1"),
        lambda it: handovers.portfolio_of(it, "B1", "am.1", 50),
        lambda it: handovers.unkept_of(it, "B1"),
        lambda it: handovers.count_unkept(it, "B1", "am.1"),
        lambda it: timeline.lines_of(it, ["C1", "C2"]),
        lambda it: timeline.lines_since(it, ["C1"], "20260302T010000000~x"),
        lambda it: cases.cases_of_customer(it, ["C1"]),
        # visits
        lambda it: visits.open_visits(it, "B1"),
        lambda it: visits.open_visits(it, "B1", "am.1"),
        lambda it: visits.visits_of_customer(it, ["C1", "C2"]),
        lambda it: visits.traces_of_customer(it, "C1"),
        lambda it: visits.open_promises(it, "B1", "am.1"),
        lambda it: visits.promises_to(it, ["C1"]),
        lambda it: visits.find_feed(it, "am.1"),
        lambda it: visits.find_token(it, "hash"),
        lambda it: visits.visits_in_feed(it, "am.1", now(), now()),
        # contacts and needs
        lambda it: contacts.plans_due(it, "B1", "am.1", TODAY),
        lambda it: contacts.in_hall_of(it, "am.1", now()),
        lambda it: contacts.contacts_of(it, ["C1", "C2"]),
        lambda it: contacts.plans_in_bucket(it, "B1", 7),
        lambda it: contacts.portfolios_of(it, "B1"),
        lambda it: contacts.due_by_week(it, "B1", "am.1", [(TODAY, TODAY)]),
        lambda it: contacts.rounds_under_way(it),
        lambda it: contacts.branches_with_plans(it),
        lambda it: needs.needs_of(it, ["C1", "C2"]),
        lambda it: needs.need_ids_of(it, "C1"),
        audit.read_elsewhere,
        lambda it: audit.drop_read_elsewhere(it, "E1"),
        lambda it: needs.open_needs(it, "B1", None),
        lambda it: needs.open_needs(it, "B1", "am.1"),
        # cases
        lambda it: cases.cases_with_clocks(it, "B1"),
        lambda it: cases.cases_counted_by(it, "B1", "holidays 0"),
        lambda it: cases.cases_of_portfolio(it, "am.1"),
        lambda it: cases.law_books(it),
        # audit, causes, erasure, retention
        lambda it: audit.audited_branches(it),
        lambda it: _all_of(audit.chain_of(it, "B1")),
        lambda it: audit.trail(it, "B1", limit=50),
        lambda it: audit.trail(it, "B1", before=7, limit=50),
        lambda it: audit.trail(it, "B1", staff="am.1", limit=50),
        lambda it: audit.trail(it, "B1", customer="C1", limit=50),
        lambda it: audit.trail(it, "B1", without_cause=True, since=now(), until=now(), limit=50),
        lambda it: audit.trail_of_customer(it, "C1", now(), 50),
        lambda it: audit.glasses_of(it, "am.1", now()),
        lambda it: audit.glasses_of_branch(it, "B1"),
        lambda it: audit.glasses_about(it, "C1"),
        lambda it: audit.reads_under(it, GLASS),
        lambda it: audit.unjustified_since(it, "B1", now()),
        lambda it: audit.last_before(it, "B1", now()),
        lambda it: audit.drop_begun(it, "B1"),
        lambda it: causes.kept_by(it, "am.1", ["C1"]),
        lambda it: causes.keepers_of(it, "B1", "am.1", 50),
        lambda it: causes.keepers_of(it, "B1", None, 50),
        lambda it: causes.customers_of(it, "B1", "am.1", 50),
        lambda it: causes.customers_of(it, "B1", None, 50),
        *(_past_term(data) for data in PAST_TERM),
        lambda it: erasure.drop_credentials(it, "C1"),
        lambda it: retention.reports_of(it, "B1"),
        # the rest
        lambda it: analysis.merged_with(it, "C1"),
        lambda it: handovers.count_portfolio(it, "B1", "am.1"),
        lambda it: messages.all_templates(it),
        lambda it: timeline.causes_of(it, LINE),
    ],
    "referral": [
        lambda it: referral.correlation_of(it, "r"),
        lambda it: referrals.referrals_of_branch(it, "B1"),
        lambda it: referrals.open_referrals_of(it, "am"),
        lambda it: referrals.referrals_found_by(it, "B1", "lm"),
        lambda it: referrals.referrals_of_visit(it, "V1"),
        # prospects
        lambda it: prospects.page_of(it, "B1", "new", "open", "am"),
        lambda it: prospects.page_of(it, "B1", "new", "open", None, "2026-11-26~P1", whole=True),
        lambda it: prospects.overdue_of(it, "B1", "am"),
        lambda it: prospects.overdue_of(it, "B1", None, "2026-11-26~P1", whole=True),
        lambda it: prospects.tallies_of(it, "B1", "2026-11"),
        lambda it: prospects.log_of(it, "P1"),
        lambda it: prospects.found_by(it, "B1", "lm"),
        lambda it: prospects.finders_of(it, "B1"),
        lambda it: prospects.open_of_staff(it, "B1", "am"),
        # products, recommendations, desk
        lambda it: products.all_products(it),
        lambda it: products.profiles_of(it, "C1"),
        lambda it: recommendations.recommendations_of(it, "C1"),
        lambda it: recommendations.open_recommendations(it, "B1", None),
        lambda it: recommendations.open_recommendations(it, "B1", "am.1"),
        lambda it: recommendations.open_tasks(it, "B1", None),
        lambda it: recommendations.open_tasks(it, "B1", "am.1"),
        lambda it: recommendations.page_of(it, Recommendation, "p", "open", 0, 1024),
        lambda it: recommendations.page_of(it, Holding, "p", "held", 0, 1024),
        lambda it: desk.needs_at_desk(it, DeskNeedState.RAISED),
        lambda it: desk.needs_at_desk(it, DeskNeedState.ANSWERED),
        lambda it: desk.askings_of(it, "A1"),
        lambda it: desk.askings_by(it, "B1", "am.1"),
        lambda it: desk.notes_of(it, "2026-03", MarketTopic.RATES),
        lambda it: desk.counts_of(it, "2026-03"),
        # deals
        lambda it: deals.deals_of_branch(it, "B1", DealState.OPEN),
        lambda it: deals.deals_of_branch(it, "B1", DealState.OPEN, staff="am", before="20260302T01~d"),
        lambda it: deals.deals_of_prospects(it, "B1", ["P1", "P2"], DealState.OPEN),
        lambda it: deals.deals_of_team(it, "B1", DealState.OPEN, "am"),
        lambda it: deals.open_deals_of_customer(it, "C1"),
        lambda it: deals.open_deals_of_product(it, "home_loan", ""),
        lambda it: deals.tasks_of_department(it, "B1", Department.RISK),
        lambda it: deals.tasks_of_department(it, "B1", Department.RISK, "2026-03-02~d"),
        lambda it: deals.deals_by_id(it, ["d"]),
        lambda it: deals.times_of_branch(it, "B1", Department.RISK),
        lambda it: deals.times_of_branch(it, "B1", None),
        lambda it: deals.templates_of(it, "B1"),
        # customers, erasure
        *(partial(named.ids_of, model=model, customer="C1") for model in forgetting.NAMING),
        lambda it: named.ids_of(it, Deal, "C1", None, "opened_for"),
        lambda it: forgetting.is_named(it, "C1"),
        # plans, territory
        lambda it: plans.goals_of(it, "B1", "2026-03"),
        lambda it: plans.parts_of(it, ["B1:am.1:contacts_held:2026-03", "B1:B1:contacts_held:2026-03"]),
        lambda it: plans.running_goals(it, "B1", "am.1", "2026-03-02"),
        lambda it: plans.lines_of_month(it, "B1", "contacts_held", "", "2026-03"),
        lambda it: plans.lines_of_month(it, "B1", "amount_won", "CNY", "2026-03", "am.1", 7),
        lambda it: plans.lines_between(it, "B1", TODAY, TODAY),
        lambda it: plans.budgets_of(it, "B1", "2026-03"),
        lambda it: plans.entries_of(it, "B1:events:2026-03"),
        lambda it: plans.branches_of(it, "zhou.min"),
    ],
    "notify": [
        lambda it: staff_queries.staff_member(it, "li.na"),
        lambda it: staff_queries.colleagues(it, "B1"),
        lambda it: staff_queries.covers(it, ["B1"]),
        lambda it: staff_queries.having(it, [Role.PRODUCT_DESK]),
        lambda it: staff_queries.powerful(it, 200),
        lambda it: session_under(it, "s"),
        lambda it: staff_of_subject(it, "subject"),
        lambda it: sessions_of(it, MEMBER, now()),
        lambda it: security_records(it, None, None, 50),
        lambda it: security_records(it, "li.na", now(), 50),
        lambda it: naming(it, "C1", notify_erasures.NAMES),
        lambda it: feed_queries.correlation_of(it, "li.na:1"),
        lambda it: feed_queries.newest(it, "li.na", None, 50),
        lambda it: feed_queries.newest(it, "li.na", 7, 50),
        lambda it: feed_queries.quiet_entries(it, "i"),
        lambda it: feed_queries.entries_after(it, "li.na", 3, 50),
        lambda it: feed_queries.last_numbers(it, ["li.na"]),
        lambda it: floors(it, ["B1"]),
        lambda it: feed_queries.chain(it, "e"),
    ],
}


async def _with_block(store: Store) -> object:
    """Find the block that a machine asks for again; the documents that lead to it are there."""
    holder = {"device": "K1", "memory": "m", "until": "2026-03-05"}
    await store.db["letters"].insert_one({"_id": "B1", "holders": {"A": holder}})
    await store.db["halls"].insert_one(
        {"_id": "B1", "timezone": "Asia/Shanghai", "rules": {}, "day": "2026-03-02"}
    )
    block = await find_number_block(store, "B1", "K1", "m", now())
    await store.db["halls"].delete_one({"_id": "B1"})
    assert block is not None
    return block

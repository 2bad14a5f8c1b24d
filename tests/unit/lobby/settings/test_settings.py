"""Settings: what is left out stays, what does not agree is refused by name, a time zone is corrected (D2)."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from services.lobby.app import TIMER_HANDLERS
from services.lobby.branch.domain.branches import Branch, ClassNotServed, CounterNotThere, Rules
from services.lobby.branch.domain.halls import Hall
from services.lobby.branch.domain.transactions import Transaction
from services.lobby.day.api.checklists import ItemChange, TemplateChange
from services.lobby.day.commands import ChangeTemplate, OpenDay
from services.lobby.day.domain.days import BranchDay, DayState
from services.lobby.day.domain.templates import Template
from services.lobby.day.handlers import note_customer
from services.lobby.devices.domain.equipment import Equipment
from services.lobby.equipment.api import NewPlace
from services.lobby.equipment.commands import PlaceDevice
from services.lobby.queue.commands import AdmitCustomer, OpenCounter
from services.lobby.queue.domain.admission import Arrival
from services.lobby.queue.domain.visits import Visit, VisitState
from services.lobby.settings.api import BranchSettings, RulesChange, TransactionChange
from services.lobby.settings.commands import ChangeBranch, ChangeRules, ChangeTransactions
from services.lobby.tasks.api import TaskSettingsChange
from services.lobby.tasks.commands import ChangeTaskRules
from services.lobby.tasks.domain.task_rules import DEFAULTS, TaskRules, TaskSettings
from services.notify.staff.api import StaffSettings
from shared.contracts import lobby
from shared.contracts.lobby import ChecklistKind, TaskKind
from shared.contracts.words import DeviceKind, TicketClass
from shared.errors import Malformed
from tests.unit.acting import World
from tests.unit.lobby.day.building import WHY

ALL = tuple(TicketClass)
ORDINARY, CARE, VIP = TicketClass.ORDINARY, TicketClass.CARE, TicketClass.VIP
NAMES = {"name_zh": "一", "name_en": "One"}
LOAN = {"zh": "贷款", "en": "Loan", "counters": ["2"], "minutes": 20, "self_service_up_to": 5}
WHOLE = {
    **NAMES,
    "timezone": "Europe/Berlin",
    "counters": {"1": ["V", "G", "A"], "2": ["G", "A"]},
    "transactions": {"cash": {"zh": "现金", "en": "Cash"}, "loan": LOAN},
    "rules": {"divert_from": 7, "recalls_at_most": 5},
}


async def put(world: World, settings: dict[str, Any]) -> Branch:
    """As the route does it."""
    given = BranchSettings.model_validate(settings).model_dump(exclude_unset=True)
    await world.do(ChangeBranch("B1", given))
    return world.get(Branch, "B1")


async def branch(**changes: Any) -> World:
    world = World("lobby")
    await put(world, {**WHOLE, **changes})
    return world


async def come(world: World, id: str) -> str:
    visit = await world.do(AdmitCustomer(Arrival(id, "B1", "cash", world.now)))
    (issued,) = [one for one in world.events(lobby.TicketIssued) if one.visit == id]
    await world.act(note_customer, issued)
    return f"{visit.day} {visit.ticket}"


# --- what is left out stays -------------------------------------------------------------------------------


async def test_new_names_leave_everything_else_of_a_branch():
    world = await branch()
    before = world.get(Branch, "B1")
    after = await put(world, {"name_zh": "新", "name_en": "New"})
    assert after == before.evolve(name_zh="新", name_en="New", version=after.version)
    assert (after.timezone, set(after.counters)) == ("Europe/Berlin", {"1", "2"})


async def test_a_new_branch_has_one_counter_for_all_in_shanghai_and_needs_its_names():
    world = World("lobby")
    with pytest.raises(Malformed, match="name_en"):
        await put(world, {"name_zh": "一"})
    made = await put(world, NAMES)
    assert (made.timezone, made.counters["1"]) == ("Asia/Shanghai", (VIP, CARE, ORDINARY))


async def test_a_rate_that_is_given_leaves_the_others_and_the_rest_of_the_rules():
    world = await branch()
    before = world.get(Branch, "B1").rules
    rules = RulesChange.model_validate({"rates": {"V": 9.0}})
    await world.do(ChangeRules("B1", rules=rules))
    after = world.get(Branch, "B1").rules
    assert after == before.model_copy(update={"rates": {**before.rates, VIP: 9.0}})
    assert after.divert_from == 7
    assert (await put(world, {"rules": {"limits": {"A": 30.0}}})).rules.rates[VIP] == 9.0


async def test_one_limit_leaves_the_rates():
    world = await branch(rules={"rates": {"A": 2.0}})
    after = (await put(world, {"rules": {"limits": {"A": 30.0}}})).rules
    assert (after.rates[ORDINARY], after.limits[ORDINARY], after.limits[VIP]) == (
        2.0,
        30.0,
        Rules().limits[VIP],
    )


async def test_a_transaction_that_is_given_in_part_keeps_its_counters_and_the_others_stay():
    world = await branch()
    change = TransactionChange.model_validate({"minutes": 30})
    await world.do(ChangeTransactions("B1", transactions={"loan": change}))
    after = world.get(Branch, "B1").transactions
    assert after["loan"] == Transaction.model_validate({**LOAN, "minutes": 30})
    assert set(after) == {"cash", "loan"}


async def test_null_ends_a_transaction_and_a_limit_for_machines():
    world = await branch()
    after = await put(world, {"transactions": {"cash": None, "loan": {"self_service_up_to": None}}})
    assert set(after.transactions) == {"loan"}
    assert after.transactions["loan"].self_service_up_to is None
    assert after.transactions["loan"].counters == ("2",)


@pytest.mark.parametrize(
    ("given", "misspelt", "where"),
    [
        (BranchSettings, {"timezon": "Asia/Shanghai"}, ("timezon",)),
        (BranchSettings, {"rules": {"limit": {"A": 10}}}, ("rules", "limit")),
        (BranchSettings, {"transactions": {"loan": {"minuts": 30}}}, ("transactions", "loan", "minuts")),
        (RulesChange, {"divert_form": 2}, ("divert_form",)),
        (TransactionChange, {"forms": [{"zh": "表", "en": "Form", "no": 1}]}, ("forms", 0, "no")),
        (TaskSettingsChange, {"care_afer": 5}, ("care_afer",)),
        (TaskSettingsChange, {"limits": {"greet": {"escalate": True}}}, ("limits", "greet", "escalate")),
        (TemplateChange, {"items": [{"id": "a"}], "item": []}, ("item",)),
        (ItemChange, {"id": "a", "mandatry": True}, ("mandatry",)),
        (NewPlace, {"kind": "kiosk", "transaction": ["cash"]}, ("transaction",)),
        (StaffSettings, {"staff": "li", "name": "L", "roles": [], "branch": ["B1"]}, ("branch",)),
    ],
)
def test_a_misspelt_setting_is_refused_by_name(
    given: type[BaseModel], misspelt: dict[str, Any], where: tuple[str | int, ...]
):
    with pytest.raises(ValidationError) as refused:
        given.model_validate(misspelt)
    assert [(one["loc"], one["type"]) for one in refused.value.errors()] == [(where, "extra_forbidden")]


@pytest.mark.parametrize("minutes", ["3", True])
def test_the_minutes_of_a_task_are_a_number(minutes: object):
    with pytest.raises(ValidationError, match="within"):
        TaskSettingsChange.model_validate({"limits": {"greet": {"within": minutes}}})


@pytest.mark.parametrize(
    "nothing",
    [
        {"name_zh": None},
        {"timezone": None},
        {"counters": None},
        {"transactions": None},
        {"rules": None},
        {"rules": {"rates": None}},
        {"rules": {"divert_from": None}},
        {"transactions": {"loan": {"minutes": None}}},
        {"transactions": {"loan": {"counters": None}}},
    ],
)
def test_null_for_a_setting_is_refused_by_name(nothing: dict[str, Any]):
    with pytest.raises(ValidationError) as refused:
        BranchSettings.model_validate(nothing)
    assert next(iter(nothing)) in refused.value.errors()[0]["loc"]


async def test_a_value_that_no_rule_allows_is_refused_and_changes_nothing():
    world = await branch()
    before = dict(world.documents)
    for wrong in ({"rules": {"rates": {"V": 0}}}, {"timezone": "Mars/Olympus"}):
        with pytest.raises(Malformed):
            await put(world, wrong)
    assert world.documents == before


async def test_minutes_of_a_task_that_are_given_leave_the_others():
    world = await branch()
    for change in ({"limits": {"repair": {"within": 40}}}, {"care_after": 9}):
        settings = TaskSettingsChange.model_validate(change)
        await world.do(ChangeTaskRules("B1", "head", settings))
    settings = world.get(TaskRules, "B1").settings
    repair = DEFAULTS[TaskKind.REPAIR].model_copy(update={"within": 40})
    assert settings == TaskSettings(limits={**DEFAULTS, TaskKind.REPAIR: repair}, care_after=9)


async def test_a_device_that_is_placed_anew_keeps_its_transactions_unless_they_are_given():
    world = await branch()
    for body in ({"kind": "kiosk", "transactions": ["cash"]}, {"kind": "self_service"}):
        new = NewPlace.model_validate(body)
        given = new.transactions if "transactions" in new.model_fields_set else None
        await world.do(PlaceDevice("B1", "K1", new.kind, given))
    machine = world.get(Equipment, "B1").machines["K1"]
    assert (machine.kind, machine.transactions) == (DeviceKind.SELF_SERVICE, ("cash",))


async def test_an_item_of_a_checklist_keeps_what_is_left_out():
    world = await branch()
    item = {"id": "fire", "zh": "消防", "en": "Fire"}
    for change in ({**item, "duty": "P1", "place": "hall", "mandatory": True, "device": "F1"}, item):
        items = TemplateChange.model_validate({"items": [change]}).items
        await world.do(ChangeTemplate("B1", ChecklistKind.OPENING, items, "head"))
    (kept,) = world.get(Template, "B1:opening:2").items
    assert (kept.duty, kept.place, kept.mandatory, kept.device) == ("P1", "hall", True, "F1")
    (new,) = TemplateChange.model_validate({"items": [{**item, "id": "new"}]}).items
    with pytest.raises(Malformed, match="duty"):
        await world.do(ChangeTemplate("B1", ChecklistKind.OPENING, (new,), "head"))


# --- settings agree with each other -----------------------------------------------------------------------


async def test_a_transaction_at_a_counter_that_is_not_there_is_refused_by_name():
    world = await branch()
    with pytest.raises(CounterNotThere, match="loan: 9"):
        await put(world, {"transactions": {"loan": {"counters": ["2", "9"]}}})
    with pytest.raises(CounterNotThere, match="loan: 2"):
        await put(world, {"counters": {"1": ["V", "G", "A"]}})
    after = await put(
        world, {"counters": {"1": ["V", "G", "A"]}, "transactions": {"loan": {"counters": ["1"]}}}
    )
    assert set(after.counters) == {"1"}


async def test_a_class_that_no_counter_serves_is_refused_by_name():
    world = await branch()
    with pytest.raises(ClassNotServed, match="vip"):
        await put(world, {"counters": {"1": ["G", "A"], "2": ["A"]}})
    assert (ClassNotServed.zh, CounterNotThere.zh) != (ClassNotServed.en, CounterNotThere.en)


async def test_settings_that_did_not_agree_before_do_not_keep_others_from_changing():
    world = await branch()
    world.documents[Branch, "B1"] = world.get(Branch, "B1").evolve(counters={"2": (ORDINARY,)})
    assert (await put(world, {"name_en": "New"})).name_en == "New"


# --- a time zone is corrected -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "zones", [("America/New_York", "Asia/Shanghai"), ("Pacific/Kiritimati", "Asia/Shanghai")]
)
async def test_a_corrected_time_zone_gives_no_number_twice(zones: tuple[str, str]):
    """At 09:00 in Shanghai it is the evening before in New York; at 19:00, the next day on Kiritimati."""
    wrong, right = zones
    world = await branch(timezone=wrong)
    world.now += timedelta(hours=10 if wrong == "Pacific/Kiritimati" else 0)
    given = [await come(world, "v0"), await come(world, "v1")]
    for number, zone in enumerate((right, wrong, right, wrong, right)):
        await put(world, {"timezone": zone})
        given.append(await come(world, f"w{number}"))
    assert [one.split()[1] for one in given] == [f"A{n:03d}" for n in range(1, 8)]
    for hour in range(1, 40):
        world.now += timedelta(hours=1)
        given.append(await come(world, f"h{hour}"))
    assert len(set(given)) == len(given)


async def test_who_waits_when_the_zone_is_corrected_waits_until_the_midnight_of_the_right_one():
    world = await branch(timezone="America/New_York")  # 20:00 of the day before
    await come(world, "v0")
    await world.do(OpenDay("B1", "li", WHY))
    await put(world, {"timezone": "Asia/Shanghai"})  # 09:00
    day = world.get(BranchDay, "B1:2026-03-02")
    assert (day.state, [step.what for step in day.steps]) == (DayState.OPEN, ["prepared", "opened"])
    await world.wait(timedelta(hours=14), TIMER_HANDLERS)  # New York's midnight is over
    assert world.get(Visit, "v0").state is VisitState.WAITING
    await world.wait(timedelta(hours=2), TIMER_HANDLERS)
    assert world.get(Visit, "v0").state is VisitState.CANCELLED
    assert [one.day for one in world.events(lobby.BranchDayClosed)] == ["2026-03-02"]


async def test_a_zone_of_the_same_date_ends_the_day_with_its_own_midnight():
    world = await branch(timezone="Asia/Tashkent")
    await come(world, "v0")
    await put(world, {"timezone": "Asia/Tokyo"})  # four hours before
    await world.wait(timedelta(hours=14, minutes=30), TIMER_HANDLERS)
    assert world.get(Visit, "v0").state is VisitState.CANCELLED


async def test_new_settings_leave_who_sits_at_a_counter():
    world = await branch()
    await world.do(OpenCounter("B1", "2", "wu"))
    await put(world, {"name_en": "New"})
    assert world.get(Hall, "B1").counters["2"].staff == "wu"


async def test_a_transaction_is_kept_under_the_one_word_of_its_need():
    """So that a machine's `payment` finds it."""
    world = await branch(transactions={"payment": {"zh": "缴费", "en": "Bills"}})
    assert list(world.get(Branch, "B1").transactions) == ["bill_payment"]
    assert NewPlace.model_validate({"kind": "kiosk", "transactions": ["exchange"]}).transactions == (
        "foreign_exchange",
    )


def test_a_transaction_that_is_named_by_two_words_is_refused():
    twice = {"payment": {"zh": "缴费", "en": "Bills"}, "bill_payment": None}
    with pytest.raises(ValidationError, match="bill_payment is named twice"):
        BranchSettings.model_validate({"transactions": twice})

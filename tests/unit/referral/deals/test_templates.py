"""Templates of deals: checked, versioned, never changed (A4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.referral.deals.domain.templates import (
    STANDARD,
    DealTemplate,
    Step,
    TemplateCircle,
    TemplateEmpty,
    TemplateStepTwice,
    TemplateStepUnknown,
    TemplateUnknown,
    in_order,
    template_id,
)
from shared.contracts.referral import DealTemplatePublished
from tests.unit.acting import World
from tests.unit.referral.building import branch
from tests.unit.referral.deals.building import deal, open_deal, publish, step

NAMES = [f"s{number}" for number in range(6)]


@st.composite
def graphs(draw: st.DrawFn) -> list[Step]:
    """Steps with any dependencies among them, circles and unknown ones too."""
    count = draw(st.integers(1, 6))
    known = [*NAMES[:count], "nowhere"]
    return [
        step(name, *draw(st.lists(st.sampled_from(known), max_size=3, unique=True)))
        for name in draw(st.permutations(NAMES[:count]))
    ]


@given(graphs())
def test_a_template_that_is_taken_has_a_first_step_and_every_step_can_be_reached(steps: list[Step]) -> None:
    try:
        ordered = in_order(steps)
    except (TemplateCircle, TemplateStepUnknown):
        return
    assert sorted(one.step for one in ordered) == sorted(one.step for one in steps)
    assert not ordered[0].after
    placed: set[str] = set()
    for one in ordered:
        assert placed.issuperset(one.after)
        placed.add(one.step)


@given(graphs())
def test_a_template_is_refused_only_for_a_circle_or_an_unknown_step(steps: list[Step]) -> None:
    known = {one.step for one in steps}
    unknown = any(not known.issuperset(one.after) for one in steps)
    left = {one.step: set(one.after) for one in steps}
    while ready := [name for name, after in left.items() if not after & left.keys()]:
        for name in ready:
            del left[name]
    refusal = TemplateStepUnknown if unknown else TemplateCircle if left else None
    if refusal is None:
        assert in_order(steps)
    else:
        with pytest.raises(refusal):
            in_order(steps)


def test_a_template_without_steps_or_with_one_twice_is_refused() -> None:
    with pytest.raises(TemplateEmpty):
        in_order([])
    with pytest.raises(TemplateStepTwice):
        in_order([step("a"), step("a")])
    with pytest.raises(TemplateCircle):
        in_order([step("a", "a")])


def test_every_standard_template_begins_somewhere_and_passes_three_departments() -> None:
    for template in STANDARD.values():
        assert in_order(template.steps) == template.steps
        assert len({one.department for one in template.steps}) >= 3


async def test_a_deal_keeps_the_version_that_it_began_with() -> None:
    world = await branch("am.1")
    await publish(world, "loan", step("first"), step("second", "first"))
    await open_deal(world, "D1")
    await publish(world, "loan", step("other"))
    await open_deal(world, "D2")
    assert [one.step for one in deal(world, "D1").steps] == ["first", "second"]
    assert (deal(world, "D1").template_version, deal(world, "D2").template_version) == (1, 2)
    assert [one.step for one in deal(world, "D2").steps] == ["other"]


async def test_a_version_is_told_when_it_is_published() -> None:
    world = await branch("am.1")
    await publish(world, "loan", step("a"), scope="bank")
    (told,) = world.events(DealTemplatePublished)
    assert isinstance(told, DealTemplatePublished)
    assert (told.branch, told.scope, told.template_version, told.steps) == ("bank", "bank", 1, 1)


async def test_the_branch_s_own_version_counts_before_the_bank_s_and_that_before_the_standard() -> None:
    world = await branch("am.1")
    await open_deal(world, "D0")
    await publish(world, "loan", step("of_bank"), scope="bank")
    await open_deal(world, "D1")
    await publish(world, "loan", step("of_branch"))
    await open_deal(world, "D2")
    await publish(world, "loan", step("of_bank_again"), scope="bank")
    await open_deal(world, "D3")
    found = [deal(world, id) for id in ("D0", "D1", "D2", "D3")]
    assert [(one.template_scope, one.template_version) for one in found] == [
        ("bank", 0),
        ("bank", 1),
        ("B1", 1),
        ("B1", 1),
    ]


async def test_a_template_that_nobody_made_is_refused() -> None:
    world = await branch("am.1")
    with pytest.raises(TemplateUnknown):
        await open_deal(world, "D1", "nothing")


@given(st.lists(st.tuples(st.sampled_from(["loan", "own"]), st.sampled_from(["B1", "bank"])), max_size=8))
async def test_a_published_version_never_changes(acts: list[tuple[str, str]]) -> None:
    world = World("referral")
    seen: dict[str, DealTemplate] = {}
    for number, (template, scope) in enumerate(acts):
        await publish(world, template, step(f"s{number}"), scope=scope)
        for id, before in seen.items():
            assert world.get(DealTemplate, id) == before
        version = sum(one == (template, scope) for one in acts[: number + 1])
        id = template_id(scope, template, version)
        assert id not in seen
        seen[id] = world.get(DealTemplate, id)
    assert len(seen) == len(acts)

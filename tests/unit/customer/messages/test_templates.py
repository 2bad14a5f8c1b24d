"""Templates of messages: what can be published, and what can be filled in (W5)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.messages.commands import DraftTemplate, PublishTemplate
from services.customer.messages.domain.templates import (
    MessageTemplate,
    NothingToPublish,
    Placeholder,
    TemplateText,
    TemplateVersion,
    TemplateWrong,
    ValuesWrong,
    Wording,
    check,
    render,
)
from shared.contracts.customer import ContactChannel, ContactPurpose, MessageTemplatePublished
from tests.unit.customer.messages.building import INVITATION, office


def changed(**changes: Any) -> TemplateText:
    return INVITATION.model_copy(update=changes)


async def test_a_published_version_never_changes() -> None:
    world = await office()
    with pytest.raises(NothingToPublish):
        await world.do(PublishTemplate("invitation", "ops"))
    await world.do(DraftTemplate("invitation", changed(useful_minutes=5), "ops"))
    assert world.get(MessageTemplate, "invitation").published == 1
    await world.do(PublishTemplate("invitation", "ops"))
    versions = [world.get(TemplateVersion, f"invitation:{number}").content for number in (1, 2)]
    assert versions == [INVITATION, changed(useful_minutes=5)]
    assert [event.number for event in world.events(MessageTemplatePublished)] == [2]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (changed(channel=ContactChannel.PHONE), "channel"),
        (changed(signature=""), "signature"),
        (changed(signature="【城南】"), "signature"),
        (changed(zh=Wording(text="诚邀您，退订回T")), "zh: its placeholders"),
        (changed(en=Wording(text="{event} {other} STOP")), "en: its placeholders"),
        (changed(zh=Wording(text="{event}{Event} 退订")), "zh: a brace"),
        (changed(zh=Wording(text="【别家】{event} 退订")), "zh: an SMS has"),
        (changed(zh=Wording(text="{event}")), "unsubscribe"),
        (changed(zh=Wording(text="{event} 退\u200b订 退订")), "zh: an invisible"),
        (changed(zh=Wording(text="{event} 退订" + "长" * 500)), "zh.text: up to"),
        (changed(placeholders=(Placeholder(name="event", most=2),) * 2), "placeholders"),
        (changed(channel=ContactChannel.EMAIL), "subject"),
    ],
)
def test_what_could_not_be_sent_is_no_template(content: TemplateText, fault: str) -> None:
    with pytest.raises(TemplateWrong, match=fault):
        check(content)


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({}, "event: missing"),
        ({"event": "讲座", "more": "x"}, r"\*: unknown"),
        ({"event": " "}, "event: 1 to 20"),
        ({"event": "长" * 21}, "event: 1 to 20"),
        ({"event": "讲座\n第二行"}, "event: a character"),
        ({"event": "【别家银行】"}, "event: a character"),
        ({"event": "a\u202eb"}, "event: a character"),
    ],
)
def test_values_that_a_message_must_not_hold_are_refused_by_name(values: dict[str, str], fault: str) -> None:
    with pytest.raises(ValuesWrong, match=fault) as refusal:
        render(INVITATION, "zh", values)
    assert not any(value.strip() and value in str(refusal.value) for value in values.values())


@given(st.text(min_size=1, max_size=20))
def test_what_is_filled_in_stands_there_as_it_is_and_nothing_else_changes(value: str) -> None:
    try:
        text = render(INVITATION, "en", {"event": value}).text
    except ValuesWrong:
        return
    assert text == f"【城南支行】You are invited: {value}. STOP to unsubscribe."
    assert "\n" not in text


def test_a_service_message_needs_no_way_to_unsubscribe() -> None:
    check(changed(purpose=ContactPurpose.SERVICE, zh=Wording(text="{event}"), en=Wording(text="{event}")))

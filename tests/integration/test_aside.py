"""Costly work is done by another process, and here should that one die."""

import os
import signal

import pytest

from shared.aside import NICE, answered_aside, made_aside
from shared.errors import NotFound

HERE = os.getpid()


def where(number: int) -> tuple[int, int, int]:
    return os.getpid(), os.getpriority(os.PRIO_PROCESS, 0), number


async def asked(number: int) -> tuple[int, int, int]:
    return where(number)


def refuse(id: str) -> None:
    raise NotFound(id)


def die_unless(pid: int) -> str:
    if os.getpid() != pid:
        os.kill(os.getpid(), signal.SIGKILL)
    return "made"


async def answer_unless(pid: int) -> str:
    return die_unless(pid)


async def test_another_process_makes_it_and_is_used_again_and_claims_little_of_the_processor():
    found = [await made_aside(where, 1), await made_aside(where, 2), await answered_aside(asked, 3)]
    assert [number for _, _, number in found] == [1, 2, 3]
    ((pid, priority),) = {(pid, priority) for pid, priority, _ in found}
    assert pid != HERE
    assert priority >= NICE


async def test_a_refusal_comes_back_as_it_was():
    with pytest.raises(NotFound) as refused:
        await made_aside(refuse, "visits/V1")
    assert (refused.value.detail, refused.value.status) == ("visits/V1", 404)


async def test_what_the_other_process_dies_of_is_made_here_and_the_next_has_a_new_one():
    assert await made_aside(die_unless, HERE) == "made"
    assert await answered_aside(answer_unless, HERE) == "made"
    assert (await made_aside(where, 1))[0] != HERE

"""Reasons of hints as sentences, in Chinese and in English (A2)."""

import math

from services.customer.latent.domain.model import Contribution, of_hundred
from shared.contracts.customer import LatentInput
from shared.contracts.labelled import Words
from shared.contracts.words import CommonNeed, Segment

MOST_TIMES = 99


def sentence(reason: Contribution, prior: float) -> tuple[str, str]:
    """Return what a reason says, in Chinese and in English: the share of those like this, against that of
    all, and by how much it speaks for the product or against it."""
    kind_zh, kind_en = _kind(reason)
    every = of_hundred(1 / (1 + math.exp(-prior)))
    zh = f"{kind_zh}：每100人中有{reason.of_hundred}人持有（全部客户为{every}人）"
    en = f"{kind_en}: {reason.of_hundred} of 100 hold it (of all customers, {every})"
    times = min(float(MOST_TIMES), math.exp(abs(reason.weight)))
    if times < 1.05:
        return f"{zh}，几乎没有影响。", f"{en}, which hardly matters."
    said = f"{times:.1f}" if times < 10 else f"{times:.0f}"
    if reason.weight > 0:
        return f"{zh}，使优势增至{said}倍。", f"{en}, which raises the odds {said}-fold."
    return f"{zh}，使优势降至{said}分之一。", f"{en}, which lowers the odds {said}-fold."


def product_words(product: str) -> tuple[str, str]:
    """Return what a product is called: by the word of its need, if it is one, else by its code."""
    return _words(CommonNeed.of(product), product)


def _kind(reason: Contribution) -> tuple[str, str]:
    if reason.input is LatentInput.SEGMENT:
        zh, en = _words(Segment.of(reason.value), reason.value)
        return zh, f"Customers of the segment {en}"
    if reason.input is LatentInput.AGE_BAND:
        decade = int(reason.value)
        return f"{decade}–{decade + 9}年出生的客户", f"Customers born from {decade} to {decade + 9}"
    zh, en = product_words(reason.value)
    if reason.input is LatentInput.HOLDS:
        return f"已持有{zh}的客户", f"Customers who hold {en}"
    return f"未持有{zh}的客户", f"Customers without {en}"


def _words(word: Words | None, code: str) -> tuple[str, str]:
    return (word.zh_in_text, word.en_in_text) if word else (code, code)

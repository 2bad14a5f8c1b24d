"""Needs of customers: one word each, whichever word a machine or a branch knew it by."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from shared.contracts.words import CommonNeed

EARLIER_WORDS: Mapping[str, CommonNeed] = {
    "exchange": CommonNeed.FOREIGN_EXCHANGE,
    "open_account": CommonNeed.ACCOUNT_OPENING,
    "payment": CommonNeed.BILL_PAYMENT,
    "wealth_management": CommonNeed.WEALTH,
}
"""Second words that were in use for a need: understood where they come in, and used nowhere."""


def need_of(word: str) -> str:
    """Return the one word of a need; a word that no other stands for is its own."""
    return str(EARLIER_WORDS.get(word, word))


Need = Annotated[str, Field(max_length=64, pattern=r"^[a-z0-9_]+$"), AfterValidator(need_of)]
"""The word of a need or transaction, as it is sent from outside: ``payment`` is read as ``bill_payment``."""

"""Statements: what a customer said in an enquiry, and how to reach them (D4, E3)."""

from typing import ClassVar

from shared.domain import Decision, Document
from shared.errors import Refusal


class StatementTaken(Refusal):
    code, status = "statement_taken", 409
    en, zh = "What was said is on record already.", "原话已登记。"


class Statement(Document):
    """The words of a customer, and how to reach them; the id is the enquiry's, and the statement may be there
    before the enquiry is. All of it is sealed."""

    collection: ClassVar[str] = "statements"

    branch: str
    taken_by: str
    words: bytes | None = None
    name: bytes | None = None
    phone: bytes | None = None
    address: bytes | None = None

    @property
    def leaves_contact(self) -> bool:
        return self.phone is not None or self.address is not None


def record_statement(new: Statement, known: Statement | None) -> Decision:
    """Record a statement, once. Raises `StatementTaken`."""
    if known is not None:
        raise StatementTaken
    return Decision().save(new)


def erase_contact(statement: Statement) -> Decision:
    """Erase how to reach the customer; the words stay."""
    return Decision().save(statement.evolve(name=None, phone=None, address=None))

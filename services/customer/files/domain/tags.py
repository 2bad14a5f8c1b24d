"""Tags of customers (W2): a bank's own words, beside short free ones."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.customer import TagsChanged
from shared.domain import Decision, Document
from shared.editions import mark_of

BANK = "bank"
"""The id of what a bank has once, over all branches; also where its changes are published."""
WORDS_AT_MOST, FREE_AT_MOST = 60, 6


class TagWord(BaseModel):
    """A tag of the bank's vocabulary."""

    model_config = ConfigDict(frozen=True)

    tag: str
    zh: str
    en: str


class TagVocabulary(Document):
    """The tags of a bank."""

    collection: ClassVar[str] = "tag_vocabularies"

    words: tuple[TagWord, ...] = ()
    changed_by: str = ""

    @property
    def mark(self) -> str:
        """Return the mark of the words."""
        return mark_of(self.words)

    def free(self, tags: tuple[str, ...]) -> list[str]:
        """Return those of some tags that are no words of the vocabulary."""
        known = {one.tag for one in self.words}
        return [one for one in tags if one not in known]


def set_vocabulary(known: TagVocabulary, words: tuple[TagWord, ...], by: str) -> Decision:
    """Replace the vocabulary. Files keep the tags that they have."""
    if words == known.words:
        return Decision()
    return Decision().save(known.evolve(words=words, changed_by=by), TagsChanged(branch=BANK, changed_by=by))

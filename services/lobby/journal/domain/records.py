"""What is recorded by one tap on the floor: a need, an opinion, a question (D4, D11, E3).

The visit, if there is one, says whose it is; what was said is told to `customer`, and never comes here.
"""

from dataclasses import dataclass

from services.lobby.queue.domain.visits import Visit
from shared.contracts.lobby import NeedRecorded, OpinionRecorded, QuestionRecorded
from shared.contracts.words import OpinionSource, OpinionTopic, QuestionTopic


@dataclass(frozen=True)
class NewRecord:
    """One tap. `said` is the word of a need, or the topic of an opinion or a question."""

    id: str
    branch: str
    said: "Need | Opinion | Question"
    by: str
    visit: str | None = None


@dataclass(frozen=True)
class Need:
    word: str


@dataclass(frozen=True)
class Opinion:
    topic: OpinionTopic
    source: OpinionSource


@dataclass(frozen=True)
class Question:
    topic: QuestionTopic


def record(new: NewRecord, visit: Visit | None) -> NeedRecorded | OpinionRecorded | QuestionRecorded:
    """What was recorded, as it is told; of the customer only what the visit knows."""
    customer = visit.customer if visit else None
    visit_id = visit.id if visit else None
    match new.said:
        case Need(word):
            return NeedRecorded(
                branch=new.branch,
                record=new.id,
                need=word,
                recorded_by=new.by,
                visit=visit_id,
                customer=customer,
                masked_name=visit.masked_name if visit else None,
                account_manager=visit.account_manager if visit else None,
            )
        case Opinion(topic, source):
            return OpinionRecorded(
                branch=new.branch,
                record=new.id,
                topic=topic,
                source=source,
                recorded_by=new.by,
                visit=visit_id,
                customer=customer,
            )
        case Question(asked):
            return QuestionRecorded(
                branch=new.branch,
                record=new.id,
                topic=asked,
                recorded_by=new.by,
                visit=visit_id,
                customer=customer,
            )

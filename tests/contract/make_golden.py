"""Make the golden files of events that have none yet: ``python -m tests.contract.make_golden``.

One that is there is never changed: it stands for what was sent with that version.
"""

import json
import typing
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any

from pydantic import AwareDatetime, BaseModel

from deploy.local.contracts import OWNERS
from shared.contracts import Envelope, Event, encode, types_of

FOLDER = Path(__file__).parent / "golden"
MOMENT = datetime(2026, 3, 2, 1, 2, 3, 456000, tzinfo=UTC)


def example(annotation: Any, name: str) -> Any:
    """Some value of a type, filled in all its parts."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, UnionType):
        return example(next(one for one in arguments if one is not type(None)), name)
    if origin is typing.Literal:
        return arguments[0]
    if origin is tuple:
        return (example(arguments[0], name),)
    if origin is dict:
        return {example(arguments[0], name): example(arguments[1], name)}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {field: example(info.annotation, field) for field, info in annotation.model_fields.items()}
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return next(iter(annotation))
    values: dict[Any, Any] = {
        str: "B001" if name == "branch" else f"some_{name}",
        int: 1,
        float: 1.5,
        bool: True,
    }
    return MOMENT if annotation in (datetime, AwareDatetime) else values[annotation]


def golden(event: type[Event]) -> str:
    data = event.model_validate(example(event, ""))
    envelope = Envelope[Event](
        id="01998d1e-0000-7000-8000-000000000001",
        source=f"/{event.owner}/B001",
        type=event.type_name(),
        subject="subject_1",
        time=MOMENT,
        branch="B001",
        correlationid="story_1",
        causationid="cause_1",
        sequence=1,
        actor="device:K1",
        traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        data=data,
    )
    return json.dumps(json.loads(encode(envelope)), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for event in types_of(OWNERS):
        path = FOLDER / f"{event.type_name()}.json"
        if not path.exists():
            path.write_text(golden(event))

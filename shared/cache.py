"""Documents in memory from one batch to the next: what a busy branch reads is mostly here.

    load ─▶ here, or from the store ─▶ handlers ─▶ still true what was read? ─▶ commit ─▶ keep what it wrote

What a batch writes is guarded by its version. What it only reads is looked at again, by its version, where
the last look is longer ago than `FRESH`; so a refusal, too, stands on what is true. A document without a
version cannot be guarded, and is not kept.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from shared.domain import Document
from shared.store import Commit, Conflict, Store
from shared.unit import Batch, Key

FRESH = 1.0
"""Seconds for which what was read is taken for true without another look."""
MOST = 4096
"""Documents that a service keeps; those that were not asked for longest go first."""


class Kept(NamedTuple):
    """A document, or that there is none, and when that was seen to be so."""

    document: Document | None
    seen: float

    @property
    def version(self) -> int:
        return _version_of(self.document)


class Cache:
    """What one service has read and written lately. All its lines share it."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store, self._clock = store, clock
        self._kept: dict[Key, Kept] = {}  # the one asked for last stands last

    async def load(self, model: type[Document], ids: list[str]) -> list[Document]:
        """The documents with these ids, in no order; those that do not exist are left out."""
        here = {id: one.document for id in ids if (one := self._find((model, id)))}
        missing = [id for id in ids if id not in here]
        if missing:
            now = self._clock()
            loaded = {document.id: document for document in await self._store.load(model, missing)}
            here |= {id: loaded.get(id) for id in missing}
            self._keep({(model, id): here[id] for id in missing}, now)
        return [document for document in here.values() if document]

    async def ask(self, look: Callable[..., Awaitable[Any]], *about: object) -> Any:
        """What a look-up finds in the store itself."""
        return await self._store.ask(look, *about)

    async def commit(self, batch: Batch, commit: Commit) -> None:
        """Confirm what `batch` only read, and commit what it wrote. Raises as `Store.commit` does; all that
        the batch read is then read afresh the next time."""
        try:
            read = batch.read_so_far().items()
            await self._confirm({key: found for key, found in read if key not in batch.documents})
            await self._store.commit(commit)
        except BaseException:
            for key in batch.read_so_far():
                self._kept.pop(key, None)
            raise
        self._keep(batch.documents, self._clock())

    async def _confirm(self, read: Mapping[Key, Document | None]) -> None:
        now = self._clock()
        old: dict[type[Document], dict[str, Document | None]] = defaultdict(dict)
        for (model, id), found in read.items():
            kept = self._kept.get((model, id))
            if kept is None or kept.version != _version_of(found) or now - kept.seen >= FRESH:
                old[model][id] = found
        looks = (self._store.versions(model, list(of_one)) for model, of_one in old.items())
        for (model, of_one), versions in zip(old.items(), await asyncio.gather(*looks), strict=True):
            if {id: found.version for id, found in of_one.items() if found} != versions:
                raise Conflict
            self._keep({(model, id): found for id, found in of_one.items()}, now)

    def _find(self, key: Key) -> Kept | None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            self._kept[key] = kept
        return kept

    def _keep(self, documents: Mapping[Key, Document | None], seen: float) -> None:
        for key, document in documents.items():
            kept = self._find(key)
            can_be_guarded = document is None or document.version
            if can_be_guarded and (kept is None or kept.version <= _version_of(document)):
                self._kept[key] = Kept(document, seen)
        while len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]


def _version_of(document: Document | None) -> int:
    return document.version if document else 0

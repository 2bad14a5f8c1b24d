"""Documents in memory from one batch to the next: most of what a busy branch reads is found in it.

    load ─▶ from memory, or the store ─▶ handlers ─▶ still true what was read? ─▶ commit ─▶ keep what it wrote

What a batch writes is guarded by its version. What it only reads is looked at again before the commit, by its
version, where the last look is too long ago. A document without a version cannot be guarded, and is not kept.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, NamedTuple

from shared.clock import elapsed
from shared.domain import Document
from shared.store import Commit, Store
from shared.store_errors import Conflict
from shared.unit_of_work import Batch, Key

MAX_STALENESS = 1.0
"""Seconds for which what was read is taken for true without another look, where a person may ask again."""
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
    """The documents that one service has read and written lately, shared by all its workers."""

    def __init__(self, store: Store, clock: Callable[[], float] = elapsed) -> None:
        self._store, self._clock = store, clock
        self._kept: dict[Key, Kept] = {}  # the one asked for last stands last

    async def load(self, model: type[Document], ids: list[str]) -> list[Document]:
        """The documents with these ids, in no order; those that do not exist are left out."""
        cached = {id: one.document for id in ids if (one := self._touch((model, id)))}
        missing = [id for id in ids if id not in cached]
        if missing:
            now = self._clock()
            loaded = {document.id: document for document in await self._store.load(model, missing)}
            cached |= {id: loaded.get(id) for id in missing}
            self._keep({(model, id): cached[id] for id in missing}, now)
        return [document for document in cached.values() if document]

    async def query(self, look: Callable[..., Awaitable[Any]], *about: object) -> Any:
        """Run a query of the store itself."""
        return await self._store.query(look, *about)

    async def commit(self, batch: Batch, commit: Commit, since: float) -> None:
        """Revalidate what `batch` only read and nobody has seen since `since`, and commit what it wrote. What
        another worker of this service has written over meanwhile was true until it did.

        Raises as `Store.commit` does; what may have changed is read afresh the next time.
        """
        read, written = batch.read_so_far(), batch.documents
        await self._revalidate({key: found for key, found in read.items() if key not in written}, since)
        now = self._clock()
        try:
            await self._store.commit(commit)
        except BaseException:
            self._drop(written)
            raise
        self._keep({key: found for key, found in written.items() if key in read or key in self._kept}, now)

    async def _revalidate(self, read: Mapping[Key, Document | None], since: float) -> None:
        now = self._clock()
        doubtful: dict[type[Document], dict[str, Document | None]] = defaultdict(dict)
        for (model, id), found in read.items():
            kept = self._kept.get((model, id))
            if kept is None or (kept.version == _version_of(found) and kept.seen <= since):
                doubtful[model][id] = found
        looks = (self._store.versions(model, list(of_one)) for model, of_one in doubtful.items())
        changed: list[Key] = []
        for (model, of_one), versions in zip(doubtful.items(), await asyncio.gather(*looks), strict=True):
            for id, found in of_one.items():
                true = versions.get(id)
                if true == (found.version if found else None):
                    self._keep({(model, id): found}, now)
                elif not true or self._version_kept((model, id)) < true:
                    changed.append((model, id))
        self._drop(changed)
        if changed:
            raise Conflict

    def _version_kept(self, key: Key) -> int:
        return self._kept[key].version if key in self._kept else 0

    def _drop(self, keys: Iterable[Key]) -> None:
        for key in keys:
            self._kept.pop(key, None)

    def _touch(self, key: Key) -> Kept | None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            self._kept[key] = kept
        return kept

    def _keep(self, documents: Mapping[Key, Document | None], seen: float) -> None:
        for key, document in documents.items():
            kept = self._touch(key)
            can_be_guarded = document is None or document.version > 0
            if can_be_guarded and (kept is None or kept.version <= _version_of(document)):
                self._kept[key] = Kept(document, seen)
        while len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]


def _version_of(document: Document | None) -> int:
    return document.version if document else 0

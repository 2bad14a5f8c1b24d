"""Merging of two customer files, and undoing it whole (W2)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from services.customer.duplicates.domain.choices import NewMerge, chosen, filed
from services.customer.files.domain.credentials import CredentialRecord, announce
from services.customer.files.domain.customer import Customer
from services.customer.files.domain.facts import FileChanged, Source, with_facts
from services.customer.files.domain.files import registered
from services.customer.files.domain.profile import review_of
from shared.clock import Moment
from shared.contracts.customer import (
    CredentialLinked,
    CredentialRevoked,
    CustomerEvent,
    CustomersMerged,
    MergeUndone,
)
from shared.domain import Decision, Document
from shared.errors import Refusal

UNDO_WITHIN = timedelta(days=30)


RESTORED = (
    *("masked_name", "segment", "account_manager", "sealed", "credentials", "filed", "needs", "language"),
    *("tags", "risk", "review_due", "holdings", "held_at", "keys", "merged_into", "absorbed"),
)
"""Fields of a file that a merge may change."""


class NotTheSame(Refusal):
    code, status = "not_mergeable", 409
    en, zh = (
        "Two different files of one kind and one branch are merged; the one that ends is in no household.",
        "只能合并同一网点、同一类型的两份不同档案；被合并的客户须先退出家庭。",
    )


class UndoOver(Refusal):
    code, status = "undo_over", 409
    en, zh = "A merge is undone within 30 days, and once.", "合并后 30 天内可撤销，且只能撤销一次。"


class MergeUndoOver(CustomerEvent):
    """The days in which a merge can be undone are over: what it was undone by is forgotten. A timer."""

    merge: str


class Merge(Document):
    """A merge of two files. `before` and `after` are the files and the credentials that it changed, until
    `undo_until`; then they are forgotten."""

    collection: ClassVar[str] = "merges"

    branch: str
    survivor: str
    merged: str
    by: str
    at: datetime
    undo_until: datetime
    undone_at: datetime | None = None
    undone_by: str | None = None
    before: tuple[Customer, ...] = ()
    after: tuple[Customer, ...] = ()
    credentials_before: tuple[CredentialRecord, ...] = ()
    credentials_after: tuple[CredentialRecord, ...] = ()

    @property
    def correlation_id(self) -> str:
        return self.survivor

    def can_be_undone(self, now: datetime) -> bool:
        """Return whether the merge stands, and its days are not over."""
        return self.undone_at is None and bool(self.before) and now < self.undo_until


def must_be_mergeable(survivor: Customer, merged: Customer) -> None:
    """Raises `FileErased`, `FileMerged`, `NotTheSame`."""
    survivor.must_exist()
    merged.must_exist()
    alike = survivor.branch == merged.branch and survivor.kind is merged.kind
    if survivor.id == merged.id or not alike or merged.household is not None:
        raise NotTheSame


def merge(
    survivor: Customer,
    merged: Customer,
    new: NewMerge,
    held: Sequence[CredentialRecord],
    source: Source,
    moment: Moment,
) -> Decision:
    """Merge one file into another. `held` are the credentials of both.

    Raises `FileErased`, `FileMerged`, `NotTheSame`; `FileChanged` where somebody changed one of them.
    """
    must_be_mergeable(survivor, merged)
    if survivor.sealed is None or (survivor.edition, merged.edition) != new.editions:
        raise FileChanged
    moved = [_moved(one, merged.id, survivor) for one in held if one.id in merged.credentials]
    kept = survivor.evolve(
        **chosen(survivor, merged, new),
        masked_name=new.masked_name,
        sealed=survivor.sealed.model_copy(update=dict(new.sealed)),
        keys=new.keys,
        credentials=tuple(dict.fromkeys((*survivor.credentials, *merged.credentials))),
        filed=filed(survivor, merged, new),
        needs=(*survivor.needs, *merged.needs),
        absorbed=(*survivor.absorbed, merged.id, *merged.absorbed),
        edition=survivor.edition + 1,
    )
    ended = merged.evolve(
        account_manager=None,
        keys=(),
        credentials=(),
        filed={},
        needs=(),
        merged_into=survivor.id,
        absorbed=(),
        edition=merged.edition + 1,
    )
    record = Merge(
        id=new.id,
        branch=survivor.branch,
        survivor=survivor.id,
        merged=merged.id,
        by=new.by,
        at=source.at,
        undo_until=moment.after(UNDO_WITHIN),
        before=(survivor, merged),
        after=(kept, ended),
        credentials_before=tuple(one for one in held if one.id in merged.credentials),
        credentials_after=tuple(moved),
    )
    event = CustomersMerged(
        branch=survivor.branch,
        merge=new.id,
        customer=survivor.id,
        merged=merged.id,
        merged_by=new.by,
        masked_name=kept.masked_name,
        account_manager=kept.account_manager,
    )
    timer = MergeUndoOver(branch=survivor.branch, merge=new.id)
    stay = [one for one in held if one.id not in merged.credentials]
    return (
        with_facts(survivor, kept, source, registered(kept))
        .then(_with_facts_of_the_ended(merged, ended, source))
        .save(record, event)
        .then(*(_announced(kept, one) for one in moved), announce(kept, stay))
        .then(review_of(kept), review_of(ended.evolve(review_due=None)))
        .schedule(_timer(new.id), record.undo_until, timer, correlation_id=survivor.id)
    )


def undo(
    record: Merge,
    survivor: Customer,
    merged: Customer,
    held: Iterable[CredentialRecord],
    by: str,
    source: Source,
) -> Decision:
    """Give both files back what the merge took or gave. What was changed since in the surviving file stays.

    Raises `UndoOver`, `FileErased`.
    """
    if not record.can_be_undone(source.at):
        raise UndoOver
    if survivor.is_closed or merged.is_closed:
        survivor.must_exist()
        raise UndoOver
    kept = _restored(survivor, record.before[0], record.after[0])
    back = _restored(merged, record.before[1], record.after[1])
    current = {one.id: one for one in held}
    pairs = zip(record.credentials_before, record.credentials_after, strict=True)
    credentials = [_given_back(current.get(was.id, after), was, after) for was, after in pairs]
    ended = record.evolve(
        undone_at=source.at,
        undone_by=by,
        before=(),
        after=(),
        credentials_before=(),
        credentials_after=(),
    )
    event = MergeUndone(
        branch=record.branch,
        merge=record.id,
        customer=survivor.id,
        merged=merged.id,
        undone_by=by,
        masked_name=kept.masked_name,
        account_manager=kept.account_manager,
    )
    files = {kept.id: kept, back.id: back}
    return (
        with_facts(survivor, kept, source, registered(kept))
        .then(with_facts(merged, back, source, registered(back)))
        .save(ended, event)
        .then(*(_announced(files.get(one.customer, kept), one) for one in credentials))
        .then(review_of(kept), review_of(back))
        .cancel(_timer(record.id))
    )


def forget(record: Merge) -> Decision:
    """Forget what a merge would be undone by. Doing so again changes nothing."""
    if not record.before:
        return Decision()
    return Decision().save(record.evolve(before=(), after=(), credentials_before=(), credentials_after=()))


def _moved(credential: CredentialRecord, merged: str, survivor: Customer) -> CredentialRecord:
    """Give a credential of the merged file to the one that stays; a phone that it has alone identifies it,
    and all else if it identified the merged file."""
    others = [one for one in credential.others(merged) if one != survivor.id]
    moved = credential.held_by(others, survivor)
    if credential.is_shareable or credential.identifies(merged):
        live = not (others and credential.is_shareable)
        return moved.evolve(customer=survivor.id if live else credential.customer, live=live)
    return moved


def _given_back(
    current: CredentialRecord, was: CredentialRecord, after: CredentialRecord
) -> CredentialRecord:
    """Return a credential to the holders that it had, and leave it to those who joined since."""
    new = tuple(one for one in current.holders if one not in after.holders)
    holders = (*was.holders, *new)
    live = was.live and (len(holders) <= 1 or not was.is_shareable)
    homes = {**current.branches, **was.branches}
    branches = {one: homes[one] for one in holders if one in homes}
    return current.evolve(customer=was.customer, live=live, holders=holders, branches=branches)


def _announced(customer: Customer, credential: CredentialRecord) -> Decision:
    """Save a credential, and publish whom it identifies now."""
    if credential.identifies(customer.id):
        event: CredentialLinked | CredentialRevoked = CredentialLinked(
            branch=customer.branch,
            credential=credential.id,
            customer=customer.id,
            masked_name=customer.masked_name,
            segment=customer.segment,
            account_manager=customer.account_manager,
        )
    else:
        event = CredentialRevoked(
            branch=customer.branch, credential=credential.id, customer=credential.customer
        )
    return Decision().save(credential, event)


def _restored(current: Customer, before: Customer, after: Customer) -> Customer:
    """Give a file back what the merge changed; a field that was changed since stays as it is."""
    changes = {
        name: getattr(before, name) for name in RESTORED if getattr(current, name) == getattr(after, name)
    }
    return current.evolve(**changes, edition=current.edition + 1)


def _with_facts_of_the_ended(merged: Customer, ended: Customer, source: Source) -> Decision:
    return with_facts(merged, ended, source, registered(ended))


def _timer(merge: str) -> str:
    return f"merge_undo:{merge}"

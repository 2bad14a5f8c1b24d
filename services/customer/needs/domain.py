"""Needs of customers (A1), from the first word to an end: stated, qualified, offered, then fulfilled,
declined or unservable. An open need has an owner and a deadline, the end of a working day of the branch.
"""

from datetime import date, datetime
from typing import ClassVar

from services.customer.files.domain.customer import Customer, CustomerNeed
from services.customer.needs.days import due_of, within
from shared.branch_places import BranchPlace
from shared.contracts.customer import (
    CustomerEvent,
    DeclinedWhy,
    NeedAssigned,
    NeedDayMoved,
    NeedDeclined,
    NeedFulfilled,
    NeedOffered,
    NeedOverdue,
    NeedQualified,
    NeedState,
    NeedStated,
    NeedUnservable,
    UnservableWhy,
)
from shared.domain import Decision, Document
from shared.errors import NotFound, Refusal

OPEN_AT_MOST = 20


class TooManyNeeds(Refusal):
    code, status = "too_many_needs", 409
    en, zh = "Close a need first: 20 are open already.", "未完成的需求已达 20 项，请先办结。"


class NeedClosed(Refusal):
    code, status = "need_closed", 409
    en, zh = "This need is closed.", "该需求已办结。"


class NeedFurther(Refusal):
    code, status = "need_further", 409
    en, zh = "This need is further on already.", "该需求已进入后续阶段。"


class NeedDeadline(CustomerEvent):
    """The time to take a need further has run out."""

    need: str


class Need(Document):
    """A need of a customer, a `word` of the catalogue, until the end of `due` in the hands of `owner`.
    `account_manager` is the customer's; `words` are sealed under the data key of the file `sealed_for`, which
    may have been merged since; `reason` is that of an end. `overdue`: it was told that its day passed.
    `counted_from` is the day from which working days were counted until `due`; empty where a person chose
    the day."""

    collection: ClassVar[str] = "needs"

    branch: str
    customer: str
    word: str
    state: NeedState = NeedState.STATED
    open: bool = True
    stated_at: datetime
    stated_by: str
    visit: str | None = None
    owner: str | None
    account_manager: str | None
    due: str
    counted_from: str = ""
    overdue: bool = False
    words: bytes | None = None
    sealed_for: str
    closed_at: datetime | None = None
    closed_by: str | None = None
    reason: str | None = None

    @property
    def correlation_id(self) -> str:
        return self.visit or self.id

    def must_be_open(self) -> None:
        """Raises `NeedClosed`."""
        if not self.open:
            raise NeedClosed


def state_need(
    customer: Customer,
    id: str,
    word: str,
    by: str,
    place: BranchPlace,
    *,
    now: datetime,
    visit: str | None = None,
    words: bytes | None = None,
) -> Decision:
    """State a need. It is the account manager's, and of one who has none, the one's to whom it was said. A
    word that is open already is not stated twice. Raises `FileErased`, `TooManyNeeds`."""
    customer.must_exist()
    if word in customer.open_need_words:
        return Decision()
    if len(customer.open_needs) >= OPEN_AT_MOST:
        raise TooManyNeeds
    need = Need(
        id=id,
        branch=customer.branch,
        customer=customer.id,
        word=word,
        stated_at=now,
        stated_by=by,
        visit=visit,
        owner=customer.account_manager or by,
        account_manager=customer.account_manager,
        due=due_of(NeedState.STATED, place, place.day_of(now)),
        counted_from=place.day_of(now).isoformat(),
        words=words,
        sealed_for=customer.id,
    )
    event = NeedStated(**_about(need), stated_by=by, due=need.due, visit=visit)
    return Decision().save(need, event).then(_keep(need, customer, place))


def qualify(
    need: Need, customer: Customer, by: str, due: str | None, place: BranchPlace, *, now: datetime
) -> Decision:
    """Confirm that a need is real. Doing it twice changes nothing. Raises `NeedClosed`, `NeedFurther`,
    `NeedDayOutOfReach`."""
    need.must_be_open()
    if need.state is NeedState.QUALIFIED:
        return Decision()
    if need.state is NeedState.OFFERED:
        raise NeedFurther
    taken = _taken(need, NeedState.QUALIFIED, due, place, now)
    event = NeedQualified(**_about(taken), qualified_by=by, due=taken.due)
    return Decision().save(taken, event).then(_keep(taken, customer, place))


def offer(
    need: Need,
    customer: Customer,
    by: str,
    due: str | None,
    words: bytes | None,
    place: BranchPlace,
    *,
    now: datetime,
) -> Decision:
    """Note that the customer was offered something, once more if it was before. Raises `NeedClosed`,
    `NeedDayOutOfReach`."""
    need.must_be_open()
    taken = _taken(need, NeedState.OFFERED, due, place, now).evolve(words=words or need.words)
    event = NeedOffered(**_about(taken), offered_by=by, due=taken.due)
    return Decision().save(taken, event).then(_keep(taken, customer, place))


def assign(
    need: Need,
    customer: Customer,
    by: str,
    owner: str | None,
    due: str | None,
    place: BranchPlace,
    *,
    now: datetime,
) -> Decision:
    """Give an open need to another owner, or until another day. Raises `NeedClosed`, `NeedDayOutOfReach`."""
    need.must_be_open()
    day = within(due, place, now) if due else need.due
    given = need.evolve(
        owner=owner or need.owner,
        due=day,
        counted_from="" if due else need.counted_from,
        overdue=need.overdue and day == need.due,
    )
    if given == need:
        return Decision()
    event = NeedAssigned(**_about(given), assigned_by=by, due=given.due)
    return Decision().save(given, event).then(_keep(given, customer, place))


def follow_manager(need: Need, customer: Customer, by: str) -> Decision:
    """Let a need of the account manager go with the customer to another one; its day stays."""
    if not need.open or need.account_manager == customer.account_manager:
        return Decision()
    goes = need.owner == need.account_manager and customer.account_manager is not None
    owner = customer.account_manager if goes else need.owner
    given = need.evolve(owner=owner, account_manager=customer.account_manager)
    if owner == need.owner:
        return Decision().save(given)
    return Decision().save(given, NeedAssigned(**_about(given), assigned_by=by, due=given.due))


def fulfil(need: Need, customer: Customer, by: str, *, now: datetime) -> Decision:
    """Close a need that was met. Closing it twice changes nothing. Raises `NeedClosed` after another end."""
    if need.state is NeedState.FULFILLED:
        return Decision()
    closed = _closed(need, NeedState.FULFILLED, by, None, now)
    return _end(closed, customer, NeedFulfilled(**_about(closed), closed_by=by))


def decline(need: Need, customer: Customer, by: str, reason: DeclinedWhy, *, now: datetime) -> Decision:
    """Close a need that the customer gave up. Closing it twice changes nothing. Raises `NeedClosed`."""
    if need.state is NeedState.DECLINED:
        return Decision()
    closed = _closed(need, NeedState.DECLINED, by, reason, now)
    return _end(closed, customer, NeedDeclined(**_about(closed), closed_by=by, reason=reason))


def give_up(need: Need, customer: Customer, by: str, reason: UnservableWhy, *, now: datetime) -> Decision:
    """Close a need that the bank cannot meet. Closing it twice changes nothing. Raises `NeedClosed`."""
    if need.state is NeedState.UNSERVABLE:
        return Decision()
    closed = _closed(need, NeedState.UNSERVABLE, by, reason, now)
    return _end(closed, customer, NeedUnservable(**_about(closed), closed_by=by, reason=reason))


def pass_deadline(need: Need, customer: Customer | None, place: BranchPlace) -> Decision:
    """Tell that the day of an open need has passed, once for each day that it was given. If the calendar
    knows by now of a later day, that one counts."""
    if not need.open or need.overdue:
        return Decision()
    if need.counted_from and customer is not None:
        day = due_of(need.state, place, date.fromisoformat(need.counted_from))
        if day > need.due:
            moved = need.evolve(due=day)
            moved_to = NeedDayMoved(**_about(moved), before=need.due, due=day)
            return Decision().save(moved, moved_to).then(_keep(moved, customer, place))
    event = NeedOverdue(**_about(need), state=need.state, due=need.due)
    return Decision().save(need.evolve(overdue=True), event)


def follow_file(need: Need, customer: Customer) -> Decision:
    """Let a need go with the file in which it stands, after a merge or its undoing."""
    if need.customer == customer.id:
        return Decision()
    return Decision().save(need.evolve(customer=customer.id))


def forget(need: Need) -> Decision:
    """Close a need of a customer who was erased, and drop its words, which cannot be opened any more."""
    return Decision().save(need.evolve(open=False, words=None)).cancel(_timer(need))


def of_customer(need: Need, customer: str) -> Need:
    """Return the need if it is this customer's. Raises `NotFound`."""
    if need.customer != customer:
        raise NotFound
    return need


def _about(need: Need) -> dict[str, str | None]:
    return {
        "branch": need.branch,
        "customer": need.customer,
        "need_id": need.id,
        "need": need.word,
        "need_owner": need.owner,
        "account_manager": need.account_manager,
    }


def _taken(need: Need, state: NeedState, due: str | None, place: BranchPlace, now: datetime) -> Need:
    today = place.day_of(now)
    day = within(due, place, now) if due else due_of(state, place, today)
    counted_from = "" if due else today.isoformat()
    return need.evolve(state=state, due=day, counted_from=counted_from, overdue=False)


def _closed(need: Need, state: NeedState, by: str, reason: str | None, now: datetime) -> Need:
    need.must_be_open()
    return need.evolve(state=state, open=False, closed_at=now, closed_by=by, reason=reason)


def _end(closed: Need, customer: Customer, event: NeedFulfilled | NeedDeclined | NeedUnservable) -> Decision:
    left = tuple(one for one in customer.needs if one.id != closed.id)
    return Decision().save(closed, event).save(customer.evolve(needs=left)).cancel(_timer(closed))


def _keep(need: Need, customer: Customer, place: BranchPlace) -> Decision:
    """Keep an open need with the file, for those who recognise the customer, and set its timer."""
    kept = CustomerNeed(id=need.id, word=need.word, due=need.due)
    others = tuple(one for one in customer.needs if one.id != need.id)
    decision = Decision()
    if (*others, kept) != customer.needs:
        decision.save(customer.evolve(needs=(*others, kept)))
    event = NeedDeadline(branch=need.branch, need=need.id)
    ends = place.end_of(date.fromisoformat(need.due))
    return decision.schedule(_timer(need), ends, event, correlation_id=need.correlation_id)


def _timer(need: Need) -> str:
    return f"need_due:{need.id}"

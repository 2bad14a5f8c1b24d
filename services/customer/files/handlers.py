"""Handlers of customer files: files, corrections, credentials, recognition (D2, D6, W2, Q1)."""

from collections.abc import Iterable
from contextlib import suppress

from services.customer.files.commands import (
    ChangeAccountManager,
    ChangeProfile,
    CorrectFile,
    EraseCustomer,
    JoinHousehold,
    LeaveHousehold,
    LinkCredential,
    OpenFile,
    ReportHoldings,
    RevokeCredential,
    SetReviews,
    SetTags,
)
from services.customer.files.domain import (
    corrections,
    credentials,
    files,
    holdings,
    households,
    locking,
    profile,
    recognition,
    tags,
)
from services.customer.files.domain.credentials import CredentialRecord, RemainingHolders
from services.customer.files.domain.customer import Customer, DataKey, Holding
from services.customer.files.domain.facts import Fact, FileChanged, HistoryErasureDue, Source, erase_facts
from services.customer.files.domain.households import Household
from services.customer.files.domain.locking import KeyDestructionDue
from services.customer.files.domain.profile import ReviewRules, RiskReviewDue
from services.customer.files.domain.tags import BANK, TagVocabulary
from services.customer.files.queries import facts_with_values
from services.customer.retention.handlers import rules_of
from shared.contracts.core import HoldingsReported
from shared.contracts.customer import CustomerErased, CustomerLocked, DataClass
from shared.contracts.lobby import CustomerArrived
from shared.editions import must_be_as_marked, must_be_as_seen
from shared.errors import NotFound
from shared.unit_of_work import UnitOfWork


def source_of(work: UnitOfWork) -> Source:
    """Return the origin of what a unit of work changes in a file."""
    return Source(work.cause.id, work.cause.actor, work.now)


async def open_file(command: OpenFile, work: UnitOfWork) -> bool:
    """Returns whether the file is new."""
    new = command.file
    existing = await work.find(Customer, new.id)
    known = await _known(new.credentials, work)
    work.apply(files.open_file(new, existing, known, source_of(work)))
    return existing is None


async def change_account_manager(command: ChangeAccountManager, work: UnitOfWork) -> None:
    customer = await work.get(Customer, command.customer)
    held = await _held_by(customer, work)
    decision = files.change_file(customer, held, source_of(work), account_manager=command.account_manager)
    if decision.changes:
        must_be_as_marked(command.seen, customer.keeper_mark)
    work.apply(decision)


async def correct_file(command: CorrectFile, work: UnitOfWork) -> None:
    customer, new = await work.get(Customer, command.customer), command.correction
    held = await _held_by(customer, work)
    known = await _known((hashed for hashed in new.filed.values() if hashed), work)
    remaining = await _remaining_holders(customer, held, work)
    work.apply(corrections.correct_file(customer, new, [*held, *known], remaining, source_of(work)))


async def change_profile(command: ChangeProfile, work: UnitOfWork) -> None:
    customer = await work.get(Customer, command.customer)
    rules = await work.find(ReviewRules, BANK) or ReviewRules(id=BANK)
    work.apply(profile.change_profile(customer, command.profile, source_of(work), work.moment, rules))


async def set_reviews(command: SetReviews, work: UnitOfWork) -> None:
    rules = await work.find(ReviewRules, BANK) or ReviewRules(id=BANK)
    decision = profile.set_reviews(rules, command.days, command.by)
    if decision.changes:
        must_be_as_seen(command.seen, BANK, rules.version, "", None)
    work.apply(decision)


async def report_holdings(command: ReportHoldings, work: UnitOfWork) -> None:
    customer = await work.get(Customer, command.customer)
    if command.seen is not None and command.seen != (customer.held_at,):
        if holdings.are_held(customer, command.holdings):
            return
        raise FileChanged
    work.apply(holdings.report_holdings(customer, command.holdings, command.as_of, source_of(work)))


async def take_over_report(event: HoldingsReported, work: UnitOfWork) -> None:
    """Take over what the core banking system reports (W2). A report that a later one has overtaken is passed
    over."""
    customer = await work.get(Customer, event.customer)
    if customer.branch != event.branch:
        raise NotFound(f"customers/{event.customer}")
    reported = [Holding(**one.model_dump()) for one in event.holdings]
    with suppress(holdings.NewerReport):
        work.apply(holdings.report_holdings(customer, reported, event.as_of, source_of(work)))


async def ask_for_review(timer: RiskReviewDue, work: UnitOfWork) -> None:
    customer = await work.get(Customer, timer.customer)
    work.apply(profile.fall_due(customer, work.moment))


async def join_household(command: JoinHousehold, work: UnitOfWork) -> None:
    customer = await work.get(Customer, command.customer)
    other = await work.get(Customer, command.other)
    id = other.household or command.household
    household = await work.find(Household, id) or Household(id=id, branch=other.branch)
    decision = households.join(customer, other, household, command.role, source_of(work))
    if decision.changes:
        await _household_as_seen(customer, command.seen, work)
    work.apply(decision)


async def leave_household(command: LeaveHousehold, work: UnitOfWork) -> None:
    customer = await work.get(Customer, command.customer)
    if customer.household is not None:
        await _household_as_seen(customer, command.seen, work)
        await leave_household_of(customer, work)


async def set_tags(command: SetTags, work: UnitOfWork) -> None:
    known = await work.find(TagVocabulary, BANK) or TagVocabulary(id=BANK)
    decision = tags.set_vocabulary(known, command.words, command.by)
    if decision.changes:
        must_be_as_marked(command.seen, known.mark, known.changed_by)
    work.apply(decision)


async def forget_history(
    event: CustomerErased | CustomerLocked | HistoryErasureDue, work: UnitOfWork
) -> None:
    """Blank the history of a file that was closed or erased, some facts at a time (Q1)."""
    ids = await work.query(facts_with_values, event.customer)
    found = [await work.get(Fact, id) for id in ids]
    work.apply(erase_facts(event.branch, event.customer, found, work.now))


async def _household_as_seen(customer: Customer, seen: str | None, work: UnitOfWork) -> None:
    household = await work.find(Household, customer.household) if customer.household else None
    must_be_as_marked(seen, household.mark if household else "")


async def leave_household_of(customer: Customer, work: UnitOfWork) -> None:
    """Take a customer out of the household that they are in, if any."""
    household = await work.find(Household, customer.household) if customer.household else None
    if household is None:
        return
    others = household.others(customer.id)
    last = await work.find(Customer, others[0].customer) if len(others) == 1 else None
    work.apply(households.leave(customer, household, last, source_of(work)))


async def erase_customer(command: EraseCustomer, work: UnitOfWork) -> None:
    await leave_household_of(await work.get(Customer, command.customer), work)
    customer = await work.get(Customer, command.customer)
    term = (await rules_of(customer.branch, work)).term(DataClass.FILES)
    held = await _held_by(customer, work)
    remaining = await _remaining_holders(customer, held, work)
    if term or customer.locked_at is not None:
        erase_at = work.now + term  # a term of the law runs at no other pace
        work.apply(locking.lock_file(customer, command.by, held, remaining, now=work.now, erase_at=erase_at))
    else:
        key = await work.get(DataKey, command.customer)
        work.apply(files.erase_file(customer, key, held, remaining, now=work.now))


async def destroy_key(due: KeyDestructionDue, work: UnitOfWork) -> None:
    """Erase a locked file at the end of its term (Q1)."""
    customer, key = await work.get(Customer, due.customer), await work.get(DataKey, due.customer)
    if customer.erase_at is not None and customer.erase_at <= work.now:
        work.apply(files.erase_file(customer, key, await _held_by(customer, work), {}, now=work.now))


async def withdraw_file(id: str, work: UnitOfWork) -> None:
    """Erase a file that was opened by mistake, and that nobody has worked on; its id may be used again."""
    customer, key = await work.get(Customer, id), await work.get(DataKey, id)
    held = await _held_by(customer, work)
    remaining = await _remaining_holders(customer, held, work)
    work.apply(files.erase_file(customer, key, held, remaining, now=work.now, withdrawn=True))


async def link_credential(command: LinkCredential, work: UnitOfWork) -> None:
    customer = await work.get(Customer, command.customer)
    known = await work.find(CredentialRecord, command.credential)
    work.apply(credentials.link(customer, command.credential, known))


async def revoke_credential(command: RevokeCredential, work: UnitOfWork) -> None:
    customer = await work.get(Customer, command.customer)
    credential = await work.get(CredentialRecord, command.credential)
    remaining = await _remaining_holders(customer, [credential], work)
    work.apply(credentials.revoke(customer, credential, remaining))


async def recognise_customer(event: CustomerArrived, work: UnitOfWork) -> None:
    """Recognise a customer who arrives, by a live credential; of everybody else nothing is published (D2,
    D6)."""
    credential = await work.find(CredentialRecord, event.credential) if event.credential else None
    if credential is None or not credential.live:
        return
    customer = await work.get(Customer, credential.customer)
    work.apply(recognition.recognise(event, customer))


async def _held_by(customer: Customer, work: UnitOfWork) -> list[CredentialRecord]:
    """Return all credentials of a customer."""
    return [await work.get(CredentialRecord, hashed) for hashed in customer.credentials]


async def _known(hashes: Iterable[str], work: UnitOfWork) -> list[CredentialRecord]:
    """Return those of these credentials that exist."""
    return [found for hashed in hashes if (found := await work.find(CredentialRecord, hashed))]


async def _remaining_holders(
    customer: Customer, held: Iterable[CredentialRecord], work: UnitOfWork
) -> RemainingHolders:
    """Return the first of those who would still hold what `customer` releases."""
    others = {credential.id: credential.others(customer.id) for credential in held}
    return {id: await work.get(Customer, left[0]) for id, left in others.items() if left}

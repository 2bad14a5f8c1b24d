"""Sealing of what an import keeps, under a key of its own (Q1): the parts of its file, and its rows."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from services.customer.audit.on_record import must_be_on_record
from services.customer.files.domain.files import NewFile
from services.customer.files.sealing import Clear, name_keys, seal_person
from services.customer.imports.domain.imported import ImportPage, ImportPart, PortfolioImport
from services.customer.imports.domain.pages import Hashed
from services.customer.imports.domain.rows import Row
from shared.contracts.customer.words import CustomerKind
from shared.contracts.devices import CredentialKind, correlation_of
from shared.contracts.words import Segment
from shared.privacy import SealingKey, blind_index, mask_name, new_key, seal, unseal


def new_import_key(master: SealingKey, import_id: str) -> bytes:
    """Make a key for an import, and return it wrapped by the master key."""
    return seal(master, new_key(), place=_key(import_id))


def import_key_of(master: SealingKey, known: PortfolioImport) -> bytes:
    """Return the key of an import. Raises ValueError if it is gone."""
    if known.key is None:
        raise ValueError("the key of the import is gone")
    return unseal(master, known.key, place=_key(known.id))


def seal_part(key: bytes, id: str, content: bytes) -> bytes:
    """Seal a part of the file, under its id."""
    return seal(key, content, place=f"import_parts/{id}")


def open_part(key: bytes, part: ImportPart) -> bytes:
    """Open a part of the file, in the background alone: a request is given nothing of it."""
    must_be_on_record(f"import/{part.import_id}")
    return unseal(key, part.content, place=f"import_parts/{part.id}")


def seal_rows(key: bytes, page_id: str, rows: Sequence[Row]) -> bytes:
    """Seal the rows of a page, under its id."""
    content = json.dumps([asdict(row) for row in rows], ensure_ascii=False).encode()
    return seal(key, content, place=f"import_pages/{page_id}")


def open_rows(key: bytes, page: ImportPage) -> list[Row]:
    """Open the rows of a page, in the background alone; none where their content was dropped."""
    must_be_on_record(f"import/{page.import_id}")
    if page.rows is None:
        return []
    content = json.loads(unseal(key, page.rows, place=f"import_pages/{page.id}"))
    return [
        Row(**{**one, "segment": Segment(one["segment"]), "kind": CustomerKind(one["kind"])})
        for one in content
    ]


def hashes_of(blind: bytes, row: Row) -> Hashed:
    """Return the keyed hashes by which a row is compared with what is on file."""
    identity = blind_index(blind, CredentialKind.IDENTITY, row.identity) if row.identity else None
    return Hashed(blind_index(blind, CredentialKind.PHONE, row.phone), identity)


def file_of(master: SealingKey, blind: bytes, known: PortfolioImport, row: Row) -> NewFile:
    """Make the file that a row asks for, sealed under a fresh data key. Without a number of its own the
    customer is given an id that only this row of this import has."""
    customer = row.number or correlation_of(known.branch, known.id, str(row.row))
    clear = Clear(name=row.name, phone=row.phone, identity=row.identity)
    sealed, wrapped = seal_person(master, customer, clear)
    hashed = hashes_of(blind, row)
    return NewFile(
        id=customer,
        branch=known.branch,
        masked_name=mask_name(row.name),
        segment=row.segment,
        account_manager=row.account_manager,
        sealed=sealed,
        wrapped_key=wrapped,
        credentials=tuple(one for one in (hashed.phone, hashed.identity) if one),
        kind=row.kind,
        keys=name_keys(blind, known.branch, clear),
        decade=clear.decade,
    )


def _key(import_id: str) -> str:
    return f"imports/{import_id}"

"""Errors of a commit, and of the driver behind them."""

from pymongo.errors import ClientBulkWriteException, PyMongoError


class Conflict(Exception):
    """Raised when another transaction changed what this batch read: run it again from fresh state."""


class Busy(Conflict):
    """Another transaction is in the way, or was left open by a process that died: it passes by itself, at
    the latest when the store ends that transaction (after 5 s, see `deploy/local/store.py`)."""


class CommitUnknown(Exception):
    """The store did not say whether the commit happened: look into the inbox."""


def reason_of(error: BaseException) -> BaseException:
    """Return the driver error that kept a bulk write from being carried out, or `error` itself if there is
    none."""
    reason = error.error if isinstance(error, ClientBulkWriteException) else None
    return reason if isinstance(reason, PyMongoError) else error


def is_transient(error: BaseException) -> bool:
    """Tell whether the driver says that the transaction may be tried again."""
    return isinstance(error, PyMongoError) and error.has_error_label("TransientTransactionError")

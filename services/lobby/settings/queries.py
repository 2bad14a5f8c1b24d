"""Queries about the settings of a branch."""

from shared.rights import Query


class ViewSettings(Query, name="view_settings"):
    """Names, time zone, counters, transactions and rules of a branch."""

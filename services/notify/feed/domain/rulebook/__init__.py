"""Who must know what: one file per capability, one row per audience.

The rows of an event are read from the top, the strongest first; who is named by several is told once, by
the first. An event that is `SILENT` is told to nobody: it wakes the live floor and explains what follows.
"""

from services.notify.feed.domain.rulebook import (
    blocks,
    branches,
    complaints,
    day_reports,
    days,
    diversions,
    enquiries,
    equipment,
    forecasts,
    incidents,
    presence,
    prospects,
    records,
    tasks,
    visits,
)

BOOKS = (
    blocks,
    branches,
    complaints,
    day_reports,
    days,
    diversions,
    equipment,
    forecasts,
    incidents,
    enquiries,
    presence,
    prospects,
    records,
    tasks,
    visits,
)

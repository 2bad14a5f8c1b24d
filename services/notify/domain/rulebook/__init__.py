"""Who must know what: one file per capability, one row per audience.

The rows of an event are read from the top, the strongest first; who is named by several is told once, by
the first. An event that is `SILENT` is told to nobody: it wakes the live floor and explains what follows.
"""

from services.notify.domain.rulebook import (
    branches,
    complaints,
    diversions,
    forecasts,
    matters,
    prospects,
    records,
    visits,
)
from services.notify.domain.rulebook import branches, complaints, diversions, forecasts, prospects, visits
from services.notify.domain.rulebook import branches, complaints, days, prospects, visits
    days,
    diversions,
    forecasts,
    prospects,
    visits,
)

BOOKS = (
    branches,
    complaints,
    diversions,
    forecasts,
    matters,
    days,
    prospects,
    records,
    visits,
)

"""The rulebook: who must know what, one file per capability, one row per audience.

A new event gets one entry in the file of its capability: its rows with their sentences in both languages, or
a line in `SILENT`. All else follows from that: notify's subscription, and the facts that an entry may carry.

The rows of an event are read from the top, the strongest first; who is named by several is told once, by the
first. An event that is `SILENT` is told to nobody: it marks the floor as changed, and explains what follows.
"""

from services.notify.feed.domain.rulebook import (
    analysis,
    audit,
    branches,
    complaints,
    contacts,
    customer_visits,
    day_reports,
    days,
    diversions,
    duplicates,
    enquiries,
    equipment,
    files,
    forecasts,
    handovers,
    imports,
    incidents,
    messages,
    needs,
    offline_tickets,
    plans,
    pipeline,
    presence,
    prospects,
    records,
    relations,
    segments,
    tasks,
    territory,
    visits,
)

BOOKS = (
    analysis,
    audit,
    branches,
    complaints,
    contacts,
    customer_visits,
    day_reports,
    days,
    diversions,
    duplicates,
    enquiries,
    equipment,
    files,
    forecasts,
    handovers,
    imports,
    incidents,
    needs,
    messages,
    offline_tickets,
    plans,
    pipeline,
    presence,
    prospects,
    records,
    relations,
    segments,
    tasks,
    territory,
    visits,
)

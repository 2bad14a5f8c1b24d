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
    deals,
    diversions,
    duplicates,
    enquiries,
    equipment,
    files,
    forecasts,
    handovers,
    imports,
    incidents,
    latent,
    messages,
    needs,
    offline_tickets,
    pipeline,
    presence,
    prospects,
    records,
    relations,
    segments,
    tasks,
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
    deals,
    diversions,
    duplicates,
    enquiries,
    equipment,
    files,
    forecasts,
    handovers,
    imports,
    incidents,
    latent,
    needs,
    messages,
    offline_tickets,
    pipeline,
    presence,
    prospects,
    records,
    relations,
    segments,
    tasks,
    visits,
)

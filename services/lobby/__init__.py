"""lobby: what happens in the hall.

purpose  takes in who comes, gives numbers, calls them, and tells everybody else
owns     branches, halls, visits, counters, devices, outlooks (what its waits were like), guests (its own
         copy of who holds which card)
hears    CredentialLinked, CredentialRevoked, CustomerRecognised (customer); what devices send
tells    BranchOpened, SettingsChanged; CustomerArrived, TicketIssued, TicketCalled, TicketRecalled,
         CustomerNoShow, ServiceCompleted, NextServiceWaited, VipReceived; TicketParked, TicketResumed,
         TicketTransferred, TicketSentBack, VisitCancelled; CustomerDiverted, CustomerReturned,
         SelfServiceCompleted, TriageOverridden; CounterOpened, CounterClosed, CounterPaused, CounterResumed;
         ForecastsChanged; ProspectIdentified, ComplaintRaised
"""

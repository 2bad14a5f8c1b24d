"""lobby: what happens in the hall.

purpose  registers arrivals, gives numbers, calls customers, and publishes what happens in the hall
owns     branches, halls, visits, counters, devices and their state, heartbeats, incidents, loiterers, tasks
         with their boards and rules, wait histories, card holders (its own copy of who holds which card),
         the lobby log, the day reports, branch days, checklists and their templates, notice boards, leaflets,
         series and their letters (numbers that machines may print), stays (the visit of a card in a branch),
         strandings (customers whom no open counter can call), closings (visits that are to be ended)
hears    CredentialLinked, CredentialRevoked, CustomerRecognised, CustomerErased (customer);
         what devices send;
         every event of lobby but CustomerArrived, ForecastsChanged, LogEntryWritten, ChecklistMarked,
         NumberBlockGranted, DeviceEventRefused;
         CaseOpened, CaseTakenOver, CaseEscalated, CaseSettled, MatterClosed, MatterOverdue (customer);
         ReferralOpened, ReferralAccepted, ReferralEscalated (referral); StaffSignedOff, StaffEnrolled,
         CoverEnded, TokensRevoked (notify)
tells    BranchOpened, SettingsChanged; CustomerArrived, TicketIssued, TicketCalled, TicketRecalled,
         CustomerNoShow, ServiceCompleted, NextServiceWaited, VipReceived, TicketGivenAgain, ActUndone;
         TicketParked, TicketResumed, TicketTransferred, TicketSentBack, TicketHandedOver, VisitCancelled;
         CustomerDiverted, CustomerReturned,
         SelfServiceCompleted, TriageOverridden; CounterOpened, CounterClosed, CounterPaused, CounterResumed,
         CustomersStranded, StrandingEnded;
         ForecastsChanged; ProspectIdentified, ComplaintRaised;
         NeedRecorded, OpinionRecorded, QuestionRecorded, LogEntryWritten, DayReportFiled, DayReportRead;
         DevicePlaced, DeviceFaulted, DeviceRecovered, DeviceRemoved, SelfServiceInterrupted;
         IncidentRaised, IncidentAttended, PoliceCalled, IncidentClosed, LoitererNoticed, LoitererSettled;
         PreparationsBegan, BranchDayOpened, BranchNotOpened, ClosingBegan, BranchDayClosed,
         BranchDayReopened; TemplateChanged, ChecklistBegun, ChecklistMarked, ChecklistCompleted,
         FixtureFaulted, FixtureCorrected; NoticeHung, NoticeExpired, NoticeTakenDown;
         LeafletsStocked, LeafletsLow, LeafletHanded, InterestShown;
         TaskRaised, TaskTaken, TaskReturned, TaskDone, TaskMissed, TaskEscalated, TaskWithdrawn;
         NumberBlockGranted, TicketReplaced, ArrivalHeardLate, CutOffEnded, DeviceEventRefused,
         SlipReadInPart, RecordNotTaken; DeviceClockWrong, DeviceClockRight
"""

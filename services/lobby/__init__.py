"""lobby: what happens in the hall.

purpose  takes in who comes, gives numbers, calls them, and tells everybody else
owns     branches, halls, visits, counters, devices and how they are, incidents, loiterers, tasks with their
         boards and rules, outlooks (what its waits were like), guests (its own copy of who holds which card),
         the lobby log, the day reports, branch days, checklists and their templates, notice boards, leaflets,
         letters and series (which numbers machines may print)
hears    CredentialLinked, CredentialRevoked, CustomerRecognised (customer); what devices send;
         every event of lobby but CustomerArrived, ForecastsChanged, LogEntryWritten, ChecklistMarked,
         NumberBlockGranted;
         CaseOpened, CaseTakenOver, CaseEscalated, CaseSettled, MatterClosed, MatterOverdue (customer);
         ReferralOpened, ReferralAccepted, ReferralEscalated (referral); StaffSignedOff (notify)
tells    BranchOpened, SettingsChanged; CustomerArrived, TicketIssued, TicketCalled, TicketRecalled,
         CustomerNoShow, ServiceCompleted, NextServiceWaited, VipReceived; TicketParked, TicketResumed,
         TicketTransferred, TicketSentBack, VisitCancelled; CustomerDiverted, CustomerReturned,
         SelfServiceCompleted, TriageOverridden; CounterOpened, CounterClosed, CounterPaused, CounterResumed;
         ForecastsChanged; ProspectIdentified, ComplaintRaised;
         NeedRecorded, OpinionRecorded, QuestionRecorded, LogEntryWritten, DayReportFiled, DayReportRead;
         DevicePlaced, DeviceFaulted, DeviceRecovered, DeviceRemoved, SelfServiceInterrupted;
         IncidentRaised, IncidentAttended, PoliceCalled, IncidentClosed, LoitererNoticed, LoitererSettled;
         PreparationsBegan, BranchDayOpened, BranchNotOpened, ClosingBegan, BranchDayClosed,
         BranchDayReopened; TemplateChanged, ChecklistBegun, ChecklistMarked, ChecklistCompleted,
         FixtureFaulted, FixtureCorrected; NoticeHung, NoticeExpired, NoticeTakenDown;
         LeafletsStocked, LeafletsLow, LeafletHanded, InterestShown;
         TaskRaised, TaskTaken, TaskReturned, TaskDone, TaskMissed, TaskEscalated, TaskWithdrawn;
         NumberBlockGranted, TicketReplaced, ArrivalHeardLate, CutOffEnded, SlipReadInPart, RecordNotTaken;
         DeviceClockWrong, DeviceClockRight
"""

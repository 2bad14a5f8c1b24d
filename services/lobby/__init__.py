"""lobby: what happens in the hall.

purpose  takes in who comes, gives numbers, calls them, and tells everybody else
owns     branches, halls, visits, counters, devices and how they are, incidents, loiterers, tasks with their
         boards and rules, outlooks (what its waits were like), guests (its own copy of who holds which card),
         the lobby log, the day reports, branch days, checklists and their templates, notice boards, leaflets,
         letters and series (which numbers machines may print), stays (whose card is in which branch),
         strandings (who waits where nobody calls), closings (whose visits are to be ended)
hears    CredentialLinked, CredentialRevoked, CustomerRecognised, CustomerErased (customer);
         what devices send;
         every event of lobby but CustomerArrived, ForecastsChanged, LogEntryWritten, ChecklistMarked,
         NumberBlockGranted, DeviceEventRefused;
         CaseOpened, CaseTakenOver, CaseEscalated, CaseSettled, EnquiryClosed, EnquiryOverdue (customer);
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

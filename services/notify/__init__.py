"""notify: who is told what, how, and that they were.

purpose  knows the staff, signs them in, tells each what they must know, and sees that it was noticed
owns     staff, sessions, attempts, directories (who works where, is there, and covers whom), feeds and
         their entries, floors (that something happened in a hall)
hears    every event of lobby but CustomerArrived, NumberBlockGranted, DeviceEventRefused;
         CustomerRecognised, CustomerErased,
         CaseOpened, CaseTakenOver, CaseEscalated, CaseSettled, EnquiryOpened, EnquiryAnswered,
         EnquiryApproved, EnquiryReturned, EnquiryClosed, EnquiryOverdue, ContactLeft (customer); every event of referral;
         FloorCovered, CoverEnded, TokensRevoked (notify)
tells    StaffEnrolled, StaffSignedOn, StaffSignedOff, TokensRevoked, FloorCovered, CoverEnded,
         NotificationAcknowledged, NotificationEscalated
"""

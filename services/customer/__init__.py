"""customer: who somebody is, and what we owe them.

purpose  keeps the customer file and the bank's word: recognises who comes in, remembers what they need,
         and follows every complaint, opinion and question to its answer
owns     customer files and their data keys, credentials, needs, complaint cases, enquiries and what was said
         in them, contact data of prospects, its own copy of the roster
hears    CustomerArrived, ComplaintRaised, NeedRecorded, OpinionRecorded, QuestionRecorded (lobby);
         StaffEnrolled, StaffSignedOn, StaffSignedOff, FloorCovered, CoverEnded,
         TokensRevoked (notify);
         CustomerErased (customer)
tells    CustomerRegistered, CustomerCorrected, CustomerErased, CredentialLinked,
         CredentialRevoked, CustomerRecognised,
         CaseOpened, CaseTakenOver, CaseEscalated, CaseSettled, EnquiryOpened, EnquiryAnswered,
         EnquiryApproved, EnquiryReturned, EnquiryClosed, EnquiryOverdue, ContactLeft
"""

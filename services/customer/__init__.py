"""customer: who somebody is, and what we owe them.

purpose  keeps the customer file and the bank's word: recognises who comes in, remembers what they need,
         and follows every complaint to its answer
owns     customer files and their data keys, credentials, needs, complaint cases, its own copy of the roster
hears    CustomerArrived, ComplaintRaised (lobby); StaffEnrolled, StaffSignedOn, StaffSignedOff (notify)
tells    CustomerRegistered, CredentialLinked, CredentialRevoked, CustomerRecognised,
         CaseOpened, CaseTakenOver, CaseEscalated, CaseSettled
"""

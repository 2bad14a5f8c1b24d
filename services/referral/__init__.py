"""referral: the way from promise to business.

purpose  gives every prospect to one account manager who says yes, with a deadline on each offer, and to
         the branch head when nobody does
owns     referrals, the workload of each account manager, its own copy of the roster
hears    ProspectIdentified (lobby); StaffEnrolled, StaffSignedOn, StaffSignedOff,
         TokensRevoked (notify)
tells    ReferralOpened, ReferralOffered, ReferralAccepted, ReferralDeclined, ReferralExpired,
         ReferralEscalated
"""

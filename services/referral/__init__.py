"""referral: the way from promise to business.

purpose  gives every prospect to one account manager who says yes, with a deadline on each question, and to
         the branch head when nobody does
owns     referrals, its own copy of the roster with the load of each account manager
"""

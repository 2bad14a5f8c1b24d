"""referral: prospects on their way to an account manager.

purpose  offers every prospect to one account manager after the other, each with a deadline, until one
         accepts, and else to the branch head; then follows it to business, or to the reason why not
owns     referrals, prospects, the workload of each account manager, its own copy of the roster
"""

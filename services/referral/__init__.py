"""referral: prospects on their way to an account manager.

purpose  offers every prospect to one account manager after the other, each with a deadline, until one
         accepts, and else to the branch head
owns     referrals, the workload of each account manager, its own copy of the roster
"""

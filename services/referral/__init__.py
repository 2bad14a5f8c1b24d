"""referral: from a prospect to business done.

purpose  offers every prospect to one account manager after the other, each with a deadline, until one
         accepts, and else to the branch head; follows it to business, or to the reason why not; keeps the
         bank's products, offers nobody what does not suit them, and brings what no product serves to the
         product department and its answer back; leads deals through the departments
owns     referrals, prospects, the workload of each account manager, its own copy of the roster; the catalogue
         of products, risk profiles, recommendations, the need desk; deals, their templates and tasks
"""

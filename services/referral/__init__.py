"""referral: prospects on their way to an account manager, and the products that are recommended to customers.

purpose  offers every prospect to one account manager after the other, each with a deadline, until one
         accepts, and else to the branch head; keeps the bank's products, offers nobody what does not suit
         them, and brings what no product serves to the product department and its answer back
owns     referrals, the workload of each account manager, its own copy of the roster; the catalogue of
         products, risk profiles, recommendations, the need desk
"""

"""customer: customer files, what is owed to customers, and how an account manager keeps in touch with them.

purpose  keeps customer files, recognises customers who arrive, follows every complaint, need, opinion and
         question to its end, says whom an account manager is to contact, why and how, and reaches customers
         only as they consent
owns     customer files with their data keys, credentials, history, households and tags, and the merges of
         duplicate files; contact plans, contacts and needs; relations and timelines; visits with their
         promises and calendar feeds; scores and segment rules; consents, templates and messages;
         complaint cases; enquiries with their statements; leads (contact data of prospects); the audit
         trail of who read what; its own copy of the roster and of where the branches are
"""

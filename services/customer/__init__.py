"""customer: customer files, what is owed to customers, and how account managers keep in touch.

purpose  keeps customer files, recognises customers who arrive, follows every complaint, need, opinion and
         question to its end, says whom an account manager is to contact, why and how, and reaches customers
         only as they consent
owns     customer files with their data keys, credentials, history, households and tags, and merges of files;
         contact plans, contacts and needs; relations and timelines; scores and segment rules; consents,
         templates and messages; complaint cases; enquiries with their statements; leads (contact data of
         prospects); the audit trail of who read what; its own copy of the roster and of the branches' places
"""

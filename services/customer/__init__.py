"""customer: customer files, complaints, and answers that are owed.

purpose  keeps customer files, recognises customers who arrive, records their needs, follows every complaint,
         opinion and question to its answer, and contacts customers only as they consent
owns     customer files with their data keys, credentials and needs; complaint cases; enquiries with their
         statements; leads (contact data of prospects); consents, templates and messages; the audit trail of
         who read what; its own copy of the roster
"""

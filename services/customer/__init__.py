"""customer: customer files, complaints, and answers that are owed.

purpose  keeps customer files, recognises customers who arrive, records their needs, and follows every
         complaint, opinion and question to its answer
owns     customer files with their data keys, credentials, needs and history; households, the bank's tags, and
         merges of duplicate files; complaint cases; enquiries with their
         statements; leads (contact data of prospects); the audit trail of who read what; its own copy
         of the roster
"""

"""notify: notifications to staff, the ways they arrive, and acknowledgements.

purpose  knows the staff, signs them in, tells each what they must know, and sees that it was noticed
owns     staff, accounts at the bank's identity provider, sessions, the record of security, directories (who
         works where, is there, and covers whom), feeds and their entries, floors (that something happened in
         a hall)
"""

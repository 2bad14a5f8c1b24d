"""lobby: what happens in the hall.

purpose  takes in who comes, gives numbers, calls them, and tells everybody else
owns     branches, halls, visits, counters, devices and how they are, incidents, loiterers, tasks with their
         boards and rules, outlooks (what its waits were like), guests (its own copy of who holds which card),
         the lobby log, the day reports, branch days, checklists and their templates, notice boards, leaflets,
         letters and series (which numbers machines may print), stays (whose card is in which branch),
         strandings (who waits where nobody calls), closings (whose visits are to be ended)
"""

"""lobby: what happens in the hall.

purpose  registers arrivals, gives numbers, calls customers, and publishes what happens in the hall
owns     branches, halls, visits, counters, devices and their state, heartbeats, incidents, loiterers, tasks
         with their boards and rules, wait histories, card holders (its own copy of who holds which card),
         the lobby log, the day reports, branch days, checklists and their templates, notice boards, leaflets,
         series and their letters (numbers that machines may print), stays (the visit of a card in a branch),
         strandings (customers whom no open counter can call), closings (visits that are to be ended)
"""

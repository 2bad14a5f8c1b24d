"""A queue machine in twenty lines: ``python -m deploy.devices.example URL B001 K1 SECRET``."""

import sys

from deploy.devices import Machine, NoNumbers, NotKept, Refused

url, branch, device, secret = sys.argv[1:5]
try:
    machine = Machine(url, branch, device, secret, "machine.sqlite")
except NotKept as error:
    sys.exit(f"machine.sqlite cannot be written ({error}): is the disk full? 无法写入，请检查磁盘。")
with machine:
    for line in sys.stdin:  # what the customer wants, and the card that was read: "cash 6222020000000001"
        need, _, card = line.strip().partition(" ")
        try:
            slip = machine.arrive(need or "enquiry", card=card or None)
        except NoNumbers:
            print("Please see the lobby manager. 请联系大堂经理。", flush=True)
        except Refused as refused:
            print(f"Out of order: {refused}", flush=True)
        else:
            where = slip.answer.get("reason", {}).get("en", "Please take a seat.")
            print(slip.ticket, "(offline)" if slip.offline else where, flush=True)

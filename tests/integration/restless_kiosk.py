"""A kiosk with customers one after the other, until it is killed: prints each slip on a line of its own."""

import sys
import time
from random import Random

from deploy.devices import Machine, NoNumbers

if __name__ == "__main__":
    url, file, seed = sys.argv[1:]
    chance = Random(seed)
    machine = Machine(url, "B1", "K1", "s", file, patience=0.5)
    while True:
        try:
            slip = machine.arrive("cash", care=["elderly"] if chance.random() < 0.3 else [])
            print(slip.ticket, slip.visit, int(slip.offline), flush=True)
        except NoNumbers:
            time.sleep(0.05)
        time.sleep(chance.uniform(0, 0.03))

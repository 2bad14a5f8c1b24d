"""What every service stands on: contracts, the bus, the unit of work, and the ways in."""

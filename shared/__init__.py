"""The foundation of every service: contracts, the bus, the unit of work, and the ways in."""

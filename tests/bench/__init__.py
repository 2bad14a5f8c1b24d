"""The speed of Foyer, measured against what one would write by hand and against what one would write
first."""

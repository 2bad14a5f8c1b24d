"""Foyer under attack: each attack on a running stack, and how fast another branch is served meanwhile."""

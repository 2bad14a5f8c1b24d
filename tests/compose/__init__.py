"""Foyer as operations runs it: `deploy/compose.yaml` on a real engine, with what only operations does."""

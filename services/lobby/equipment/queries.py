"""Queries about the devices of a hall."""

from shared.rights import Query


class ViewEquipment(Query, name="view_equipment"):
    """Every device of the branch with its state (P2, D7, E1)."""

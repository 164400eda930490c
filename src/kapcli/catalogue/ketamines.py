"""Ketamine in any of its forms: what an arm must hold where a route is asked for and no drug is named."""

KETAMINES = ("ketamine", "esketamine", "arketamine")

__all__ = ["KETAMINES"]

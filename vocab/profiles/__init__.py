"""Profiles: which fields a dataset has and how each of them is said in other formats."""

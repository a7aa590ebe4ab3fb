"""Rows: models, queries, the visibility rule as SQL, and migrations."""

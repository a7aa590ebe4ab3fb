"""Reads, one noun a file; each goes through the visibility rule or says why not."""

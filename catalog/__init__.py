"""The verbs of the catalogue: what happens to the nouns."""

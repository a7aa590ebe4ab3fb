"""Use cases: what people do to the nouns, one function each."""

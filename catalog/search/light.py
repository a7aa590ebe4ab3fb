"""Words that say little of what is looked for: a question of other words does without them."""

import functools
from importlib import resources

__all__ = ["light_words"]


@functools.cache
def light_words() -> frozenset[str]:
    """Return the packaged words, as the analyzer cuts them."""
    text = (resources.files("catalog.search") / "data" / "light_words.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if line[:1] != "#" for word in line.split())

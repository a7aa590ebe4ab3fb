"""Makes the pool to judge: what several systems find for queries, without what is graded already.

    python -m bench.judging [--queries file] [--depth 15] > pool.tsv

Prints tab-separated lines: query, record, the systems that found it, title, publisher.  A new file
of queries has the columns of ``tests/data/judged/queries.tsv``.  Put a grade on every line (0 is no
line), and append the result to the judgements.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.judged import Asked, read_asked
from bench.relevance import Demo, System, systems

_BETWEEN_WORDS = re.compile(r'[\s".,-]+')


class AnyWord:
    """Any word between spaces, anywhere in title or keywords; the most words first."""

    name = "any"

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.texts = [(one.row, f"{one.title} {one.keywords}".casefold()) for one in demo.written]

    def find(self, text: str) -> list[str]:
        """Every record that holds one of the words."""
        words = [word for word in _BETWEEN_WORDS.split(text.casefold()) if len(word) > 2]
        held = [(-sum(word in text for word in words), row) for row, text in self.texts]
        return self.demo.records([row for count, row in sorted(held) if count])


def pool(one: Asked, sources: Sequence[System], depth: int) -> dict[str, list[str]]:
    """The records among the first ``depth`` of any system, with the names of those systems."""
    found: dict[str, list[str]] = defaultdict(list)
    for system in sources:
        for record in system.find(one.text)[:depth]:
            found[record].append(system.name)
    return found


def lines(
    asked: Sequence[Asked], demo: Demo, sources: Sequence[System], depth: int
) -> Iterator[str]:
    """What is left to judge, a line for each pair."""
    about = {demo.record_of[one.row]: (one.title, demo.publishers[one.row]) for one in demo.written}
    for one in asked:
        for record, by in pool(one, sources, depth).items():
            if record not in one.grades:
                yield "\t".join((one.id, record, "+".join(by), *about[record]))


def main(arguments: Sequence[str]) -> None:
    """Print the pool."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--queries", type=Path, help="a file of new queries")
    parser.add_argument("--depth", type=int, default=15, help="how many records of each system")
    given = parser.parse_args(arguments)
    asked = read_asked(queries=given.queries)
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as other:
        demo = Demo(Path(data))
        sources = (*systems(demo, Path(other)), AnyWord(demo))
        for line in lines(asked, demo, sources, given.depth):
            print(line)
        demo.close()


if __name__ == "__main__":
    main(sys.argv[1:])

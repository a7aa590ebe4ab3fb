"""The writer that documents use: moulds, generated code, and the long way for what is unusual."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from catalog.rdf.formats import Format
from catalog.rdf.generate import Generator, Write
from catalog.rdf.kinds import download
from catalog.rdf.mould import Moulds
from catalog.rdf.outline import record_of
from catalog.rdf.site import Site
from catalog.rdf.source import Shared
from catalog.rdf.syntax import Syntax, syntax
from catalog.rdf.template import Unusual, tidy
from catalog.rdf.terms import PLAIN, guess_language, iri, mailto, segment
from catalog.rdf.trace import NOBODY
from catalog.rdf.write import describe
from schemas.outline import Outline
from schemas.values import LocalizedText


class Writer:
    """Writes the datasets of the installation with this base IRI in one syntax."""

    def __init__(self, base: str, form: Format) -> None:
        words = LocalizedText("x", "x")
        #: The installation, without what it says about itself.
        self.site = Site(base=base, title=words, description=words, publisher=NOBODY)
        self.syntax: Syntax = syntax(form, self.site.own)
        self._write: Write = Generator(self.site, self.syntax).function(
            {
                "Unusual": Unusual,
                "address": self.syntax.address,
                "download": download,
                "iri": iri,
                "language": guess_language,
                "mailto": mailto,
                "plain": PLAIN.fullmatch,
                "segment": segment,
                "text": self.syntax.text,
                "tidy": tidy,
            }
        )

        self._moulds = Moulds(self.site, self.syntax, self._write)

    def write(self, outline: Outline) -> tuple[Sequence[bytes], list[Shared]]:
        """A dataset's own nodes in UTF-8, in pieces, and the shared nodes that it points to.

        Raises KeyError or ValueError for a code that no list has.
        """
        try:
            return self._moulds.write(outline)
        except (Unusual, TypeError):
            pass
        try:
            own, shared = self._write(outline)
        except (Unusual, TypeError):
            # TypeError: a list where the table knows of one value, which no memory can keep.
            own, shared = self.describe(outline)
        return (own,), shared

    def describe(self, outline: Outline) -> tuple[bytes, list[Shared]]:
        """The same through a graph, six times as slowly."""
        found = describe(record_of(outline), self.site)
        own = self.syntax.between.join(map(self.syntax.node, found.own))
        return own.encode(), [Shared.written(self.syntax, found.shared)]


@lru_cache(64)
def writer(base: str, form: Format) -> Writer:
    """The writer of an installation's datasets; made once, in about 20 ms."""
    return Writer(base, form)

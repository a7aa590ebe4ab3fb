"""Writes datasets by what was written of others that differ in texts, addresses and days only.

Most datasets of a catalogue say the same but for these: the same fields, the same codes, one of few
agencies.  When such a case is met again, its text is written once with marks in place of what
differs, and from then on only filled in.  What a mould makes of the outline that it was made for is
compared with what it should be; a case in which it is not the same is never written by a mould.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from catalog.rdf.generate import Write
from catalog.rdf.level import MET, Known, Level
from catalog.rdf.site import Site
from catalog.rdf.source import Shared
from catalog.rdf.syntax import Syntax
from catalog.rdf.template import Several, Template, Unusual
from catalog.rdf.terms import segment
from catalog.rdf.trace import ISSUED, MODIFIED
from schemas.outline import Outline
from vocab.namespaces import DCAT, RDF, Iri

#: Stand for slug, uid and code of the agency: letters that an address keeps as they are.
_SLUG, _PART, _OWNER = "7q.slug.7q", "7q.part.7q", "7q.owner.7q"
_NAME = "#distribution-"


class Mould(NamedTuple):
    """How a case is written, and the shared nodes it points to; without a template it never is.

    Those of a dataset are two, before and after those of the agency.
    """

    template: Template | None
    shared: tuple[Shared, ...] = ()


_NEVER = Mould(None)
_Made = list[tuple[Known[Mould], Hashable]]


class Moulds:
    """Writes the datasets of a site in one syntax as ``write`` does, for cases that were met."""

    def __init__(self, site: Site, syntax: Syntax, write: Write) -> None:
        self._write = write
        base = f"{site.base}/dataset/"
        self._dataset = Level(site, syntax, "dataset", base)
        self._resource = Level(site, syntax, "resource", base)
        part = Iri(f"{base}{_SLUG}{_NAME}{_PART}")
        self._listed = Several(syntax, DCAT.distribution, part, f"{_SLUG}{_NAME}{_PART}")
        self._agencies = f"{site.base}/agency/"
        self._datasets: Known[Mould] = Known()
        self._parts: Known[Mould] = Known()
        self._owners: dict[Hashable, tuple[Shared, bytes]] = {}
        begin = syntax.begin(part) + syntax.part(RDF.type, DCAT.Distribution)
        self._begin = (syntax.between + begin).encode()

    def write(self, outline: Outline) -> tuple[list[bytes], list[Shared]]:
        """The dataset's own nodes, in pieces, and the shared nodes that it points to.

        Raises Unusual or TypeError where there is no mould, KeyError or ValueError for a code that
        no list has.
        """
        slug, agency, change, issued, modified, metadata, parts = outline
        uids = "".join([uid for uid, _ in parts])
        if not slug or segment(slug + uids) != slug + uids:
            raise Unusual
        made: _Made = []
        subject = slug.encode()
        values, case, passed = self._dataset.readers[tuple(metadata)](metadata, subject)
        key: Hashable = (case, change, agency.organisation, not parts)
        mould = self._datasets.get(key) or _make(
            self._datasets, key, partial(self._of_dataset, outline), made
        )
        if mould.template is None:
            raise Unusual
        owner, code = self._owner(outline)
        before, after = mould.shared
        shared = [before, owner, after]
        texts, addresses, named = [b""], [], subject + _NAME.encode()
        for number, (uid, stated) in enumerate(parts, 1):
            address = named + (uid or str(number)).encode()
            told, case, _ = self._resource.readers[tuple(stated)](stated, address)
            key = case + passed
            part = self._parts.get(key) or _make(
                self._parts, key, partial(self._of_part, outline, stated), made
            )
            if part.template is None:
                raise Unusual
            told.append(subject)
            addresses.append(address)
            texts.append(part.template.filled(address, told))
            shared += part.shared
        if len(set(addresses)) < len(addresses):
            raise Unusual
        links = self._listed.whole(self._dataset.glue(subject), addresses)
        values += issued.encode(), modified.encode(), code, links
        texts[0] = mould.template.filled(subject, values)
        if made:
            self._prove(outline, b"".join(texts), shared, made)
        return texts, shared

    def _of_dataset(self, outline: Outline) -> Mould:
        marked, marks = self._marked(outline)
        text, shared = self._write(marked)
        if outline.parts:
            text = self._write(marked._replace(parts=[(_PART, {})]))[0].partition(self._begin)[0]
        marks += ISSUED.encode(), MODIFIED.encode(), _OWNER.encode(), self._listed.mark
        at = self._place(shared, _OWNER)
        around = Shared.joined(shared[:at]), Shared.joined(shared[at + 1 :])
        return Mould(Template(text, marks, _SLUG.encode()), around)

    def _of_part(self, outline: Outline, stated: Mapping[str, Any]) -> Mould:
        marked, _ = self._marked(outline)
        metadata, marks = self._resource.marked(stated)
        text, shared = self._write(marked._replace(parts=[(_PART, metadata)]))
        rest = text[text.index(self._begin) :]
        address = f"{_SLUG}{_NAME}{_PART}".encode()
        template = Template(rest, [*marks, _SLUG.encode()], address)
        return Mould(template, (Shared.joined(shared[len(self._write(marked)[1]) :]),))

    def _owner(self, outline: Outline) -> tuple[Shared, bytes]:
        """The nodes that tell of an agency, and its code as it stands in addresses."""
        agency = outline.agency
        named = agency.code, agency.kind, agency.name_th, agency.name_en
        found = self._owners.get(named)
        if found is None:
            if len(self._owners) >= MET:
                self._owners.clear()
            code = segment(agency.code)
            _, shared = self._write(outline)
            found = self._owners[named] = shared[self._place(shared, code)], code.encode()
        return found

    def _place(self, shared: list[Shared], code: str) -> int:
        """Where an agency stands among shared nodes."""
        subject = f"{self._agencies}{code}"
        return next(at for at, each in enumerate(shared) if subject in each.nodes)

    def _marked(self, outline: Outline) -> tuple[Outline, list[bytes]]:
        metadata, marks = self._dataset.marked(outline.metadata)
        marked = outline._replace(
            slug=_SLUG,
            agency=replace(outline.agency, code=_OWNER),
            issued=ISSUED,
            modified=MODIFIED,
            metadata=metadata,
            parts=(),
        )
        return marked, marks

    def _prove(
        self,
        outline: Outline,
        own: bytes,
        shared: list[Shared],
        made: _Made,
    ) -> None:
        """Never use what was made for an outline again if it does not say what it should."""
        meant, pointed = self._write(outline)
        nodes, said = (list(Shared.joined(each).nodes.items()) for each in (shared, pointed))
        if own != meant or nodes != said:
            for moulds, case in made:
                moulds[case] = _NEVER
            raise Unusual


def _make(moulds: Known[Mould], case: Hashable, make: Callable[[], Mould], made: _Made) -> Mould:
    """The mould of a case that has none yet; ``made`` takes it."""
    moulds.expect(case)
    # If it cannot be made it is not tried again.
    moulds[case] = _NEVER
    found = moulds[case] = make()
    made.append((moulds, case))
    return found

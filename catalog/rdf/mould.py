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
    """How a case is written; without a template it never is.

    Of the shared nodes that it points to those of the agency are missing at ``owner``.
    """

    template: Template | None
    shared: tuple[Shared, ...] = ()
    owner: int = 0


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
        self._owners: dict[Hashable, Shared] = {}
        self._between = syntax.between.encode()
        begin = syntax.begin(part) + syntax.part(RDF.type, DCAT.Distribution)
        self._begin = self._between + begin.encode()

    def write(self, outline: Outline) -> tuple[bytes, list[Shared]]:
        """The dataset's own nodes, joined, and the shared nodes that it points to.

        Raises Unusual or TypeError where there is no mould, KeyError or ValueError for a code that
        no list has.
        """
        slug, agency, change, issued, modified, metadata, parts = outline
        if not slug or segment(slug) != slug:
            raise Unusual
        made: _Made = []
        told, case, passed = self._dataset.read(metadata, slug)
        make = partial(self._of_dataset, outline)
        mould = _met(self._datasets, (case, change, agency.organisation, not parts), make, made)
        shared = [*mould.shared]
        shared.insert(mould.owner, self._owner(outline))
        subject = slug.encode()
        texts, addresses = [b""], []
        for number, (uid, stated) in enumerate(parts, 1):
            name = f"{slug}{_NAME}{segment(uid) or number}"
            values, case, _ = self._resource.read(stated, name)
            part = _met(self._parts, (case, passed), partial(self._of_part, outline, stated), made)
            values.append(subject)
            addresses.append(address := name.encode())
            texts.append(_filled(part, address, values))
            shared += part.shared
        if len(set(addresses)) < len(addresses):
            raise Unusual
        begin, end = self._listed.begin, self._listed.end
        links = [begin + each + end for each in addresses]
        told += (
            issued.encode(),
            modified.encode(),
            segment(agency.code).encode(),
            self._listed.text(self._dataset.glue(slug), links),
        )
        texts[0] = _filled(mould, subject, told)
        own = self._between.join(texts)
        if made:
            self._prove(outline, own, shared, made)
        return own, shared

    def _of_dataset(self, outline: Outline) -> Mould:
        marked, marks = self._marked(outline)
        text, shared = self._write(marked)
        if outline.parts:
            text = self._write(marked._replace(parts=[(_PART, {})]))[0].partition(self._begin)[0]
        marks += ISSUED.encode(), MODIFIED.encode(), _OWNER.encode(), self._listed.mark
        at = self._place(shared, _OWNER)
        del shared[at]
        return Mould(Template(text, marks, _SLUG.encode()), tuple(shared), at)

    def _of_part(self, outline: Outline, stated: Mapping[str, Any]) -> Mould:
        marked, _ = self._marked(outline)
        metadata, marks = self._resource.marked(stated)
        text, shared = self._write(marked._replace(parts=[(_PART, metadata)]))
        rest = text[text.index(self._begin) + len(self._between) :]
        address = f"{_SLUG}{_NAME}{_PART}".encode()
        template = Template(rest, [*marks, _SLUG.encode()], address)
        return Mould(template, tuple(shared[len(self._write(marked)[1]) :]))

    def _owner(self, outline: Outline) -> Shared:
        """The nodes that tell of an agency."""
        agency = outline.agency
        named = agency.code, agency.kind, agency.name_th, agency.name_en
        found = self._owners.get(named)
        if found is None:
            if len(self._owners) >= MET:
                self._owners.clear()
            _, shared = self._write(outline)
            found = self._owners[named] = shared[self._place(shared, segment(agency.code))]
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
        if own != meant or shared != pointed:
            for moulds, case in made:
                moulds[case] = _NEVER
            raise Unusual


def _met(moulds: Known[Mould], case: Hashable, make: Callable[[], Mould], made: _Made) -> Mould:
    """The mould of a case; ``made`` takes it when it is new."""
    found = moulds.get(case)
    if found is None:
        moulds.expect(case)
        # If it cannot be made it is not tried again.
        moulds[case] = _NEVER
        found = moulds[case] = make()
        made.append((moulds, case))
    return found


def _filled(mould: Mould, address: bytes, values: list[bytes]) -> bytes:
    if mould.template is None:
        raise Unusual
    return mould.template.filled(address, values)

"""Documents: one dataset, a page, or the whole catalogue as a stream that stays flat in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from catalog.rdf.catalogue import CatalogPage, catalogue
from catalog.rdf.fast import writer
from catalog.rdf.formats import Format
from catalog.rdf.outline import outline_of
from catalog.rdf.site import Site
from catalog.rdf.source import Shared
from catalog.rdf.syntax import Syntax, syntax
from catalog.rdf.terms import node, segment
from catalog.rdf.trace import ENTRY, SUBJECT
from catalog.rdf.write import Description
from schemas.dataset import DatasetRecord
from schemas.outline import Outline
from vocab.namespaces import DCAT, Iri

#: Bytes that are gathered before they are handed on.
CHUNK = 1 << 16
#: Shared subjects remembered in one document; when there are more, some are written again.
REMEMBERED = 50_000

T = TypeVar("T")
#: Told of a dataset that could not be written, and why; the document goes on without it.
OnError = Callable[[T, Exception], None]

#: What is written of some datasets, and subjects and texts of shared nodes they point to: in UTF-8,
#: each text behind what divides it from the one before.
Piece = tuple[Sequence[bytes | memoryview], Iterable[tuple[str, bytes]]]


def dataset_document(record: DatasetRecord, site: Site, form: Format) -> bytes:
    """One dataset with everything that is needed to understand it, UTF-8."""
    made = writer(site.base, form)
    own, shared = made.write(outline_of(record))
    nodes = Shared.joined(shared).nodes
    style = made.syntax
    texts = style.between.encode().join((b"".join(own), *nodes.values()))
    return b"".join((style.head.encode(), texts, style.foot.encode()))


def catalog_document(
    records: Iterable[DatasetRecord],
    site: Site,
    form: Format,
    *,
    page: CatalogPage | None = None,
    on_error: OnError[DatasetRecord] | None = None,
) -> Iterator[bytes]:
    """The catalogue with these datasets, UTF-8, in chunks; the head comes at once.

    Each dataset is the same graph as its own document.  One that cannot be written is left out
    whole and told to ``on_error``; without that the exception ends the stream, because a harvester
    deletes what it does not meet.
    """
    return pieces_document(_pieces(records, outline_of, site, form, on_error), site, form, page)


def outlines_document(
    outlines: Iterable[Outline],
    site: Site,
    form: Format,
    *,
    on_error: OnError[Outline] | None = None,
) -> Iterator[bytes]:
    """The catalogue with datasets as storage holds them, else like `catalog_document`."""
    return pieces_document(_pieces(outlines, lambda each: each, site, form, on_error), site, form)


def _pieces(
    items: Iterable[T],
    outline_of_item: Callable[[T], Outline],
    site: Site,
    form: Format,
    on_error: OnError[T] | None,
) -> Iterator[Piece]:
    made = writer(site.base, form)
    write, listed = made.write, Listing(site, form)
    between = made.syntax.between.encode()
    seen: set[Shared] = set()
    for item in items:
        try:
            outline = outline_of_item(item)
            own, shared = write(outline)
        except Exception as error:
            if on_error is None:
                raise
            on_error(item, error)
            continue
        if len(seen) >= REMEMBERED:
            seen.clear()
        nodes: Iterable[tuple[str, bytes]] = ()
        if not seen.issuperset(shared):
            fresh = [each for each in shared if each not in seen]
            seen.update(fresh)
            pairs = (pair for each in fresh for pair in each.nodes.items())
            nodes = [(subject, between + text) for subject, text in pairs]
        yield (listed.of(outline.slug), between, *own), nodes


class Listing:
    """Statements that a dataset is in the catalogue of a site."""

    def __init__(self, site: Site, form: Format) -> None:
        entry = node(site.catalogue)
        entry.add(DCAT.dataset, Iri(SUBJECT))
        entry.add(DCAT.record, ENTRY)
        style = syntax(form, site.own)
        base = style.address(f"{site.base}/dataset/")
        text = style.between + style.node(entry).replace(SUBJECT, base + SUBJECT)
        self._between = text.encode().split(SUBJECT.encode())

    def of(self, slug: str) -> bytes:
        """The text for a dataset, in UTF-8, behind what divides it from the one before."""
        return segment(slug).encode().join(self._between)


def pieces_document(
    pieces: Iterable[Piece], site: Site, form: Format, page: CatalogPage | None = None
) -> Iterator[bytes]:
    """The catalogue with what is written of its datasets, UTF-8, in chunks."""
    style: Syntax = syntax(form, site.own)
    whole: Description = catalogue(site, page)
    head = style.between.join([*map(style.node, whole.own), *map(style.shared, whole.shared)])
    yield (style.head + head).encode()
    subjects = {str(each.subject) for each in whole.shared}
    waiting: list[bytes | memoryview] = []
    size = 0
    for texts, nodes in pieces:
        waiting += texts
        size += sum(map(len, texts))
        for subject, text in nodes:
            if subject not in subjects:
                if len(subjects) >= REMEMBERED:
                    subjects.clear()
                subjects.add(subject)
                waiting.append(text)
        if size >= CHUNK:
            # One text alone is handed on as it is, without a copy.
            yield b"".join(waiting)
            waiting, size = [], 0
    # Never an empty chunk: some servers take it for the end of the answer.
    if rest := b"".join((*waiting, style.foot.encode())):
        yield rest

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
from catalog.rdf.syntax import syntax
from catalog.rdf.terms import node, segment
from catalog.rdf.trace import ENTRY, SUBJECT
from schemas.dataset import DatasetRecord
from schemas.outline import Outline
from vocab.namespaces import DCAT, Iri

#: Characters that are gathered before they are handed on.
CHUNK = 1 << 16
#: Shared subjects remembered in one document; when there are more, some are written again.
REMEMBERED = 50_000

T = TypeVar("T")
#: Told of a dataset that could not be written, and why; the document goes on without it.
OnError = Callable[[T, Exception], None]

#: The texts of a dataset's own nodes and the shared nodes that it points to.
Piece = tuple[str, Sequence[Shared]]


def dataset_document(record: DatasetRecord, site: Site, form: Format) -> bytes:
    """One dataset with everything that is needed to understand it, UTF-8."""
    made = writer(site.base, form)
    own, shared = made.write(outline_of(record))
    nodes: dict[str, str] = {}
    for each in shared:
        nodes |= each.nodes
    style = made.syntax
    return (style.head + style.between.join((own, *nodes.values())) + style.foot).encode()


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
    write, listed, between = made.write, Listing(site, form), made.syntax.between
    for item in items:
        try:
            outline = outline_of_item(item)
            own, shared = write(outline)
        except Exception as error:
            if on_error is None:
                raise
            on_error(item, error)
            continue
        yield f"{listed.of(outline.slug)}{between}{own}", shared


class Listing:
    """Statements that a dataset is in the catalogue of a site."""

    def __init__(self, site: Site, form: Format) -> None:
        entry = node(site.catalogue)
        entry.add(DCAT.dataset, Iri(SUBJECT))
        entry.add(DCAT.record, ENTRY)
        style = syntax(form, site.own)
        self._text = style.node(entry)
        self._base = style.address(f"{site.base}/dataset/")

    def of(self, slug: str) -> str:
        """The text for a dataset."""
        return self._text.replace(SUBJECT, self._base + segment(slug))


def pieces_document(
    pieces: Iterable[Piece], site: Site, form: Format, page: CatalogPage | None = None
) -> Iterator[bytes]:
    """The catalogue with what was written of its datasets, UTF-8, in chunks."""
    style = syntax(form, site.own)
    between = style.between
    whole = catalogue(site, page)
    texts = [*map(style.node, whole.own), *map(style.shared, whole.shared)]
    yield (style.head + between.join(texts)).encode()
    subjects = {str(each.subject) for each in whole.shared}
    seen: set[Shared] = set()
    waiting: list[str] = []
    size = 0
    for own, shared in pieces:
        waiting.append(own)
        size += len(own)
        for each in shared:
            if each in seen:
                continue
            if len(subjects) >= REMEMBERED or len(seen) >= REMEMBERED:
                subjects.clear()
                seen.clear()
            seen.add(each)
            for subject, text in each.nodes.items():
                if subject not in subjects:
                    subjects.add(subject)
                    waiting.append(text)
        if size >= CHUNK:
            yield (between + between.join(waiting)).encode()
            waiting, size = [], 0
    rest = between + between.join(waiting) if waiting else ""
    # Never an empty chunk: some servers take it for the end of the answer.
    if rest + style.foot:
        yield (rest + style.foot).encode()

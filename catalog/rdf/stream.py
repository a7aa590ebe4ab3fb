"""Documents: one dataset, a page, or the whole catalogue as a stream that stays flat in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from catalog.rdf.catalogue import CatalogPage, catalogue
from catalog.rdf.formats import Format
from catalog.rdf.site import Site
from catalog.rdf.syntax import Syntax, syntax
from catalog.rdf.terms import Node, node
from catalog.rdf.write import Description, describe
from schemas.dataset import DatasetRecord
from vocab.namespaces import DCAT, Iri

#: Bytes that are gathered before they are handed on.
CHUNK = 1 << 16
#: Shared subjects remembered in one document; when there are more, some are written again.
REMEMBERED = 50_000

#: Told of a record that could not be written, and why; the document goes on without it.
OnError = Callable[[DatasetRecord, Exception], None]


def dataset_document(record: DatasetRecord, site: Site, form: Format) -> bytes:
    """One dataset with everything that is needed to understand it, UTF-8."""
    writer = syntax(form, site.own)
    parts = _texts(writer, describe(record, site), set())
    return (writer.head + writer.between.join(parts) + writer.foot).encode()


def catalog_document(
    records: Iterable[DatasetRecord],
    site: Site,
    form: Format,
    *,
    page: CatalogPage | None = None,
    on_error: OnError | None = None,
) -> Iterator[bytes]:
    """The catalogue with these datasets, UTF-8, in chunks; the head comes at once.

    Each dataset is the same graph as its own document.  A record that cannot be written is left
    out whole and told to ``on_error``; without that the exception ends the stream, because a
    harvester deletes what it does not meet.
    """
    writer = syntax(form, site.own)
    seen: set[Iri] = set()
    yield (writer.head + writer.between.join(_texts(writer, catalogue(site, page), seen))).encode()
    waiting: list[str] = []
    size = 0
    for record in records:
        try:
            found = describe(record, site)
            text = writer.between.join(_texts(writer, _listed(found, record, site), seen))
        except Exception as error:
            if on_error is None:
                raise
            on_error(record, error)
            continue
        waiting.append(writer.between + text)
        size += len(text)
        if size >= CHUNK:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    # Never an empty chunk: some servers take it for the end of the answer.
    if rest := "".join(waiting) + writer.foot:
        yield rest.encode()


def _listed(found: Description, record: DatasetRecord, site: Site) -> Description:
    """A dataset's nodes behind the statement that it is in the catalogue."""
    entry: Node = node(site.catalogue)
    entry.add(DCAT.dataset, site.dataset(record))
    entry.add(DCAT.record, site.entry(record))
    return Description((entry, *found.own), found.shared)


def _texts(writer: Syntax, found: Description, seen: set[Iri]) -> list[str]:
    """Own nodes, then the shared ones that this document does not have yet."""
    texts = [writer.node(each) for each in found.own]
    if len(seen) >= REMEMBERED:
        seen.clear()
    for each in found.shared:
        if each.subject not in seen:
            seen.add(each.subject)
            texts.append(writer.shared(each))
    return texts

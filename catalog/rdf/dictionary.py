"""Data dictionaries as CSVW: the table behind a distribution, column by column.

The columns are an RDF list whose cells have addresses: nothing is a blank node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from catalog.rdf.site import Site
from catalog.rdf.terms import Node, Object, boolean, clean, node, plain, text_in
from schemas.dataset import DatasetRecord
from schemas.dictionary import ColumnRecord, DictionaryRecord
from schemas.distribution import DistributionRecord
from vocab.namespaces import CSVW, DCT, RDF, Iri, resolve
from vocab.profiles.csvw import COLUMN, DATATYPES, Way


def dictionary_nodes(
    record: DatasetRecord, dictionaries: Mapping[str, DictionaryRecord], site: Site
) -> Iterator[Node]:
    """The tables of a dataset, node by node; ``dictionaries`` are by UUID of the distribution.

    Hidden distributions, and the columns of them, are left out.
    """
    for part in record.public_distributions:
        if part.uid in dictionaries:
            name = f"{site.dataset(record)}#distribution-{part.uid}"
            yield from _table(name, part, dictionaries[part.uid], site)


def _table(
    name: str, part: DistributionRecord, dictionary: DictionaryRecord, site: Site
) -> Iterator[Node]:
    file, table = node(Iri(name)), node(Iri(f"{name}-table"), CSVW.TableSchema, DCT.Standard)
    file.add(DCT.conformsTo, table.subject)
    table.add(DCT.title, text_in("th", part.text("name")))
    table.add(CSVW.column, Iri(f"{name}-columns-1") if dictionary.columns else RDF.nil)
    for key in dictionary.key:
        table.add(CSVW.primaryKey, plain(variable(key)))
    yield file
    yield table
    last = len(dictionary.columns)
    for number, column in enumerate(dictionary.columns, 1):
        cell, made = node(Iri(f"{name}-columns-{number}")), _column(name, number, column, site)
        cell.add(RDF.first, made.subject)
        cell.add(RDF.rest, RDF.nil if number == last else Iri(f"{name}-columns-{number + 1}"))
        yield cell
        yield made


def _column(name: str, number: int, column: ColumnRecord, site: Site) -> Node:
    made = node(Iri(f"{name}-column-{number}"), CSVW.Column)
    for row in COLUMN:
        for value in WAYS[row.way](getattr(column, row.attribute)):
            made.add(resolve(row.property, site.own), value)
    return made


def variable(name: str) -> str:
    """A name as CSVW and URI templates (RFC 6570) want it: what they forbid is percent-encoded."""
    made = quote(clean(name), safe="").replace("-", "%2D").replace("~", "%7E")
    # A leading underscore is kept for the words of CSVW itself.
    return f"%5F{made[1:]}" if made.startswith("_") else made


WAYS: Mapping[Way, Callable[[Any], list[Object | None]]] = {
    Way.HEAD: lambda text: [plain(text)],
    Way.VARIABLE: lambda text: [plain(variable(text))],
    Way.WORDS: lambda text: [text_in("th", text.th), text_in("en", text.en)],
    Way.THAI: lambda text: [text_in("th", text)],
    Way.BOOLEAN: lambda value: [boolean(value)],
    Way.DATATYPE: lambda kind: [DATATYPES[kind]],
}

"""Documents in one of the profiles that are offered: the default graph with its table applied.

The default profile has the generated writers (catalog.rdf.fast); the others take the graph of
`write.describe` and are several times as slow, which a harvest of thousands does not notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from catalog.rdf import shared
from catalog.rdf.catalogue import CatalogPage, catalogue
from catalog.rdf.formats import Format
from catalog.rdf.site import Site
from catalog.rdf.stream import CHUNK, OnError
from catalog.rdf.syntax import Syntax, syntax
from catalog.rdf.terms import Literal, Node, Object, Statement, node
from catalog.rdf.write import Description, describe
from schemas.dataset import DatasetRecord
from vocab.namespaces import DCAT, DCT, RDF, SKOS, Iri, resolve
from vocab.profiles.dcat import PROFILE
from vocab.profiles.exchange import (
    DEFAULT,
    PROFILES,
    SCHEMES,
    TERMS,
    Change,
    Departure,
    Given,
    Profile,
)

#: A node's statements with the row applied, and the nodes that these need.
Applied = tuple[list[Statement], tuple[Node, ...]]


def in_profile(found: Description, profile: Profile, site: Site) -> Description:
    """What a dataset or a catalogue says, as the profile wants it.

    Shared nodes that nothing points to any more are left out.
    """
    if profile is DEFAULT:
        return found
    dataset = next((each for each in found.own if _is(each, DCAT.Dataset)), None)

    def holds(given: Given) -> bool:
        return not given or (dataset is not None and _holds(dataset, given, site.own))

    changes = [change for change in profile.changes if holds(change.given)]
    claimed = not profile.claims or any(map(holds, profile.claims))
    own: list[Node] = []
    needed: dict[Iri, Node] = {}
    for each in found.own:
        made, more = _changed(each, changes, site)
        own.append(_claiming(made, profile.iri) if claimed else made)
        needed.update((one.subject, one) for one in more)
    if claimed:
        needed[Iri(profile.iri)] = shared.standard(profile.iri, profile.title)[0]
    for each in found.shared:
        for one in _shared(each, profile.name, site):
            needed.setdefault(one.subject, one)
    return Description(tuple(own), tuple(_reached(own, needed)))


def dataset_in_profile(record: DatasetRecord, site: Site, form: Format, profile: Profile) -> bytes:
    """One dataset as a document of the profile, UTF-8."""
    writer = syntax(form, site.own)
    found = in_profile(describe(record, site), profile, site)
    return (writer.head + writer.between.join(_texts(writer, found, set())) + writer.foot).encode()


def catalog_in_profile(
    records: Iterable[DatasetRecord],
    site: Site,
    form: Format,
    profile: Profile,
    *,
    page: CatalogPage | None = None,
    on_error: OnError[DatasetRecord] | None = None,
) -> Iterator[bytes]:
    """The catalogue with these datasets as a document of the profile, UTF-8, in chunks.

    One that cannot be written is left out and told to ``on_error``, as `catalog_document` does.
    """
    writer, seen = syntax(form, site.own), set[Iri]()
    whole = in_profile(catalogue(site, page), profile, site)
    yield (writer.head + writer.between.join(_texts(writer, whole, seen))).encode()
    waiting: list[str] = []
    size = 0
    for record in records:
        try:
            found = in_profile(describe(record, site), profile, site)
        except Exception as error:
            if on_error is None:
                raise
            on_error(record, error)
            continue
        entry = node(site.catalogue)
        entry.statements = [
            (DCAT.dataset, site.dataset(record)),
            (DCAT.record, site.entry(record)),
        ]
        listed = Description((entry, *found.own), found.shared)
        text = writer.between.join(_texts(writer, listed, seen))
        waiting.append(writer.between + text)
        size += len(text)
        if size >= CHUNK:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    if rest := "".join(waiting) + writer.foot:
        yield rest.encode()


def _texts(writer: Syntax, found: Description, seen: set[Iri]) -> list[str]:
    """Own nodes, then the shared ones that this document does not have yet."""
    texts = [writer.node(each) for each in found.own]
    for each in found.shared:
        if each.subject not in seen:
            seen.add(each.subject)
            texts.append(writer.shared(each))
    return texts


def _is(each: Node, kind: Iri) -> bool:
    return (RDF.type, kind) in each.statements


def _text(value: Object) -> str:
    return value if isinstance(value, Iri) else value.text


def _holds(dataset: Node, given: Given, own: str) -> bool:
    return all(
        any(_text(value).endswith(end) for value in dataset.values(resolve(name, own)))
        for name, end in given
    )


def _claiming(each: Node, profile: str) -> Node:
    """The node saying that it conforms to this profile where it named the default."""
    named = (DCT.conformsTo, Iri(PROFILE))
    if named not in each.statements:
        return each
    wanted = (DCT.conformsTo, Iri(profile))
    return Node(each.subject, [wanted if said == named else said for said in each.statements])


def _changed(each: Node, changes: Iterable[Change], site: Site) -> tuple[Node, list[Node]]:
    """A node with all rows applied, and the nodes that its new values need."""
    statements, needed = each.statements, list[Node]()
    for change in changes:
        if change.on and not _is(each, resolve(change.on, site.own)):
            continue
        made = Node(each.subject, statements)
        statements, more = _DEPARTURES[change.kind](made, change, site)
        needed += more
    if statements is each.statements:
        return each, needed
    return Node(each.subject, statements), needed


@lru_cache(8192)
def _shared(each: Node, name: str, site: Site) -> tuple[Node, ...]:
    """A shared node as a profile wants it with the nodes that it needs, made once."""
    profile = next(one for one in PROFILES if one.name == name)
    made, more = _changed(each, [one for one in profile.changes if not one.given], site)
    return (made, *more)


def _reached(own: Iterable[Node], needed: Mapping[Iri, Node]) -> Iterator[Node]:
    """The nodes that the own ones point to, directly or not, in their order."""
    waiting, reached = list(own), set[Iri]()
    while waiting:
        for _, value in waiting.pop().statements:
            if isinstance(value, Iri) and value in needed and value not in reached:
                reached.add(value)
                waiting.append(needed[value])
    return (each for subject, each in needed.items() if subject in reached)


def _leave(each: Node, change: Change, site: Site) -> Applied:
    out = resolve(change.property, site.own)
    return [said for said in each.statements if said[0] != out], ()


def _plain(each: Node, change: Change, site: Site) -> Applied:
    wanted = resolve(change.property, site.own)
    texts = [value for value in each.values(wanted) if isinstance(value, Literal)]
    if not texts:
        return each.statements, ()
    chosen = next((text for text in texts if text.language == "en"), texts[0])
    at = next(n for n, said in enumerate(each.statements) if said[0] == wanted)
    rest = [said for said in each.statements if said[0] != wanted]
    return [*rest[:at], (wanted, Literal(chosen.text)), *rest[at:]], ()


def _listed(each: Node, change: Change, site: Site) -> Applied:
    wanted = resolve(change.property, site.own)
    if each.values(wanted):
        return each.statements, ()
    own = (f"{site.base}/codelist", "Values of single datasets")
    address, title = next(
        (found for start, found in SCHEMES.items() if each.subject.startswith(start)), own
    )
    return [*each.statements, (wanted, Iri(address))], (_scheme(address, title),)


def _named(each: Node, change: Change, site: Site) -> Applied:
    wanted = resolve(change.property, site.own)
    if each.values(wanted):
        return each.statements, ()
    return [*each.statements, (wanted, Literal(each.subject))], ()


def _add(each: Node, change: Change, site: Site) -> Applied:
    stated = (resolve(change.property, site.own), Iri(change.value))
    return [*each.statements, stated], _term(change.value)


@lru_cache(256)
def _scheme(address: str, title: str) -> Node:
    made = node(Iri(address), SKOS.ConceptScheme)
    made.add(DCT.title, Literal(title, "en"))
    return made


@lru_cache(256)
def _term(address: str) -> tuple[Node, ...]:
    """A value of the tables with its class, its label and its scheme."""
    found = TERMS[address]
    made = node(Iri(address), resolve(found.kind, ""))
    made.add(SKOS.prefLabel, Literal(found.label, "en"))
    made.add(SKOS.inScheme, Iri(found.scheme))
    return made, _scheme(found.scheme, found.scheme_title)


_DEPARTURES: Mapping[Departure, Callable[[Node, Change, Site], Applied]] = {
    Departure.LEAVE: _leave,
    Departure.PLAIN: _plain,
    Departure.LISTED: _listed,
    Departure.NAMED: _named,
    Departure.ADD: _add,
}

"""The quality score of the public catalogue, as a European portal would count it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from catalog.auth.policy import ANYONE, Actor, require
from catalog.db.queries.datasets import CHUNK, Which, datasets_of_rows, walk_datasets
from catalog.db.queries.portal import public_page
from catalog.rdf.mqa import CatalogueScore, Tally, assess, own_pages
from catalog.rdf.site import Site
from catalog.rdf.write import triples
from schemas.dataset import DatasetRecord
from vocab.codes import Permission


@dataclass(frozen=True, slots=True)
class CatalogueQuality:
    """The score, of how many public datasets there are, and how many could not be written."""

    score: CatalogueScore
    total: int
    unwritten: int


def assess_catalogue(
    session: Session, actor: Actor, site: Site, *, most: int | None = None
) -> CatalogueQuality:
    """Score what anyone may see; raises Forbidden and SignInRequired.

    With ``most`` the datasets whose UUIDs come first: a sample that does not depend on what they
    are about, the same one each time.  Takes about a millisecond a dataset.
    """
    require(actor, Permission.ADMINISTER)
    page = public_page(session, "", most or 1)
    records = _sample(session, page.rows) if most else _all(session)
    tally, answers, unwritten = Tally(), own_pages(site), 0
    for record in records:
        try:
            said = list(triples(record, site))
        except (KeyError, ValueError):
            # No portal gets it either: the export leaves it out and logs it.
            unwritten += 1
            continue
        tally.add(record.slug, assess(site.dataset(record), said, answers))
    return CatalogueQuality(tally.score(), page.total, unwritten)


def _all(session: Session) -> Iterator[DatasetRecord]:
    return walk_datasets(session, ANYONE, which=Which.PUBLISHED)


def _sample(session: Session, rows: tuple[int, ...]) -> Iterator[DatasetRecord]:
    for start in range(0, len(rows), CHUNK):
        yield from datasets_of_rows(session, ANYONE, rows[start : start + CHUNK])

"""The installation that publishes: its addresses and what it says about itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from catalog.rdf.terms import iri, segment
from schemas.agency import AgencyRecord
from schemas.dataset import DatasetRecord
from schemas.values import LocalizedText
from vocab.namespaces import Iri


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A catalogue on the web.

    ``base`` is the base IRI, a setting of its own: harvesters know a dataset by its address, so it
    stays the same when the host changes.  ``licence`` is an id of the code list license_id that
    holds for the metadata, "" when the operator stated none; ``issued`` and ``modified`` are the
    days on which the catalogue opened and last changed.  ``path`` and ``home`` are where the
    catalogue and its page for people stand below the base: one agency's are other ones, see
    `of_agency`.  Raises ValueError when ``base`` is no absolute http or https address, or has a
    query, a fragment or a final slash.
    """

    base: str
    title: LocalizedText
    description: LocalizedText
    publisher: AgencyRecord
    licence: str = ""
    issued: dt.date | None = None
    modified: dt.date | None = None
    path: str = "/catalog"
    home: str = "/"

    def __post_init__(self) -> None:
        if iri(self.base) != self.base or not self.base.startswith("http"):
            raise ValueError(self.base)
        if self.base.endswith("/") or "?" in self.base or "#" in self.base:
            raise ValueError(self.base)

    @property
    def own(self) -> str:
        """Namespace of our own terms."""
        return self.base + "/ns#"

    @property
    def catalogue(self) -> Iri:
        """The catalogue that these documents are of."""
        return Iri(self.base + self.path)

    @property
    def homepage(self) -> Iri:
        """The page for people."""
        return Iri(self.base + self.home)

    def of_agency(self, agency: AgencyRecord) -> Site:
        """The same installation as publisher of what one agency and those below it own.

        Its page is the search for its datasets: the address of the agency is that of the body.
        """
        th, en, through = agency.name_th, agency.name_en, self.title
        return replace(
            self,
            title=LocalizedText(f"ชุดข้อมูลของ{th}", en and f"Datasets of {en}"),
            description=LocalizedText(
                f"ชุดข้อมูลที่{th}และหน่วยงานในสังกัดเผยแพร่ผ่าน{through.th}",
                en and f"Datasets that {en} and the agencies below it publish in {through.en}.",
            ),
            publisher=agency,
            path=f"/agency/{segment(agency.code)}/catalog",
            home=f"/search?agency={segment(agency.code)}",
        )

    def dataset(self, record: DatasetRecord) -> Iri:
        """A dataset; inner nodes are fragments of it."""
        return Iri(f"{self.base}/dataset/{segment(record.slug)}")

    def quality(self, record: DatasetRecord) -> Iri:
        """What is measured of a dataset, a document of its own."""
        return Iri(self.dataset(record) + "/quality")

    def provenance(self, record: DatasetRecord) -> Iri:
        """Which revisions of a dataset's entry were published, a document of its own."""
        return Iri(self.dataset(record) + "/provenance")

    def entry(self, record: DatasetRecord) -> Iri:
        """The catalogue record of a dataset."""
        return Iri(self.dataset(record) + "#record")

"""RDF namespaces, closed: asking for a term that a vocabulary does not have is an error.

A misspelt property is not noticed by any parser, so it has to be noticed here.  The terms of DCAT
are those of version 3 (W3C Recommendation of 22 August 2024); rdflib's own class is version 2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

#: Prefix of the terms and code lists of the installation that publishes, see `resolve`.
OWN = "thgdc"


class Iri(str):
    """An absolute IRI that may be written as it stands (catalog.rdf.terms.iri makes them)."""

    __slots__ = ()


class UnknownTerm(AttributeError, KeyError):
    """A vocabulary has no term of that name."""


class ClosedNamespace:
    """The terms of one vocabulary as attributes or items, each an absolute IRI.

    ``terms`` is a text of names divided by blanks.
    """

    def __init__(self, prefix: str, iri: str, terms: str) -> None:
        self._prefix = prefix
        self._iri = Iri(iri)
        self._terms = {name: Iri(iri + name) for name in terms.split()}
        # Real attributes: __getattr__ is asked for what is missing only, and is ten times slower.
        self.__dict__.update(self._terms)

    def __getattr__(self, name: str) -> Iri:
        return self[name]

    def __getitem__(self, name: str) -> Iri:
        """The IRI of a term; UnknownTerm when the vocabulary does not have it."""
        try:
            return self._terms[name]
        except KeyError:
            raise UnknownTerm(f"{self._prefix}:{name}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __contains__(self, name: object) -> bool:
        return name in self._terms

    def __str__(self) -> str:
        return self._iri


RDF = ClosedNamespace(
    "rdf",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    """Alt Bag CompoundLiteral HTML JSON List PlainLiteral Property Seq Statement XMLLiteral
    direction first langString language nil object predicate rest subject type value""",
)
RDFS = ClosedNamespace(
    "rdfs",
    "http://www.w3.org/2000/01/rdf-schema#",
    """Class Container ContainerMembershipProperty Datatype Literal Resource comment domain
    isDefinedBy label member range seeAlso subClassOf subPropertyOf""",
)
XSD = ClosedNamespace(
    "xsd",
    "http://www.w3.org/2001/XMLSchema#",
    """anyURI boolean date dateTime decimal duration gYear gYearMonth hexBinary integer
    nonNegativeInteger positiveInteger string time""",
)
DCAT = ClosedNamespace(
    "dcat",
    "http://www.w3.org/ns/dcat#",
    """Catalog CatalogRecord DataService Dataset DatasetSeries Distribution Relationship Resource
    Role accessService accessURL bbox byteSize catalog centroid compressFormat contactPoint dataset
    distribution downloadURL endDate endpointDescription endpointURL first hadRole
    hasCurrentVersion hasVersion inCatalog inSeries isDistributionOf isVersionOf keyword
    landingPage last mediaType next nextVersion packageFormat prev previousVersion
    qualifiedRelation record resource seriesMember servesDataset service
    spatialResolutionInMeters startDate temporalResolution theme themeTaxonomy version""",
)
DCT = ClosedNamespace(
    "dct",
    "http://purl.org/dc/terms/",
    """Agent AgentClass BibliographicResource Box DCMIType DDC FileFormat Frequency IMT ISO3166
    ISO639-2 ISO639-3 Jurisdiction LCC LCSH LicenseDocument LinguisticSystem Location
    LocationPeriodOrJurisdiction MESH MediaType MediaTypeOrExtent MethodOfAccrual
    MethodOfInstruction NLM Period PeriodOfTime PhysicalMedium PhysicalResource Point Policy
    ProvenanceStatement RFC1766 RFC3066 RFC4646 RFC5646 RightsStatement SizeOrDuration Standard TGN
    UDC URI W3CDTF abstract accessRights accrualMethod accrualPeriodicity accrualPolicy alternative
    audience available bibliographicCitation conformsTo contributor coverage created creator date
    dateAccepted dateCopyrighted dateSubmitted description educationLevel extent format hasFormat
    hasPart hasVersion identifier instructionalMethod isFormatOf isPartOf isReferencedBy
    isReplacedBy isRequiredBy isVersionOf issued language license mediator medium modified
    provenance publisher references relation replaces requires rights rightsHolder source spatial
    subject tableOfContents temporal title type valid""",
)
DCATAP = ClosedNamespace(
    "dcatap", "http://data.europa.eu/r5r/", "applicableLegislation availability hvdCategory"
)
ADMS = ClosedNamespace(
    "adms",
    "http://www.w3.org/ns/adms#",
    """Asset AssetDistribution AssetRepository Identifier identifier includedAsset interoperability
    last next prev representationTechnique sample schemaAgency status supportedSchema translation
    versionNotes""",
)
DQV = ClosedNamespace(
    "dqv",
    "http://www.w3.org/ns/dqv#",
    """Category Dimension Metric QualityAnnotation QualityCertificate QualityMeasurement
    QualityMeasurementDataset QualityMetadata QualityPolicy UserQualityFeedback computedOn
    expectedDataType hasQualityAnnotation hasQualityMeasurement hasQualityMetadata inCategory
    inDimension isMeasurementOf value""",
)
FOAF = ClosedNamespace(
    "foaf",
    "http://xmlns.com/foaf/0.1/",
    """Agent Document Group Organization Person Project homepage isPrimaryTopicOf logo mbox member
    name nick page phone primaryTopic topic""",
)
VCARD = ClosedNamespace(
    "vcard",
    "http://www.w3.org/2006/vcard/ns#",
    """Address Group Individual Kind Organization VCard country-name fn given-name family-name
    hasAddress hasEmail hasTelephone hasURL hasUID locality organization-name organization-unit
    postal-code region role street-address title""",
)
PROV = ClosedNamespace(
    "prov",
    "http://www.w3.org/ns/prov#",
    """Activity Agent Attribution Bundle Entity Plan agent atTime endedAtTime generatedAtTime
    hadRole has_provenance qualifiedAttribution specializationOf startedAtTime used
    wasAssociatedWith wasAttributedTo wasDerivedFrom wasGeneratedBy wasInformedBy wasRevisionOf""",
)
SKOS = ClosedNamespace(
    "skos",
    "http://www.w3.org/2004/02/skos/core#",
    """Collection Concept ConceptScheme OrderedCollection altLabel broadMatch broader
    broaderTransitive changeNote closeMatch definition editorialNote exactMatch example
    hasTopConcept hiddenLabel historyNote inScheme mappingRelation member memberList narrowMatch
    narrower narrowerTransitive notation note prefLabel related relatedMatch scopeNote
    semanticRelation topConceptOf""",
)
SPDX = ClosedNamespace(
    "spdx",
    "http://spdx.org/rdf/terms#",
    """Checksum ChecksumAlgorithm algorithm checksum checksumValue checksumAlgorithm_md5
    checksumAlgorithm_sha1 checksumAlgorithm_sha256 checksumAlgorithm_sha384
    checksumAlgorithm_sha512""",
)
#: StatDCAT-AP 1.0.1, the European statistical profile.
STAT = ClosedNamespace(
    "statdcat", "http://data.europa.eu/m8g/", "attribute dimension numSeries statUnitMeasure"
)
#: GeoDCAT-AP: the metrics of spatial resolution.
GEODCAT = ClosedNamespace(
    "geodcat",
    "http://data.europa.eu/930/",
    """spatialResolutionAsAngularDistance spatialResolutionAsDistance spatialResolutionAsScale
    spatialResolutionAsVerticalDistance""",
)
GEO = ClosedNamespace(
    "geo", "http://www.opengis.net/ont/geosparql#", "asWKT geoJSONLiteral gmlLiteral wktLiteral"
)
LOCN = ClosedNamespace(
    "locn", "http://www.w3.org/ns/locn#", "Address Geometry address geographicName geometry"
)
#: Vocabulary of Interlinked Datasets: where sets of triples are.
VOID = ClosedNamespace(
    "void",
    "http://rdfs.org/ns/void#",
    """Dataset DatasetDescription dataDump feature openSearchDescription rootResource subset
    uriSpace vocabulary""",
)
#: European Legislation Identifier: what a law is.
ELI = ClosedNamespace("eli", "http://data.europa.eu/eli/ontology#", "LegalResource")
HYDRA = ClosedNamespace(
    "hydra",
    "http://www.w3.org/ns/hydra/core#",
    """Collection PagedCollection PartialCollectionView first firstPage itemsPerPage last lastPage
    member next nextPage previous previousPage totalItems view""",
)
#: CSV on the Web: tables and their columns.
CSVW = ClosedNamespace(
    "csvw",
    "http://www.w3.org/ns/csvw#",
    """Column TableSchema column datatype name primaryKey required title""",
)
#: SHACL: the words of shapes, which no dataset's document needs.
SH = ClosedNamespace(
    "sh",
    "http://www.w3.org/ns/shacl#",
    """BlankNode BlankNodeOrIRI BlankNodeOrLiteral IRI IRIOrLiteral Info Literal NodeShape
    PropertyGroup PropertyShape Violation Warning and class closed datatype deactivated
    defaultValue description detail disjoint focusNode group hasValue in inversePath languageIn
    maxCount maxLength message minCount minLength name node nodeKind not or order path pattern
    property result resultMessage resultPath resultSeverity severity shapesGraph
    sourceConstraintComponent targetClass uniqueLang value""",
)

#: The namespaces of datasets, in the order in which documents declare them.
NAMESPACES = (
    RDF,
    RDFS,
    XSD,
    DCAT,
    DCT,
    DCATAP,
    ADMS,
    DQV,
    FOAF,
    VCARD,
    PROV,
    SKOS,
    SPDX,
    STAT,
    GEODCAT,
    GEO,
    LOCN,
    ELI,
    CSVW,
    VOID,
    HYDRA,
)
#: Prefix to IRI, for the head of a Turtle file and the context of JSON-LD.
PREFIXES: Mapping[str, str] = {n._prefix: str(n) for n in NAMESPACES}
_BY_PREFIX: Mapping[str, ClosedNamespace] = {n._prefix: n for n in NAMESPACES}

#: EU Vocabularies; always http, never https.
EU = "http://publications.europa.eu/resource/authority/"


def curies() -> dict[str, str]:
    """Every closed term by its IRI, as a prefixed name such as ``dct:title``."""
    return {n[name]: f"{n._prefix}:{name}" for n in NAMESPACES for name in n}


def resolve(curie: str, own: str) -> Iri:
    """The IRI of a prefixed name; ``own`` is the address of the installation's own terms.

    Raises UnknownTerm when the prefix or the term is not known.  Own terms are open: they follow
    from the keys of the field table.
    """
    prefix, _, name = curie.partition(":")
    if prefix == OWN:
        return Iri(own + name)
    if prefix not in _BY_PREFIX:
        raise UnknownTerm(curie)
    return _BY_PREFIX[prefix][name]

"""The registration form as its template draws it: sections of boxes made from the field table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from catalog.web.i18n import gettext as _
from catalog.web.i18n import language, marked
from catalog.web.reading import Fault, box_id
from catalog.web.typed import DAY_PARTS, Boxes, Typed, TypedRow
from catalog.web.values import code_label, help_of, label_of, yes_no
from schemas.time import MONTHS_EN, MONTHS_TH_LONG
from vocab.codes import DatasetType, Obligation
from vocab.concepts import codelist
from vocab.profiles.th_gov import Field, ValueType, dataset_fields, resource_fields

#: Most choices shown as radio buttons; longer lists become a select box.
_RADIOS = 6


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a box."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Box:
    """One question of the form.

    ``kind`` names the macro that draws it; ``need`` is mandatory, conditional or optional;
    ``shown_with`` names the box whose choice อื่นๆ asks for this one, "" for none.
    """

    id: str
    key: str
    kind: str
    number: str
    label: str
    hint: str
    need: str
    limit: int
    texts: tuple[str, ...]
    options: tuple[Option, ...] = ()
    faults: tuple[str, ...] = ()
    shown_with: str = ""
    parts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What stands in a box of one text."""
        return self.texts[0] if self.texts else ""

    @property
    def described_by(self) -> str:
        """Ids of what explains the box."""
        return f"{self.id}-hint {self.id}-error" if self.faults else f"{self.id}-hint"


@dataclass(frozen=True, slots=True)
class Section:
    """Boxes about one thing; ``folded`` ones open on demand."""

    id: str
    title: str
    boxes: tuple[Box, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class RowBoxes:
    """The boxes of one distribution: those everybody fills in and the rest."""

    position: int
    uid: str
    title: str
    main: tuple[Box, ...]
    more: tuple[Box, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class FormView:
    """Everything the template of the form needs."""

    sections: tuple[Section, ...]
    rows: tuple[RowBoxes, ...]
    blank: RowBoxes
    sentences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


#: Which questions stand together, in the order of the form; fields named nowhere come under
#: "more", in the standard's order.
SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "about",
        marked("The dataset and who answers for it"),
        ("title", "title_en", "owner_org", "maintainer", "maintainer_email"),
    ),
    (
        "content",
        marked("What it holds"),
        ("tag_string", "notes", "notes_en", "objective", "objective_other"),
    ),
    (
        "cover",
        marked("How often and how far"),
        (
            "update_frequency_unit",
            "update_frequency_unit_other",
            "update_frequency_interval",
            "last_updated_date",
            "geo_coverage",
            "geo_coverage_other",
            "data_source",
        ),
    ),
    (
        "rights",
        marked("Format, category and licence"),
        (
            "data_format",
            "data_format_other",
            "data_category",
            "data_classification",
            "license_id",
            "license_id_other",
            "accessible_condition",
        ),
    ),
    ("more", marked("More about this type of data"), ()),
    (
        "catalogue",
        marked("In the catalogue"),
        ("name", "private", "allow_harvest", "reference_url_catalog"),
    ),
)
_MAIN_OF_ROW = ("name", "url", "format", "description")
#: Drawn by the template itself, at the top of the form.
_APART = ("data_type", "data_type_other")
#: What the catalogue fills in when the steward does not.
_CHOSEN_FOR_YOU = {"name": Obligation.OPTIONAL, "private": Obligation.MANDATORY}


def form_view(
    typed: Typed,
    dataset_type: DatasetType | None,
    faults: Sequence[Fault],
    agencies: Sequence[tuple[str, str]],
) -> FormView:
    """The form with what was typed and what is wrong; ``agencies`` are (code, name) to choose from.

    A field that the type does not have is shown only while something stands in it.
    """
    sentences: dict[str, tuple[str, ...]] = {}
    for fault in faults:
        sentences[fault.box] = (*sentences.get(fault.box, ()), fault.sentence)
    draw = _Drawing(dataset_type, sentences, agencies)
    named = {key for _id, _title, keys in SECTIONS for key in keys} | set(_APART)
    by_key = {row.key: row for row in dataset_fields()}
    sections = []
    for name, title, keys in SECTIONS:
        rows = (
            [by_key[key] for key in keys]
            if keys
            else [row for row in dataset_fields() if row.key not in named]
        )
        boxes = tuple(draw.boxes(rows, typed, None))
        used = any(box.faults or any(box.texts) for box in boxes)
        if boxes:
            sections.append(Section(name, _(title), boxes, folded=name == "more" and not used))
    return FormView(
        sections=tuple(sections),
        rows=tuple(draw.row(at, row) for at, row in enumerate(typed.rows)),
        blank=draw.row(None, TypedRow()),
        sentences=sentences,
    )


def in_order(faults: Iterable[Fault], view: FormView) -> tuple[Fault, ...]:
    """Faults in the order in which their boxes stand in the form; those of the whole form last."""
    order = [row.key for row in dataset_fields() if row.key in _APART]
    place = {box_id("dataset", key): at for at, key in enumerate(order)}
    for section in view.sections:
        if section.id == "more":
            for row in view.rows:
                place |= {box.id: len(place) + at for at, box in enumerate(row.main + row.more)}
        place |= {box.id: len(place) + at for at, box in enumerate(section.boxes)}
    return tuple(sorted(faults, key=lambda fault: place.get(fault.box, len(place))))


def type_box(typed: Typed, faults: Sequence[Fault]) -> tuple[Box, ...]:
    """The boxes of the dataset's type, which stand before all others."""
    sentences = {fault.box: (fault.sentence,) for fault in faults}
    draw = _Drawing(_type_of(typed), sentences, ())
    rows = [row for row in dataset_fields() if row.key in _APART]
    return tuple(draw.boxes(rows, typed, None))


def _type_of(typed: Typed) -> DatasetType | None:
    text = typed.one("data_type")
    return DatasetType(text) if text in tuple(DatasetType) else None


@dataclass(frozen=True)
class _Drawing:
    dataset_type: DatasetType | None
    sentences: Mapping[str, tuple[str, ...]]
    agencies: Sequence[tuple[str, str]]

    def row(self, position: int | None, row: TypedRow) -> RowBoxes:
        """The boxes of a distribution; None is the pattern that a script copies."""
        boxes = tuple(self.boxes(resource_fields(), row, position, pattern=position is None))
        more = tuple(box for box in boxes if box.key not in _MAIN_OF_ROW)
        main = sorted(
            (box for box in boxes if box.key in _MAIN_OF_ROW),
            key=lambda box: _MAIN_OF_ROW.index(box.key),
        )
        number = "" if position is None else str(position + 1)
        return RowBoxes(
            position=position or 0,
            uid=row.uid,
            title=_("Resource %(number)s", number=number).strip(),
            main=tuple(main),
            more=more,
            open=any(box.faults or any(box.texts) for box in more),
        )

    def boxes(
        self,
        rows: Iterable[Field],
        typed: Typed | TypedRow,
        position: int | None,
        *,
        pattern: bool = False,
    ) -> Iterator[Box]:
        for row in rows:
            texts = self._texts(row, typed)
            if row.applies_to(self.dataset_type) or any(texts):
                name = f"r-ROW-{row.key}" if pattern else box_id(row.level, row.key, position)
                yield self._box(row, name, texts)

    def _texts(self, row: Field, typed: Typed | TypedRow) -> tuple[str, ...]:
        boxes: Boxes = typed.boxes
        if row.value_type is ValueType.AGENCY and isinstance(typed, Typed):
            return (typed.agency,) if typed.agency else ()
        if row.value_type is ValueType.DATE:
            parts = tuple(boxes.get(f"{row.key}-{part}", ("",))[0] for part in DAY_PARTS)
            return parts if any(parts) else ()
        return boxes.get(row.key, ())

    def _box(self, row: Field, name: str, texts: tuple[str, ...]) -> Box:
        options = tuple(self._options(row, texts))
        prefix = name[: -len(row.key)]
        return Box(
            id=name,
            key=row.key,
            kind=_kind(row, len(options)),
            number=row.number,
            label=label_of(row),
            hint=_hint(row),
            need=self._need(row),
            limit=row.max_length,
            texts=texts,
            options=options,
            faults=self.sentences.get(name, ()),
            shown_with=f"{prefix}{row.other_of}" if row.other_of else "",
            parts=tuple(f"{name}-{part}" for part in DAY_PARTS),
        )

    def _need(self, row: Field) -> str:
        if row.level == "dataset" and row.key in _CHOSEN_FOR_YOU:
            return _CHOSEN_FOR_YOU[row.key]
        if self.dataset_type is None:
            return row.obligation[DatasetType.RECORD]
        need = row.obligation[self.dataset_type]
        return Obligation.OPTIONAL if need is Obligation.NOT_APPLICABLE else need

    def _options(self, row: Field, texts: tuple[str, ...]) -> Iterator[Option]:
        match row.value_type:
            case ValueType.AGENCY:
                for code, name in self.agencies:
                    yield Option(code, name, code in texts or len(self.agencies) == 1)
            case ValueType.BOOLEAN:
                for value in ("yes", "no"):
                    yield Option(value, yes_no(row, value == "yes"), value in texts)
            case ValueType.CODE | ValueType.CODES:
                for concept in codelist(row.codelist):
                    label = code_label(row.codelist, concept.id)
                    yield Option(concept.id, label, concept.id in texts)


def _kind(row: Field, options: int) -> str:
    match row.value_type:
        case ValueType.LONG_TEXT:
            return "long"
        case ValueType.DATE:
            return "day"
        case ValueType.CODES:
            return "checks"
        case ValueType.BOOLEAN:
            return "radios"
        case ValueType.CODE:
            return "radios" if options <= _RADIOS else "select"
        case ValueType.AGENCY:
            return "select"
        case ValueType.YEAR | ValueType.INTEGER | ValueType.DEGREES:
            return "short"
        case ValueType.FORMAT:
            return "format"
        case ValueType.EMAIL | ValueType.URL:
            return str(row.value_type)
    return "text"


def _hint(row: Field) -> str:
    if row.value_type is ValueType.SLUG:
        return _("Leave it empty to have one made. It stands in the address for ever.")
    return help_of(row)


def months() -> list[tuple[str, str]]:
    """The months by number and name."""
    names = MONTHS_EN if language() == "en" else MONTHS_TH_LONG
    return [(str(number), name) for number, name in enumerate(names, 1)]

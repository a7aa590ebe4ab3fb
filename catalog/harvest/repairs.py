"""The table of repairs: what the import mends in a foreign record, each told as a finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from catalog.harvest.values import (
    DATA_FORMAT,
    Note,
    find_code,
    is_blank,
    plain,
    quoted,
    reference,
)
from schemas.distribution import Value
from schemas.quality import Finding
from schemas.values import clean_line
from vocab.codes import OTHER, Category, Classification, FrequencyUnit, Severity
from vocab.concepts import fold
from vocab.profiles.dcat import FileType, file_type


@dataclass(slots=True)
class Raw:
    """A record on its way in, by keys of the field table.

    ``dataset`` and ``resources`` hold what the source wrote and ``more`` the keys that are no
    fields of ours.  ``metadata`` and ``parts`` hold the values once they are read.
    """

    dataset: dict[str, Any]
    resources: list[dict[str, Any]]
    more: Mapping[str, object] = field(default_factory=dict)
    metadata: dict[str, Value] = field(default_factory=dict)
    parts: list[dict[str, Value]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def note(self, key: str, place: int | None = None) -> Note:
        """Where findings about a field of the dataset, or of the resource at a place, go."""
        hidden = place is not None and self._hides(place)
        level = "dataset" if place is None else "resource"
        named = {"field": f"field/{level}/{key}"} if key else {}

        def keep(code: str, severity: Severity = Severity.REPAIR, /, **values: str) -> None:
            # What a source hides is not told by the findings about it either.
            told = dict.fromkeys(values, "…") if hidden else values
            self.findings.append(Finding(code, severity, key, place, named | told))

        return keep

    def _hides(self, place: int) -> bool:
        given = self.resources[place].get("resource_private")
        return not is_blank(given) and find_code("yes_no", plain(given) or "") != "no"


Fix = Callable[[Raw], None]


@dataclass(frozen=True, slots=True)
class Repair:
    """One rule: the codes of the findings it may leave, and what it does to a record."""

    codes: tuple[str, ...]
    fix: Fix


# Before the values are read ---------------------------------------------------------------------

#: Keys of older forms and the fields they became.
OLD_KEYS: Mapping[str, str] = {
    "height_value_dataset": "high_value_dataset",
    "maintain_frequent": "update_frequency_unit",
    "access_detail": "accessible_condition",
    "disclosure": "data_classification",
}


def old_keys(raw: Raw) -> None:
    """Take the value of an older key where the field itself is empty."""
    for old, key in OLD_KEYS.items():
        if is_blank(raw.dataset.get(key)) and not is_blank(raw.more.get(old)):
            raw.dataset[key] = raw.more[old]
            raw.note(key)("repair-old-key", before=old, after=f"field/dataset/{key}")


def licence_title(raw: Raw) -> None:
    """Read the licence from its title where its code is missing or no value of the list."""
    title, given = plain(raw.more.get("license_title")), plain(raw.dataset.get("license_id"))
    if given and find_code("license_id", given):
        return
    code = find_code("license_id", title) if title else ""
    if code:
        raw.dataset["license_id"] = code
        raw.note("license_id")(
            "repair-licence-title",
            before=quoted(" / ".join(text for text in (given, title) if text)),
            after=reference("license_id", code),
        )
    elif title and not given:
        raw.dataset["license_id"] = title


#: Words that say a whole frequency; each means once every one of its unit.
FREQUENCY_WORDS: Mapping[str, FrequencyUnit] = {
    fold(word): unit
    for unit, words in {
        FrequencyUnit.MINUTE: ("รายนาที", "ทุกนาที"),
        FrequencyUnit.HOUR: ("รายชั่วโมง", "ทุกชั่วโมง", "hourly"),
        FrequencyUnit.DAY: ("รายวัน", "ทุกวัน", "daily"),
        FrequencyUnit.WEEK: ("รายสัปดาห์", "ทุกสัปดาห์", "weekly"),
        FrequencyUnit.MONTH: ("รายเดือน", "ทุกเดือน", "monthly"),
        FrequencyUnit.QUARTER: ("รายไตรมาส", "ทุกไตรมาส", "quarterly"),
        FrequencyUnit.HALF_YEAR: ("รายครึ่งปี", "ทุกครึ่งปี", "half-yearly"),
        FrequencyUnit.YEAR: ("รายปี", "ทุกปี", "yearly", "annually", "annual"),
    }.items()
    for word in words
}


def frequency_words(raw: Raw) -> None:
    """รายปี and the like are a unit and the interval 1, in whichever half they stand.

    A word in the second half that contradicts the first is left to be reported as unreadable.
    """
    unit, interval = (
        clean_line(plain(raw.dataset.get(key)) or "")
        for key in ("update_frequency_unit", "update_frequency_interval")
    )
    stated = find_code("update_frequency_unit", unit)
    for word in (unit, interval):
        meant = FREQUENCY_WORDS.get(fold(word)) if word else None
        if meant is None or (stated and stated != meant):
            continue
        raw.dataset["update_frequency_unit"] = meant.value
        if word == interval or interval in ("", "-"):
            raw.dataset["update_frequency_interval"] = "1"
        raw.note("update_frequency_unit")(
            "repair-frequency-word",
            before=quoted(word),
            after=reference("update_frequency_unit", meant),
        )
        return


#: Formats written wrongly, by folded word.
TYPOS: Mapping[str, str] = {
    fold(wrong): right
    for right, words in {
        "XLS": ("XSL", "XLS/XLSX", "XLS (XLS/XLSX)"),
        "XLSX": ("XSLX", "XLXS", "XLSL"),
        "JPEG": ("JEPG",),
        "GEOJSON": ("GEOJASON",),
        "JSON": ("JASON",),
    }.items()
    for wrong in words
}
_MAPS = ("KML", "KMZ", "GML", "GEOJSON", "SHP", "GPKG")
_IMAGES = ("JPEG", "PNG", "GIF", "TIFF", "SVG")
#: Words that name no format, and the formats that the address may show them to be (None: any).
VAGUE: Mapping[str, tuple[str, ...] | None] = {
    "MAP": _MAPS,
    "GIS": _MAPS,
    "IMAGE": _IMAGES,
    "PICTURE": _IMAGES,
    "URL": None,
    "LINK": None,
    "WEB": None,
    "FILE": None,
    "DATA": None,
    "API": (),
}
_ENDING = re.compile(r"\.([A-Za-z0-9]{2,8})$")


def format_of_address(address: str) -> str:
    """The format an address ends with (``.kml``), in capitals; "" when it shows none."""
    try:
        match = _ENDING.search(urlsplit(address.strip()).path)
    except ValueError:
        return ""
    known = file_type(match[1]) if match else None
    return match[1].upper() if match and known and known.is_file else ""


def _kind(name: str) -> FileType | None:
    return file_type(name) if name else None


def resource_formats(raw: Raw) -> None:
    """Mend the format of each resource: misspelt, vague, missing, or in small letters."""
    for place, resource in enumerate(raw.resources):
        given = clean_line(plain(resource.get("format")) or "")
        ending = format_of_address(plain(resource.get("url")) or "")
        code, wanted = _format(given, ending)
        if wanted != given:
            resource["format"] = wanted
        if code:
            note = raw.note("format", place)
            kept = Severity.ADVICE if code.startswith("kept") else Severity.REPAIR
            note(code, kept, **({"before": quoted(given)} if given else {}), after=quoted(wanted))


def _format(given: str, ending: str) -> tuple[str, str]:
    """The finding's code ("" for none) and the format as it should stand."""
    name = given.lstrip(".*").upper()
    if not name:
        return ("repair-format-from-url", ending) if ending else ("", given)
    if name in VAGUE:
        fitting = VAGUE[name]
        kind = _kind(ending)
        if kind and (fitting is None or kind.code in fitting):
            return "repair-format-vague", ending
        return "kept-format-vague", name
    if fold(name) in TYPOS:
        right = TYPOS[fold(name)]
        # An address that ends with the very word, or with a sister format, knows better.
        return "repair-format-typo", ending if ending in ("XLSX", "XLS") else right
    if "/" in given and (meant := _kind(given)) and meant.code:
        return "repair-format-typo", meant.code
    return ("repair-format-case", name) if name != given else ("", given)


def resource_names(raw: Raw) -> None:
    """A resource without a name takes that of its file."""
    for place, resource in enumerate(raw.resources):
        if not is_blank(resource.get("name")):
            continue
        try:
            path = urlsplit((plain(resource.get("url")) or "").strip()).path
        except ValueError:
            continue
        name = clean_line(unquote(path.rstrip("/").rsplit("/", 1)[-1], errors="ignore"))
        if name:
            resource["name"] = name
            raw.note("name", place)("repair-resource-name", after=quoted(name))


# After the values are read ----------------------------------------------------------------------


def data_formats(raw: Raw) -> None:
    """State the dataset's formats from those of its resources where it states none.

    A ZIP beside other files holds them, and a vague word says nothing; a format that the list
    does not have is its value อื่นๆ with the name beside it.
    """
    if not is_blank(raw.dataset.get("data_format")):
        return
    names = dict.fromkeys(str(part["format"]) for part in raw.parts if part.get("format"))
    kinds = {name: _kind(name) for name in names if name not in VAGUE}
    listed_as = {n: DATA_FORMAT.get(k.code, "") if k else "" for n, k in kinds.items()}
    others = [name for name, code in listed_as.items() if not code]
    if len(kinds) > 1:
        others = [name for name in others if name not in ("ZIP", "RAR", "7Z")]
    codes = list(dict.fromkeys(code for code in listed_as.values() if code))
    if others:
        codes.append(OTHER)
        raw.metadata.setdefault("data_format_other", ", ".join(others))
    if codes:
        raw.metadata["data_format"] = tuple(codes)
        after = " ".join(reference("data_format", code) for code in codes)
        raw.note("data_format")("repair-data-format", before=quoted(", ".join(names)), after=after)


def published_openly(raw: Raw) -> None:
    """What its own portal shows to everybody, and calls nothing else, is public data.

    Only where the source states neither category nor level, nor marks the record private: a
    value that cannot be read is no permission.
    """
    states = any(
        not is_blank(raw.dataset.get(key)) for key in ("data_category", "data_classification")
    )
    if states or raw.metadata.get("private"):
        return
    raw.metadata["data_category"] = Category.PUBLIC.value
    raw.metadata["data_classification"] = Classification.OPEN.value
    raw.note("data_category")(
        "repair-published-openly",
        category=reference("data_category", Category.PUBLIC),
        level=reference("data_classification", Classification.OPEN),
    )


#: Keys of a package that belong to the catalogue software, not to the description of the data.
SOFTWARE_KEYS = frozenset(
    {
        "archived",
        "cache_last_updated",
        "creator_user_id",
        "extras",
        "id",
        "isopen",
        "license_title",
        "license_url",
        "metadata_created",
        "metadata_modified",
        "num_resources",
        "num_tags",
        "organization",
        "owner_org",
        "package_id",
        "position",
        "relationships_as_object",
        "relationships_as_subject",
        "resources",
        "revision_id",
        "revision_timestamp",
        "state",
        "tag_string",
        "tags",
        "tracking_summary",
        "type",
    }
)


def not_carried(raw: Raw) -> None:
    """Name the keys whose values have no place in the field table, so that none vanishes unsaid."""
    keys = [
        clean_line(key)[:60]
        for key, given in raw.more.items()
        if not is_blank(given) and key not in SOFTWARE_KEYS and key not in OLD_KEYS
    ]
    if keys:
        raw.note("")("kept-not-carried", Severity.ADVICE, keys=quoted(", ".join(sorted(keys)[:40])))


#: Rules for a record as the source wrote it, in this order.
BEFORE: tuple[Repair, ...] = (
    Repair(("repair-old-key",), old_keys),
    Repair(("repair-licence-title",), licence_title),
    Repair(("repair-frequency-word",), frequency_words),
    Repair(
        (
            "repair-format-typo",
            "repair-format-vague",
            "repair-format-from-url",
            "repair-format-case",
            "kept-format-vague",
        ),
        resource_formats,
    ),
    Repair(("repair-resource-name",), resource_names),
)

#: Rules for a record whose values are read, in this order.
AFTER: tuple[Repair, ...] = (
    Repair(("repair-data-format",), data_formats),
    Repair(("kept-not-carried",), not_carried),
)

#: The rule for records that their own portal shows to everybody.
OPENLY = Repair(("repair-published-openly",), published_openly)

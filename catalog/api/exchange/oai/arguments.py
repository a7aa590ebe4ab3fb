"""Arguments of an OAI-PMH request: what each verb takes, how instants are written, the errors."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: Required and optional arguments of each verb; the token excludes all others.
VERBS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset()),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
}
RESUMPTION = "resumptionToken"
#: Verbs whose lists may come in parts.
RESUMED = ("ListIdentifiers", "ListRecords", "ListSets")

_NAMES = r"[A-Za-z0-9\-_.!~*'()]+"
_PREFIX = re.compile(_NAMES, re.ASCII)
_SET = re.compile(f"{_NAMES}(?::{_NAMES})*", re.ASCII)
#: A URI by its letters (RFC 3986); what none has is an argument of the wrong form.
_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]{0,2000}", re.ASCII
)
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SECOND = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)


#: What to do about each error of the protocol, in English and Thai.
_NEXT: Mapping[str, tuple[str, str]] = {
    "badVerb": (
        "Use one of the six verbs of OAI-PMH once.",
        "verb ไม่ถูกต้อง โปรดใช้หนึ่งในหกคำสั่งของ OAI-PMH เพียงครั้งเดียว",
    ),
    "badArgument": (
        "Correct the argument and call again.",
        "อาร์กิวเมนต์ขาด ซ้ำ หรือมีรูปแบบไม่ถูกต้อง โปรดแก้ไขแล้วเรียกอีกครั้ง",
    ),
    "badResumptionToken": (
        "Begin the list anew.",
        "resumptionToken ใช้ไม่ได้ โปรดเริ่มดึงรายการใหม่ตั้งแต่ต้น",
    ),
    "cannotDisseminateFormat": (
        "Choose a metadataPrefix of ListMetadataFormats.",
        "ไม่มีรูปแบบนี้ โปรดเลือก metadataPrefix จาก ListMetadataFormats",
    ),
    "idDoesNotExist": (
        "Compare it with ListIdentifiers.",
        "ไม่มีระเบียนที่มี identifier นี้ โปรดตรวจสอบกับ ListIdentifiers",
    ),
    "noRecordsMatch": (
        "Widen the dates or choose another set.",
        "ไม่มีระเบียนที่ตรงกับเงื่อนไข โปรดขยายช่วงวันที่หรือเปลี่ยนชุด (set)",
    ),
    "noSetHierarchy": (
        "Harvest without a set.",
        "ยังไม่มีชุด (set) โปรดดึงข้อมูลโดยไม่ระบุ set",
    ),
}


class OaiError(Exception):
    """An error of the protocol: its code and what is said of it in both languages."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        en, th = _NEXT[code]
        self.code, self.text = code, f"{text} {en} · {th}"


@dataclass(frozen=True, slots=True)
class Resumed:
    """Where a list goes on: after a number of the log, with how many it gave before."""

    after: int = 0
    given: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose arguments have the right form.

    ``written`` is what is repeated in the answer; ``since`` is inclusive, ``until`` is not.
    """

    verb: str
    written: Mapping[str, str]
    stated: Mapping[str, str]
    resumed: Resumed | None = None

    @property
    def prefix(self) -> str:
        """The format that is wanted."""
        return self.stated.get("metadataPrefix", "")

    @property
    def identifier(self) -> str:
        """The record that is meant, "" for none."""
        return self.stated.get("identifier", "")

    @property
    def set_spec(self) -> str:
        """The set that is meant, "" for all."""
        return self.stated.get("set", "")

    @property
    def since(self) -> dt.datetime | None:
        """First instant that is wanted."""
        return _began(self.stated["from"]) if "from" in self.stated else None

    @property
    def until(self) -> dt.datetime | None:
        """First instant that is wanted no more: the whole last day or second is."""
        return _ended(self.stated["until"]) if "until" in self.stated else None

    def token(self, after: int, given: int, total: int) -> str:
        """The token that goes on after a number of the log; it holds the whole request."""
        kept = [self.verb, dict(self.stated), after, given, total]
        text = json.dumps(kept, separators=(",", ":"), sort_keys=True)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(pairs: Iterable[tuple[str, str]]) -> Asked:
    """The request; raises OaiError with badVerb, badArgument or badResumptionToken."""
    listed = list(pairs)
    given = dict(listed)
    verb = given.pop("verb", "")
    if verb not in VERBS or sum(name == "verb" for name, _ in listed) > 1:
        raise OaiError("badVerb", "The verb is missing, repeated, or none of the six.")
    if len(listed) > len(given) + 1:
        raise OaiError("badArgument", "An argument is given more than once.")
    written = {"verb": verb, **given}
    if RESUMPTION in given and verb in RESUMED:
        if len(given) > 1:
            raise OaiError("badArgument", "resumptionToken goes with the verb alone.")
        stated, resumed = _opened(verb, given[RESUMPTION])
        return Asked(verb, written, stated, resumed)
    _check(verb, given)
    return Asked(verb, written, given)


def _check(verb: str, given: Mapping[str, str]) -> None:
    required, optional = VERBS[verb]
    if unknown := given.keys() - required - optional:
        raise OaiError("badArgument", f"{verb} takes no {_named(unknown)}.")
    if missing := required - given.keys():
        raise OaiError("badArgument", f"{verb} needs {_named(missing)}.")
    for name, form in (("metadataPrefix", _PREFIX), ("set", _SET), ("identifier", _URI)):
        if name in given and not form.fullmatch(given[name]):
            raise OaiError("badArgument", f"{name} has a form that none can have.")
    dates = [given[name] for name in ("from", "until") if name in given]
    if len({len(date) for date in dates}) > 1:
        raise OaiError("badArgument", "from and until must have the same granularity.")
    since, until = (_began(date) for date in (dates * 2)[:2]) if dates else (None, None)
    if since and until and since > until:
        raise OaiError("badArgument", "from lies after until.")


def _named(names: Iterable[str]) -> str:
    """Names as they may be repeated: those of the protocol, others by their number."""
    listed = sorted(names)
    known = {RESUMPTION}.union(*(required | optional for required, optional in VERBS.values()))
    if all(name in known for name in listed):
        return ", ".join(listed)
    return "such argument"


def _opened(verb: str, token: str) -> tuple[dict[str, str], Resumed]:
    """The request a token holds; whoever made one up gets no more than by asking plainly."""
    wrong = OaiError("badResumptionToken", "No token of this repository, or of another verb.")
    if not re.fullmatch("[A-Za-z0-9_-]{4,4000}", token, re.ASCII):
        raise wrong
    try:
        kept = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        said, stated, after, given, total = kept
        _check(verb, stated)
        texts = all(isinstance(value, str) for value in stated.values())
        whole = [n for n in (after, given, total) if type(n) is int and 0 <= n < 2**53]
    except (OaiError, ValueError, TypeError, AttributeError, binascii.Error) as error:
        raise wrong from error
    if said != verb or not texts or len(whole) < 3:
        raise wrong
    return stated, Resumed(after, given, total)


def _began(text: str) -> dt.datetime:
    if not (_DAY.fullmatch(text) or _SECOND.fullmatch(text)):
        raise OaiError("badArgument", "Dates are written YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")
    try:
        read = dt.datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError as error:
        raise OaiError("badArgument", "There is no such date.") from error
    return read.replace(tzinfo=dt.UTC)


def _ended(text: str) -> dt.datetime | None:
    step = dt.timedelta(days=1) if _DAY.fullmatch(text) else dt.timedelta(seconds=1)
    try:
        return _began(text) + step
    except OverflowError:
        return None  # the end of time

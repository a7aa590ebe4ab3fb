"""Errors with a kind and a code; the edges turn kinds into HTTP statuses, exit codes and pages."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar

from schemas.values import LocalizedText


class Kind(StrEnum):
    """What an error asks of its reader."""

    INVALID = "invalid"
    UNIDENTIFIED = "unidentified"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    CONFLICT = "conflict"
    STALE = "stale"
    TOO_LARGE = "too-large"
    UNAVAILABLE = "unavailable"


#: HTTP status of each kind.
STATUS: Mapping[Kind, int] = {
    Kind.INVALID: 422,
    Kind.UNIDENTIFIED: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.STALE: 412,
    Kind.TOO_LARGE: 413,
    Kind.UNAVAILABLE: 503,
}

#: Exit code of the command line for each kind (0 is success, 1 an unknown error, 2 wrong usage).
EXIT_CODE: Mapping[Kind, int] = {
    Kind.INVALID: 3,
    Kind.UNIDENTIFIED: 4,
    Kind.FORBIDDEN: 4,
    Kind.NOT_FOUND: 5,
    Kind.CONFLICT: 6,
    Kind.STALE: 6,
    Kind.TOO_LARGE: 3,
    Kind.UNAVAILABLE: 7,
}


class CatalogError(Exception):
    """An error that a reader can do something about.

    Subclasses give the kind, a code and one sentence in each language that says what to do next;
    ``values`` fill its placeholders, ``errors`` holds one entry per field where that helps.
    """

    kind: ClassVar[Kind]
    code: ClassVar[str]
    th: ClassVar[str]
    en: ClassVar[str]

    def __init__(self, errors: Mapping[str, Any] | None = None, **values: object) -> None:
        self.values = {k: str(v) for k, v in values.items()}
        self.errors = dict(errors or {})
        super().__init__(self.message.en)

    @property
    def message(self) -> LocalizedText:
        """The sentence in both languages."""
        return LocalizedText(self.th.format(**self.values), self.en.format(**self.values))

    @property
    def status(self) -> int:
        """HTTP status."""
        return STATUS[self.kind]


class InvalidInput(CatalogError):
    """A value has the wrong form."""

    kind = Kind.INVALID
    code = "invalid-input"
    th = "ข้อมูลที่ส่งมามีรูปแบบไม่ถูกต้อง โปรดแก้ไขรายการที่ระบุแล้วส่งอีกครั้ง"
    en = "Some values have the wrong form. Correct the fields listed and send again."


class NotReady(CatalogError):
    """A dataset still has findings of severity error."""

    kind = Kind.INVALID
    code = "not-ready"
    th = "ยังส่งไม่ได้ เพราะมี {count} รายการที่ต้องแก้ไขก่อน โปรดแก้ไขตามรายการแล้วส่งอีกครั้ง"
    en = "Not ready: {count} things must be mended first. Mend what is listed and submit again."


class UnknownCode(CatalogError):
    """An agency, role or other code that does not exist."""

    kind = Kind.INVALID
    code = "unknown-code"
    th = "ไม่พบรหัส “{value}” โปรดตรวจสอบตัวสะกดหรือเลือกจากรายการ"
    en = "There is no code “{value}”. Check the spelling or choose from the list."


class NoteRequired(CatalogError):
    """A dataset is returned or withdrawn without a reason."""

    kind = Kind.INVALID
    code = "note-required"
    th = "โปรดเขียนเหตุผล เพื่อให้เจ้าของชุดข้อมูลทราบว่าต้องทำอะไรต่อ"
    en = "Write the reason, so that the dataset's steward knows what to do next."


class SignInRequired(CatalogError):
    """Nobody is signed in."""

    kind = Kind.UNIDENTIFIED
    code = "sign-in-required"
    th = "โปรดเข้าสู่ระบบก่อนทำรายการนี้"
    en = "Sign in first to do this."


class WrongCredentials(CatalogError):
    """User name and password do not fit; the same answer whichever of them is wrong."""

    kind = Kind.UNIDENTIFIED
    code = "wrong-credentials"
    th = "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง โปรดลองอีกครั้ง หรือติดต่อผู้ดูแลระบบ"
    en = "The user name or password is wrong. Try again, or ask your administrator."


class TooManyAttempts(CatalogError):
    """Too many wrong passwords in a short time."""

    kind = Kind.UNAVAILABLE
    code = "too-many-attempts"
    th = "ลองเข้าสู่ระบบผิดหลายครั้งเกินไป โปรดรอ {minutes} นาทีแล้วลองใหม่"
    en = "Too many failed attempts. Wait {minutes} minutes and try again."


class Forbidden(CatalogError):
    """The actor's roles do not allow this."""

    kind = Kind.FORBIDDEN
    code = "forbidden"
    th = "บทบาทของท่านไม่อนุญาตให้ทำรายการนี้ โปรดติดต่อหัวหน้าหน่วยงานหรือผู้ดูแลระบบ"
    en = "Your role does not allow this. Ask the head of your agency or the administrator."


class OwnWork(CatalogError):
    """The two-person rule: nobody approves what they submitted or wrote."""

    kind = Kind.FORBIDDEN
    code = "own-work"
    th = "ท่านเป็นผู้จัดทำหรือผู้ส่งรายการนี้ จึงอนุมัติเองไม่ได้ โปรดให้ผู้มีอำนาจอีกคนอนุมัติ"
    en = "You prepared or submitted this yourself. Ask a second person to approve it."


class NotFound(CatalogError):
    """Nothing of that name, or nothing the actor may know of."""

    kind = Kind.NOT_FOUND
    code = "not-found"
    th = "ไม่พบรายการที่ต้องการ โปรดตรวจสอบที่อยู่ หรือค้นหาจากหน้าแรก"
    en = "Not found. Check the address, or search from the front page."


class NotScored(CatalogError):
    """The score of an agency that the indicator is not for."""

    kind = Kind.NOT_FOUND
    code = "not-scored"
    th = (
        "หน่วยงาน {agency} ไม่มีคะแนน เพราะตัวชี้วัดนี้เป็นของหน่วยงานในสังกัดกรุงเทพมหานคร "
        "หากเป็นหน่วยงานของกรุงเทพมหานคร โปรดให้ผู้ดูแลระบบแก้ไขชนิดของหน่วยงาน"
    )
    en = (
        "The agency {agency} has no score: the indicator is for agencies of Bangkok. If it is one, "
        "ask the administrator to correct its kind."
    )


class SlugTaken(CatalogError):
    """Another dataset already has this short name."""

    kind = Kind.CONFLICT
    code = "slug-taken"
    th = "ชื่อย่อ “{slug}” มีผู้ใช้แล้ว โปรดตั้งชื่อย่ออื่น"
    en = "The short name “{slug}” is taken. Choose another one."


class WrongState(CatalogError):
    """The dataset is not in the state that this step starts from."""

    kind = Kind.CONFLICT
    code = "wrong-state"
    th = "ทำรายการนี้ไม่ได้ในสถานะปัจจุบันของชุดข้อมูล โปรดเปิดหน้าชุดข้อมูลอีกครั้งเพื่อดูสถานะล่าสุด"
    en = "This step does not fit the dataset's present state. Open its page again to see the state."


class StaleEdit(CatalogError):
    """Somebody changed the dataset since it was opened; ``errors`` holds both versions."""

    kind = Kind.STALE
    code = "stale-edit"
    th = "มีผู้แก้ไขชุดข้อมูลนี้หลังจากที่ท่านเปิด สิ่งที่ท่านพิมพ์ยังอยู่ โปรดเทียบทั้งสองฉบับแล้วบันทึกอีกครั้ง"
    en = (
        "Somebody changed this dataset after you opened it. What you typed is kept: "
        "compare both versions and save again."
    )


class UsernameTaken(CatalogError):
    """Another person already has this user name."""

    kind = Kind.CONFLICT
    code = "username-taken"
    th = "ชื่อผู้ใช้ “{username}” มีผู้ใช้แล้ว โปรดตั้งชื่ออื่น"
    en = "The user name “{username}” is taken. Choose another one."


class TooManySearches(CatalogError):
    """A person keeps as many searches as one may."""

    kind = Kind.CONFLICT
    code = "too-many-searches"
    th = "บันทึกการค้นหาได้ไม่เกิน {limit} รายการ โปรดลบรายการที่ไม่ใช้แล้วบันทึกอีกครั้ง"
    en = "At most {limit} searches can be saved. Delete one you no longer need and save again."


class SynonymEmpty(CatalogError):
    """A word of a group of synonyms cannot be searched for."""

    kind = Kind.INVALID
    code = "synonym-empty"
    th = "คำ “{member}” ไม่มีตัวอักษรหรือตัวเลขให้ค้นหา โปรดแก้ไขแล้วบันทึกอีกครั้ง"
    en = "“{member}” has no letter or digit to search for. Correct it and save again."


class SynonymLong(CatalogError):
    """A word of a group of synonyms is too long."""

    kind = Kind.INVALID
    code = "synonym-long"
    th = "คำที่ขึ้นต้นด้วย “{member}” ยาวเกิน {limit} อักขระ โปรดใช้คำที่สั้นกว่านี้แล้วบันทึกอีกครั้ง"
    en = (
        "The word that begins with “{member}” has more than {limit} characters. "
        "Use a shorter one and save again."
    )


class SynonymTwice(CatalogError):
    """A group of synonyms has one word twice."""

    kind = Kind.INVALID
    code = "synonym-twice"
    th = "“{member}” กับ “{other}” เป็นคำเดียวกันสำหรับการค้นหา โปรดเหลือไว้คำเดียวแล้วบันทึกอีกครั้ง"
    en = "“{member}” and “{other}” are one word to a search. Keep one of them and save again."


class SynonymGroupSize(CatalogError):
    """A group of synonyms has too few or too many different words."""

    kind = Kind.INVALID
    code = "synonym-group-size"
    th = "กลุ่มคำความหมายเดียวกันต้องมี 2 ถึง {most} คำที่เขียนต่างกัน โปรดแก้ไขแล้วบันทึกอีกครั้ง"
    en = "A group has 2 to {most} words that are written differently. Correct it and save again."


class SynonymSideSize(CatalogError):
    """One side of words that lead to others one way has no word, or too many."""

    kind = Kind.INVALID
    code = "synonym-side-size"
    th = "คำทางเดียวต้องมี 1 ถึง {most} คำในแต่ละช่อง คือคำที่ผู้ใช้พิมพ์ และคำที่ให้พบด้วย โปรดแก้ไขแล้วบันทึกอีกครั้ง"
    en = (
        "One-way words have 1 to {most} words in each box: what people type, and what they find "
        "too. Correct it and save again."
    )


class SynonymBothSides(CatalogError):
    """A word stands on both sides of words that lead to others one way."""

    kind = Kind.INVALID
    code = "synonym-both-sides"
    th = "“{member}” อยู่ทั้งในช่องคำที่พิมพ์และช่องคำที่ให้พบด้วย โปรดลบออกจากช่องหนึ่งแล้วบันทึกอีกครั้ง"
    en = "“{member}” stands in both boxes. Take it out of one of them and save again."


class SynonymTaken(CatalogError):
    """A word already stands in another group of synonyms, or already leads to others."""

    kind = Kind.CONFLICT
    code = "synonym-taken"
    th = "คำ “{member}” อยู่ในกลุ่ม “{group}” แล้ว โปรดแก้ไขกลุ่มนั้น หรือเลิกใช้กลุ่มนั้นก่อนแล้วเพิ่มใหม่"
    en = "“{member}” already stands in “{group}”. Change that one, or take it out of force first."


class TooLarge(CatalogError):
    """The request is larger than the catalogue reads."""

    kind = Kind.TOO_LARGE
    code = "too-large"
    th = "ข้อมูลที่ส่งมามีขนาดใหญ่เกิน {limit} โปรดแบ่งส่งเป็นส่วนย่อย"
    en = "The request is larger than {limit}. Send it in smaller parts."


class Unreadable(CatalogError):
    """A file is not what it claims to be."""

    kind = Kind.INVALID
    code = "unreadable"
    th = "อ่านไฟล์ “{name}” ไม่ได้ (บรรทัด {line}) โปรดตรวจสอบรูปแบบไฟล์แล้วลองใหม่"
    en = "The file “{name}” cannot be read (line {line}). Check its format and try again."


class LinesRefused(CatalogError):
    """A file has wrong lines, and nothing of it was saved; ``errors`` says what is wrong where."""

    kind = Kind.INVALID
    code = "lines-refused"
    th = "ยังไม่ได้บันทึกอะไร เพราะมี {count} บรรทัดที่ต้องแก้ไข โปรดแก้ไขตามรายการแล้วสั่งอีกครั้ง"
    en = "Nothing was saved: {count} lines are wrong. Correct what is listed and try again."


class Unavailable(CatalogError):
    """A part of the catalogue does not answer just now."""

    kind = Kind.UNAVAILABLE
    code = "unavailable"
    th = "ระบบส่วนนี้ยังไม่พร้อมใช้งาน โปรดลองอีกครั้งในอีกสักครู่"
    en = "This part of the catalogue is not ready. Try again in a moment."


class AddressInUse(CatalogError):
    """The server cannot listen where it was told to."""

    kind = Kind.UNAVAILABLE
    code = "address-in-use"
    th = "เปิดให้บริการที่ {address} ไม่ได้ อาจมีโปรแกรมอื่นใช้อยู่ โปรดเลือกพอร์ตอื่นด้วย --port"
    en = "Cannot serve on {address}; something else may be using it. Choose another --port."


class SettingWrong(CatalogError):
    """A setting cannot be used."""

    kind = Kind.INVALID
    code = "setting-wrong"
    th = "ค่าตั้ง {name} ใช้ไม่ได้: {value} โปรดดูรายการค่าตั้งในเอกสารอ้างอิง"
    en = "The setting {name} cannot be used: {value}. See the reference of settings."


def wrong(code: str, **values: object) -> list[dict[str, str]]:
    """What is wrong with one value, as it stands in `CatalogError.errors`: code and sentences.

    The codes are those of vocab.input_messages.
    """
    from vocab.messages import say  # reads all code lists: only when something is wrong

    told = {key: str(value) for key, value in values.items()}
    return [{"code": code, "detail_th": say(code, "th", told), "detail_en": say(code, "en", told)}]


def all_errors() -> list[type[CatalogError]]:
    """Every error of the catalogue, for documentation and tests."""
    return sorted(CatalogError.__subclasses__(), key=lambda e: e.code)

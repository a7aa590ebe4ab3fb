"""Sentences for findings, lost points and actions, in plain office Thai and in English.

Each says what is wrong and what to do next. Placeholders are the same in both languages.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from vocab.concepts import codelists
from vocab.input_messages import INPUT_SENTENCES
from vocab.months import ERA, english_date, thai_date
from vocab.profiles.th_gov import FIELDS
from vocab.quality_messages import QUALITY_SENTENCES
from vocab.repair_messages import REPAIR_SENTENCES


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence in both languages with ``{placeholders}``."""

    th: str
    en: str


_FINDINGS = {
    "missing-mandatory": Message(
        "ยังไม่ได้กรอก{field} กรุณากรอกก่อนส่งขออนุมัติ",
        "{field} is missing. Fill it in before you submit.",
    ),
    "missing-conditional": Message(
        "เลือก “{choice}” ไว้ แต่ยังไม่ได้กรอก{field} กรุณากรอกให้ครบ",
        "“{choice}” is chosen, but {field} is missing. Fill it in.",
    ),
    "not-offered": Message(
        "ชุดข้อมูลประเภท “{type}” ไม่ใช้ช่อง{field} กรุณาลบค่าออก หรือตรวจสอบประเภทชุดข้อมูลอีกครั้ง",
        "A dataset of the type “{type}” has no field {field}. Clear it, or check the type.",
    ),
    "other-forbidden": Message(
        "กรอก{field}ไว้ แต่ไม่ได้เลือก “{choice}” กรุณาลบข้อความ หรือเลือก “{choice}”",
        "{field} is filled in, but “{choice}” is not chosen. Clear the text or choose “{choice}”.",
    ),
    "interval-forbidden": Message(
        "หน่วยความถี่ “{choice}” ไม่ใช้{field} กรุณาลบค่าออก",
        "The frequency unit “{choice}” takes no {field}. Clear it.",
    ),
    "too-long": Message(
        "{field}ยาว {length} ตัวอักษร เกินกำหนด {limit} ตัวอักษร กรุณาย่อให้สั้นลง",
        "{field} has {length} characters; the limit is {limit}. Shorten it.",
    ),
    "keyword-length": Message(
        "คำสำคัญ “{keyword}” ยาว {length} ตัวอักษร ต้องยาว {minimum} ถึง {maximum} ตัวอักษร กรุณาแก้ไข",
        "The keyword “{keyword}” has {length} characters. Write {minimum} to {maximum} of them.",
    ),
    "keyword-characters": Message(
        "คำสำคัญ “{keyword}” มีอักขระที่ใช้ไม่ได้ ({characters}) กรุณาใช้เฉพาะตัวอักษรไทย ตัวอักษรละติน ตัวเลข "
        "ช่องว่าง ยัติภังค์ ขีดล่าง และจุด",
        "The keyword “{keyword}” has characters that cannot be used ({characters}). Use Thai and "
        "Latin letters, digits, spaces, hyphens, underscores and full stops only.",
    ),
    "keyword-broken": Message(
        "คำสำคัญ “{keyword}” ดูเหมือนถูกตัดกลางคำ กรุณาพิมพ์คำให้ครบ",
        "The keyword “{keyword}” seems to be cut off inside a word. Type the whole word.",
    ),
    "unknown-alone": Message(
        "{field}มี “{choice}” ปนกับค่าอื่น กรุณาเลือก “{choice}” เพียงค่าเดียว หรือนำออก",
        "{field} holds “{choice}” beside other values. Choose “{choice}” alone or remove it.",
    ),
    "date-order": Message(
        "{field} ({day}) อยู่หลัง{other} ({limit}) กรุณาแก้ไขวันที่",
        "{field} ({day}) lies after {other} ({limit}). Correct the dates.",
    ),
    "date-future": Message(
        "{field} ({day}) เป็นวันที่ในอนาคต กรุณาแก้ไขวันที่",
        "{field} ({day}) lies in the future. Correct the date.",
    ),
    "year-order": Message(
        "{field} ({year}) อยู่หลัง{other} ({limit}) กรุณาแก้ไขปี",
        "{field} ({year}) lies after {other} ({limit}). Correct the years.",
    ),
    "year-future": Message(
        "{field} ({year}) เป็นปีในอนาคต กรุณาตรวจสอบว่าไม่ได้กรอก พ.ศ. และ ค.ศ. สลับกัน",
        "{field} ({year}) lies in the future. Check that the Buddhist and the Common Era are not "
        "mixed up.",
    ),
    "year-era": Message(
        "{field} เก็บปี ค.ศ. {number} ซึ่งน่าจะแปลงจาก พ.ศ. ผิด กรุณากรอกปีใหม่",
        "{field} holds the year {number} of the Common Era, which looks wrongly converted from the "
        "Buddhist Era. Enter the year again.",
    ),
    "bbox-incomplete": Message(
        "กรอกขอบเขตพิกัดไว้บางด้าน แต่ยังไม่ได้กรอก{field} กรุณากรอกให้ครบทั้งสี่ด้าน หรือลบออกทั้งหมด",
        "Some edges of the area are given, but {field} is missing. Give all four or none.",
    ),
    "bbox-order": Message(
        "{field} ({degrees}) มากกว่า{other} ({limit}) กรุณาแก้ไขพิกัด",
        "{field} ({degrees}) is greater than {other} ({limit}). Correct the coordinates.",
    ),
    "bbox-latitude": Message(
        "{field} ({degrees}) เป็นละติจูด ต้องอยู่ระหว่าง -90 ถึง 90 กรุณาแก้ไขพิกัด",
        "{field} ({degrees}) is a latitude and must lie between -90 and 90. Correct it.",
    ),
    "bbox-outside-thailand": Message(
        "{field} ({degrees}) อยู่นอกประเทศไทย ({minimum} ถึง {maximum}) กรุณาตรวจสอบพิกัด",
        "{field} ({degrees}) lies outside Thailand ({minimum} to {maximum}). Check it.",
    ),
    "level-not-allowed": Message(
        "หมวดหมู่ “{category}” ใช้ระดับชั้น “{level}” ไม่ได้ กรุณาเลือกจาก {allowed}",
        "The category “{category}” does not allow the level “{level}”. Choose from {allowed}.",
    ),
    "classification-missing": Message(
        "ยังไม่ได้ระบุ{field} แนวทางการจัดระดับชั้นข้อมูลกำหนดให้ระบุ ระดับที่เลือกได้คือ {allowed}",
        "{field} is not stated, although the classification guideline asks for it. "
        "Choose from {allowed}.",
    ),
    "licence-not-open": Message(
        "ข้อมูลสาธารณะควรใช้สัญญาอนุญาตแบบเปิด แต่เลือก “{choice}” ไว้ กรุณาพิจารณาเปลี่ยน{field}",
        "Public data should have an open licence, but “{choice}” is chosen. "
        "Consider changing {field}.",
    ),
    "person-name": Message(
        "{field}ดูเหมือนเป็นชื่อบุคคล กรุณาใช้ชื่อฝ่ายหรือกลุ่มงานแทน เพื่อไม่เปิดเผยข้อมูลส่วนบุคคล",
        "{field} looks like the name of a person. Name the unit instead, so that no personal data "
        "is shown.",
    ),
    "condition-advised": Message(
        "ข้อมูลหมวดหมู่ “{category}” ควรระบุ{field} เพื่อให้ผู้ใช้รู้วิธีขอใช้ข้อมูล",
        "Data of the category “{category}” should state {field}, so that users know how to ask.",
    ),
    "high-value-assessment": Message(
        "ระบุว่าเป็นชุดข้อมูลที่มีคุณค่าสูง กรุณาแนบผลการประเมินชุดข้อมูลที่มีคุณค่าสูงไว้เป็นหลักฐาน",
        "The dataset is marked as of high value. Keep the completed assessment as evidence.",
    ),
    "visibility-too-wide": Message(
        "ระดับชั้น “{level}” แสดงต่อสาธารณะไม่ได้ กรุณาตั้ง{field}เป็นเฉพาะภายในองค์กร",
        "The level “{level}” may not be shown to the public. Set {field} to inside only.",
    ),
    "harvest-not-allowed": Message(
        "ระดับชั้น “{level}” ส่งไปยังบัญชีข้อมูลภาครัฐไม่ได้ กรุณายกเลิก “{field}”",
        "The level “{level}” may not be listed in the Government Data Catalog. Withdraw “{field}”.",
    ),
    "no-distributions": Message(
        "ข้อมูลสาธารณะยังไม่มีไฟล์ ลิงก์ หรือบริการข้อมูล กรุณาเพิ่มทรัพยากรอย่างน้อยหนึ่งรายการ",
        "This public dataset has no file, link or service yet. Add at least one resource.",
    ),
    "format-case": Message(
        "{field} “{given}” ควรเป็นตัวพิมพ์ใหญ่ กรุณาแก้เป็น “{wanted}”",
        "{field} “{given}” should be in capitals. Write “{wanted}”.",
    ),
    "accuracy-wording": Message(
        "{field}ควรขึ้นต้นด้วย “มี” หรือ “ไม่มี” แล้วตามด้วยรายละเอียด กรุณาปรับข้อความ",
        "{field} should begin with “มี” (yes) or “ไม่มี” (no), then the details. Reword it.",
    ),
    "timeliness-late": Message(
        "ครบกำหนดปรับปรุงข้อมูลเมื่อ {due} เลยกำหนดแล้ว {days} วัน กรุณาปรับปรุงข้อมูลแล้วบันทึก{field}",
        "The update was due on {due}; days late: {days}. Update the data, then enter {field}.",
    ),
    "timeliness-unknown": Message(
        "ตรวจความเป็นปัจจุบันไม่ได้ เพราะ{field}ยังไม่ชัดเจน กรุณาระบุ{field}",
        "Timeliness cannot be judged, because {field} is not clear. State {field}.",
    ),
}

_LOSSES = {
    "lost-field": Message("ยังไม่ได้กรอก{field}", "{field} is missing"),
    "lost-resource-field": Message(
        "ทรัพยากรที่ยังไม่ได้กรอก{field}: {missing} จาก {count} รายการ",
        "Resources without {field}: {missing} of {count}",
    ),
    "lost-no-distributions": Message(
        "ยังไม่มีไฟล์ ลิงก์ หรือบริการข้อมูล", "There is no file, link or service yet"
    ),
    "lost-late": Message(
        "ครบกำหนดปรับปรุงเมื่อ {due} เลยกำหนดแล้ว {days} วัน", "Update due on {due}; days late: {days}"
    ),
    "lost-unknown": Message(
        "ตรวจความเป็นปัจจุบันไม่ได้ เพราะ{field}ยังไม่ชัดเจน",
        "Timeliness cannot be judged, because {field} is not clear",
    ),
    "lost-not-applicable": Message(
        "ไม่มีชุดข้อมูลที่นำมาคิดคะแนนข้อนี้ได้", "No dataset can be counted for this criterion"
    ),
}

_ACTIONS = {
    "fill-field": Message("กรอก{field}", "Fill in {field}"),
    "fill-resource-field": Message(
        "กรอก{field}ในทรัพยากรที่ยังขาด {missing} รายการ",
        "Fill in {field}; resources that lack it: {missing}",
    ),
    "add-distribution": Message(
        "เพิ่มทรัพยากรอย่างน้อยหนึ่งรายการ พร้อมชื่อ ที่อยู่ และรูปแบบไฟล์",
        "Add at least one resource with its name, address and format",
    ),
    "update-dataset": Message("ปรับปรุงข้อมูล แล้วบันทึก{field}", "Update the data, then enter {field}"),
    "state-field": Message("ระบุ{field}ให้ชัดเจน", "State {field} clearly"),
    "publish-dataset": Message(
        "ลงทะเบียนและเผยแพร่ชุดข้อมูลที่ต้องปรับปรุงตามรอบอย่างน้อยหนึ่งชุด",
        "Register and publish at least one dataset that is updated regularly",
    ),
}

_SCORES = {
    "score-line": Message(
        "{code} {title}: {reached} จาก {weight} คะแนน",
        "{code} {title}: {reached} of {weight} points",
    ),
    "score-not-applicable": Message(
        "{code} {title}: ไม่นำมาคิดคะแนน", "{code} {title}: not applicable"
    ),
    "score-loss": Message(
        "เสีย {points} คะแนน: {reason} ได้คืนเมื่อ: {action}",
        "{points} points lost: {reason}. To win them back: {action}",
    ),
    "action-total": Message(
        "{action} ใน {count} ชุดข้อมูล ได้คืน {points} คะแนน",
        "{action}. Datasets: {count}. Points won back: {points}",
    ),
    "action-total-new": Message(
        "{action} ได้คืน {points} คะแนน", "{action}. Points won back: {points}"
    ),
    "weights-assumed": Message(
        "น้ำหนักเป็นค่าสมมติ รอเอกสาร สยป.",
        "The weights are assumed, until the Strategy and Evaluation Department's table is known.",
    ),
    "weighted-fields-1": Message(
        "ค่าเฉลี่ยความครบถ้วนของคำอธิบายชุดข้อมูลที่เผยแพร่ (ถ่วงน้ำหนักตามช่อง) ยังไม่รวมการนำเข้าข้อมูลรายงวด",
        "Mean completeness of the published datasets' metadata, weighted by field. "
        "The data entered in each period is not counted yet.",
    ),
    "on-time-share-1": Message(
        "สัดส่วนชุดข้อมูลที่เผยแพร่ซึ่งปรับปรุงทันรอบของตน ไม่นับชุดที่ไม่มีรอบปรับปรุง ยังไม่รวมการนำเข้าข้อมูลรายงวด",
        "Share of the published datasets updated within their own frequency; datasets without one "
        "are left out. The data entered in each period is not counted yet.",
    ),
}

_NOTICES = {
    "search-text-cut": Message(
        "ข้อความค้นหายาวเกินไป ระบบค้นเฉพาะ {characters} ตัวอักษรแรก และไม่เกิน {words} คำ กรุณาพิมพ์ให้สั้นลง",
        "The text is too long: only its first {characters} characters, and at most {words} words "
        "of them, were looked for. Shorten it.",
    ),
}

_ELSEWHERE = {
    code: Message(th, en)
    for table in (REPAIR_SENTENCES, QUALITY_SENTENCES, INPUT_SENTENCES)
    for code, (th, en) in table.items()
}

MESSAGES: Mapping[str, Message] = {
    **_FINDINGS,
    **_LOSSES,
    **_ACTIONS,
    **_SCORES,
    **_NOTICES,
    **_ELSEWHERE,
}

_REFERENCES = {
    f"codelist/{scheme.id}/{concept.id}": Message(concept.label_th, concept.label_en)
    for scheme in codelists().values()
    for concept in scheme
} | {f"field/{row.level}/{row.key}": Message(row.label_th, row.label_en) for row in FIELDS}

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"year/(\d{1,4})")


def say(code: str, lang: str, values: Mapping[str, str]) -> str:
    """The sentence of a code in ``th`` or ``en`` with its placeholders filled.

    A value is written as it stands, but in the reader's language where it names something:
    ``field/dataset/title``, ``codelist/data_format/csv`` (several with a blank between), an ISO
    day, ``year/2021``.  ``before`` is always written as it stands: it is what a source wrote.
    Raises KeyError for an unknown code or a placeholder without a value.
    """
    message = MESSAGES[code]
    sentence = message.en if lang == "en" else message.th
    return sentence.format_map(
        {k: value if k == "before" else _written(value, lang) for k, value in values.items()}
    )


def _written(value: str, lang: str) -> str:
    if year := _YEAR.fullmatch(value):
        return str(int(year[1]) + (0 if lang == "en" else ERA))
    if _DAY.fullmatch(value):
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            return value
        return english_date(day) if lang == "en" else thai_date(day)
    named = [_REFERENCES.get(name) for name in value.split(" ")]
    labels = [(name.en if lang == "en" else name.th) for name in named if name]
    return ", ".join(labels) if len(labels) == len(named) else value

"""Sentences about what the official shapes find and about the quality score, by code."""

from __future__ import annotations

from collections.abc import Mapping

QUALITY_SENTENCES: Mapping[str, tuple[str, str]] = {
    "dcat-recommended": (
        "DCAT-AP แนะนำให้ระบุ{field} ({property}) เพื่อให้พอร์ทัลอื่นค้นพบและใช้ข้อมูลได้ กรุณากรอกถ้าทราบ",
        "DCAT-AP recommends {field} ({property}), by which other portals find and use the data. "
        "Fill it in if you know it.",
    ),
    "dcat-min-count": (
        "DCAT-AP กำหนดให้มี{field} ({property}) พอร์ทัลอื่นจะไม่รับชุดข้อมูลที่ไม่มี กรุณากรอก",
        "DCAT-AP demands {field} ({property}); other portals refuse a dataset without it. "
        "Fill it in.",
    ),
    "dcat-max-count": (
        "DCAT-AP ให้มี{field} ({property}) ได้เพียงค่าเดียว กรุณาเหลือไว้ค่าเดียว",
        "DCAT-AP allows one {field} ({property}) only. Leave one.",
    ),
    "dcat-node-kind": (
        "{field} “{value}” เผยแพร่ตาม DCAT-AP ไม่ได้ เพราะ {property} ต้องเป็นที่อยู่หรือข้อความ กรุณาแก้ไข",
        "{field} “{value}” cannot be published by DCAT-AP: {property} wants an address, or else a "
        "text. Correct it.",
    ),
    "dcat-datatype": (
        "{field} “{value}” เผยแพร่ตาม DCAT-AP ไม่ได้ เพราะชนิดของค่าใน {property} ไม่ถูกต้อง กรุณาแก้ไข",
        "{field} “{value}” cannot be published by DCAT-AP: {property} wants another type of value. "
        "Correct it.",
    ),
    "dcat-class": (
        "{field} “{value}” เผยแพร่ตาม DCAT-AP ไม่ได้ เพราะ {property} ต้องชี้ไปยังสิ่งประเภทอื่น กรุณาแก้ไข",
        "{field} “{value}” cannot be published by DCAT-AP: {property} must point to something of "
        "another kind. Correct it.",
    ),
    "dcat-value": (
        "ค่าของ{field} ({property}) ไม่ตรงตาม DCAT-AP กรุณาตรวจสอบ",
        "The value of {field} ({property}) is not as DCAT-AP wants it. Check it.",
    ),
    "mqa-score": (
        "คะแนนคุณภาพคำอธิบายข้อมูล {points} จาก {possible} ({rating}) "
        "เฉลี่ยจากชุดข้อมูลสาธารณะ {datasets} ชุด",
        "Metadata quality: {points} of {possible} points ({rating}), the mean of {datasets} public "
        "datasets",
    ),
    "mqa-assumed": (
        "ในจำนวนนี้ {points} คะแนนคิดโดยถือว่าลิงก์ไปเว็บอื่นเปิดได้ ซึ่งระบบไม่ได้ตรวจ",
        "{points} of these points assume that links to other sites work; that was not checked",
    ),
    "mqa-sample": (
        "นับจากตัวอย่าง {datasets} ชุด จากชุดข้อมูลสาธารณะทั้งหมด {total} ชุด สั่ง banchi quality เพื่อนับทั้งหมด",
        "Counted from a sample of {datasets} of all {total} public datasets; the command banchi "
        "quality counts them all",
    ),
    "mqa-unwritten": (
        "ชุดข้อมูลที่เผยแพร่เป็น RDF ไม่ได้: {count} ชุด",
        "Datasets that cannot be published as RDF: {count}",
    ),
    "mqa-excellent": ("ดีเยี่ยม", "Excellent"),
    "mqa-good": ("ดี", "Good"),
    "mqa-sufficient": ("พอใช้", "Sufficient"),
    "mqa-bad": ("ควรปรับปรุง", "Bad"),
    "mqa-findability": ("ค้นพบได้", "Findability"),
    "mqa-accessibility": ("เข้าถึงได้", "Accessibility"),
    "mqa-interoperability": ("ทำงานร่วมกันได้", "Interoperability"),
    "mqa-reusability": ("นำไปใช้ต่อได้", "Reusability"),
    "mqa-contextuality": ("มีบริบท", "Contextuality"),
}

"""Sentences about the quality score of the catalogue: Thai and English, by code."""

from __future__ import annotations

from collections.abc import Mapping

QUALITY_SENTENCES: Mapping[str, tuple[str, str]] = {
    "mqa-score": (
        "คะแนนคุณภาพคำอธิบายข้อมูล {points} จาก {possible} ({rating}) "
        "เฉลี่ยจากชุดข้อมูลสาธารณะ {datasets} ชุด",
        "Metadata quality: {points} of {possible} points ({rating}), the mean of {datasets} public "
        "datasets",
    ),
    "mqa-assumed": (
        "ในจำนวนนี้ {points} คะแนนถือว่าที่อยู่ภายนอกตอบกลับ ซึ่งระบบยังไม่ได้ตรวจ",
        "{points} of these points take it that addresses elsewhere answer, which nobody checked",
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

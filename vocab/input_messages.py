"""Sentences about a value that a caller sent in the wrong form, by code."""

from __future__ import annotations

from collections.abc import Mapping

INPUT_SENTENCES: Mapping[str, tuple[str, str]] = {
    "value-missing": (
        "ขาดค่านี้ ซึ่งจำเป็น โปรดเพิ่มแล้วส่งอีกครั้ง",
        "This value is required and is missing. Add it and send again.",
    ),
    "value-null": (
        "ค่านี้เป็น null ไม่ได้ โปรดใส่ค่า หรือไม่ต้องส่งช่องนี้",
        "This value may not be null. Give a value, or leave the field out.",
    ),
    "value-wrong": (
        "ใช้ค่านี้ไม่ได้ โปรดตรวจสอบรูปแบบตามเอกสาร OpenAPI",
        "This value cannot be used. Check its form against the OpenAPI document.",
    ),
    "field-unknown": (
        "ไม่มีช่องชื่อนี้ โปรดตรวจสอบตัวสะกด หรือนำออก",
        "There is no field of this name. Check the spelling, or leave it out.",
    ),
    "field-repeated": (
        "ส่งช่องนี้มามากกว่าหนึ่งครั้ง โปรดส่งครั้งเดียว",
        "This field is given more than once. Give it once.",
    ),
    "not-object": (
        "ต้องเป็นอ็อบเจกต์ JSON โปรดแก้ไขแล้วส่งอีกครั้ง",
        "This must be a JSON object. Correct it and send again.",
    ),
    "not-list": (
        "ต้องเป็นรายการ JSON โปรดแก้ไขแล้วส่งอีกครั้ง",
        "This must be a JSON list. Correct it and send again.",
    ),
    "not-text": (
        "ต้องเป็นข้อความ โปรดส่งค่าเป็นสตริงในเครื่องหมายคำพูด",
        "This must be a text. Send it as a string in quotation marks.",
    ),
    "not-boolean": (
        "ต้องเป็น true หรือ false โปรดแก้ไขแล้วส่งอีกครั้ง",
        "This must be true or false. Correct it and send again.",
    ),
    "not-whole": (
        "ต้องเป็นจำนวนเต็มที่เขียนด้วยเลขอารบิก โปรดแก้ไขแล้วส่งอีกครั้ง",
        "This must be a whole number in Arabic digits. Correct it and send again.",
    ),
    "not-number": (
        "ต้องเป็นตัวเลข โปรดแก้ไขแล้วส่งอีกครั้ง",
        "This must be a number. Correct it and send again.",
    ),
    "not-day": (
        "ต้องเป็นวันที่แบบ ปปปป-ดด-วว (ค.ศ.) เช่น 2026-08-15 โปรดแก้ไขแล้วส่งอีกครั้ง",
        "This must be a day as YYYY-MM-DD, for example 2026-08-15. Correct it and send again.",
    ),
    "not-common-era": (
        "ปีต้องเป็น ค.ศ. โปรดลบ 543 ออกจากปี พ.ศ.",
        "The year must be of the Common Era. Take 543 from a year of the Buddhist Era.",
    ),
    "not-uuid": (
        "ต้องเป็น UUID โปรดคัดลอกจากคำตอบของ API หรือไม่ต้องส่งช่องนี้",
        "This must be a UUID. Copy it from an answer of the API, or leave the field out.",
    ),
    "not-address": (
        "ต้องเป็นที่อยู่เต็มที่ขึ้นต้นด้วย http, https หรือ ftp โดยไม่มีชื่อผู้ใช้และรหัสผ่าน โปรดแก้ไขแล้วส่งอีกครั้ง",
        "This must be a whole http, https or ftp address without user name and password. "
        "Correct it and send again.",
    ),
    "not-email": (
        "ต้องเป็นที่อยู่อีเมลหนึ่งรายการ เช่น name@example.go.th โปรดแก้ไขแล้วส่งอีกครั้ง",
        "This must be one e-mail address, for example name@example.go.th. "
        "Correct it and send again.",
    ),
    "not-pattern": (
        "มีอักขระที่ใช้ไม่ได้ในช่องนี้ หรือความยาวไม่ถูกต้อง โปรดตรวจสอบรูปแบบ (pattern) ในเอกสาร OpenAPI",
        "It has characters that this field does not take, or a wrong length. "
        "See the pattern in the OpenAPI document.",
    ),
    "not-listed": (
        "ต้องเป็นค่าใดค่าหนึ่งในรายการนี้: {choices} โปรดเลือกแล้วส่งอีกครั้ง",
        "This must be one of: {choices}. Choose one and send again.",
    ),
    "length-between": (
        "ความยาวต้องอยู่ระหว่าง {min} ถึง {max} โปรดแก้ไขแล้วส่งอีกครั้ง",
        "The length must be {min} to {max}. Correct it and send again.",
    ),
    "length-most": (
        "ยาวได้ไม่เกิน {max} โปรดทำให้สั้นลงแล้วส่งอีกครั้ง",
        "The length may be at most {max}. Shorten it and send again.",
    ),
    "number-between": (
        "ต้องเป็นจำนวนตั้งแต่ {min} ถึง {max} โปรดแก้ไขแล้วส่งอีกครั้ง",
        "This must be a number from {min} to {max}. Correct it and send again.",
    ),
    "body-too-deep": (
        "JSON ซ้อนกันลึกเกิน {levels} ชั้น โปรดลดการซ้อนแล้วส่งอีกครั้ง",
        "The JSON is nested deeper than {levels} levels. Nest it less and send again.",
    ),
    "body-not-utf-8": (
        "เนื้อหาไม่ใช่ UTF-8 หรือมีอักขระครึ่งตัว (lone surrogate) โปรดเข้ารหัสเป็น UTF-8 แล้วส่งอีกครั้ง",
        "The body is not UTF-8, or has a lone surrogate. Encode it as UTF-8 and send again.",
    ),
    "body-not-json": (
        "เนื้อหาไม่ใช่ JSON ที่ถูกต้อง หรือมีชื่อซ้ำในอ็อบเจกต์เดียวกัน โปรดแก้ไขแล้วส่งอีกครั้ง",
        "The body is not valid JSON, or has a key twice in one object. Correct it and send again.",
    ),
    "cursor-with-offset": (
        "ใช้ cursor พร้อมกับ offset ไม่ได้ โปรดเลือกส่งอย่างใดอย่างหนึ่ง",
        "A cursor takes the place of an offset. Give one of the two.",
    ),
    "cursor-unknown": (
        "cursor นี้ไม่ใช่ของการค้นหานี้ โปรดเริ่มจากหน้าแรกโดยไม่ส่ง cursor",
        "This is no cursor of this search. Begin at the first page, without a cursor.",
    ),
    "username-form": (
        "ชื่อผู้ใช้ยาว 2 ถึง 64 ตัว ใช้ได้เฉพาะ a-z 0-9 . _ - และขึ้นต้นด้วยตัวอักษรหรือตัวเลข โปรดตั้งใหม่",
        "A user name has 2 to 64 characters of a-z 0-9 . _ - and begins with a letter or digit. "
        "Choose another one.",
    ),
    "password-length": (
        "รหัสผ่านต้องยาว {shortest} ถึง {longest} ตัวอักษร โปรดตั้งใหม่",
        "A password has {shortest} to {longest} characters. Choose another one.",
    ),
    "post-agency": (
        "ผู้ดูแลระบบ (admin) ไม่ผูกกับหน่วยงาน ส่วนบทบาทอื่นต้องระบุรหัสหน่วยงาน โปรดแก้ไขคำสั่ง",
        "The role admin has no agency, every other role needs the code of one. "
        "Correct the command.",
    ),
    "name-th-missing": (
        "หน่วยงานต้องมีชื่อภาษาไทย โปรดใส่ชื่อแล้วลองอีกครั้ง",
        "An agency needs a Thai name. Give it and try again.",
    ),
    "search-unknown": (
        "การเรียงลำดับหรือตัวกรองของการค้นหานี้ไม่มีอยู่ โปรดค้นหาใหม่แล้วบันทึกอีกครั้ง",
        "The order or a filter of this search does not exist. Search anew and save again.",
    ),
}

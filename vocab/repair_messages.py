"""Sentences for what an import mended, kept as it was, or refused: Thai and English side by side.

`vocab.messages` takes them in. ``before`` is what the source wrote, ``after`` what is kept.
"""

from collections.abc import Mapping

#: Code: the sentence in Thai, the sentence in English.
REPAIR_SENTENCES: Mapping[str, tuple[str, str]] = {
    # Mended ------------------------------------------------------------------------------------
    "repair-old-key": (
        "ต้นทางใช้ชื่อช่องแบบเดิม “{before}” ระบบย้ายค่ามาไว้ที่{field}",
        "The source uses the older key “{before}”; its value was moved to {field}.",
    ),
    "repair-licence-title": (
        "ต้นทางเขียนสัญญาอนุญาตว่า “{before}” ระบบบันทึกเป็น “{after}”",
        "The source writes the licence “{before}”; “{after}” was entered.",
    ),
    "repair-frequency-word": (
        "ต้นทางเขียนความถี่เป็นคำว่า “{before}” ระบบบันทึกเป็นหน่วย “{after}” ทุก 1 หน่วย",
        "The source writes the frequency as “{before}”; the unit “{after}”, every 1, was entered.",
    ),
    "repair-format-typo": (
        "รูปแบบไฟล์ “{before}” เขียนผิด ระบบแก้เป็น “{after}”",
        "The format “{before}” is misspelt; it was corrected to “{after}”.",
    ),
    "repair-format-vague": (
        "“{before}” ไม่ใช่ชื่อรูปแบบไฟล์ ที่อยู่ของไฟล์ลงท้ายด้วย “{after}” ระบบจึงใช้ค่านั้น",
        "“{before}” names no file format; the address ends with “{after}”, so that was entered.",
    ),
    "repair-format-from-url": (
        "ต้นทางไม่ระบุรูปแบบไฟล์ ระบบใช้ “{after}” ตามที่อยู่ของไฟล์",
        "The source states no format; “{after}” was taken from the address of the file.",
    ),
    "repair-format-case": (
        "รูปแบบไฟล์ “{before}” เขียนใหม่เป็น “{after}”",
        "The format “{before}” was rewritten as “{after}”.",
    ),
    "repair-resource-name": (
        "ทรัพยากรไม่มีชื่อ ระบบใช้ชื่อไฟล์ “{after}” กรุณาตั้งชื่อที่สื่อความหมาย",
        "The resource had no name; the file name “{after}” was used. Give it a telling name.",
    ),
    "repair-data-format": (
        "ต้นทางไม่ระบุ{field} ระบบสรุปจากทรัพยากร ({before}) เป็น “{after}”",
        "The source states no {field}; “{after}” was entered from its resources ({before}).",
    ),
    "repair-published-openly": (
        "ต้นทางเผยแพร่ชุดข้อมูลนี้ต่อสาธารณะโดยไม่ระบุหมวดหมู่ ระบบจึงบันทึกหมวดหมู่ “{category}” ระดับชั้น “{level}” "
        "กรุณายืนยัน",
        "Published openly by its source, which states no category: “{category}” and the level "
        "“{level}” were entered. Please confirm.",
    ),
    "repair-publisher-of-portal": (
        "ต้นทางไม่ระบุหน่วยงาน ระบบใช้เจ้าของเว็บไซต์ {before} คือ “{after}”",
        "The source names no agency; “{after}”, the owner of {before}, was entered.",
    ),
    "repair-publisher-of-host": (
        "ต้นทางไม่ระบุหน่วยงาน และไม่ทราบเจ้าของเว็บไซต์ ระบบตั้งชื่อหน่วยงานตามที่อยู่เว็บไซต์ {before}",
        "The source names no agency and the owner of the site is not known; the agency was named "
        "after the host {before}.",
    ),
    "repair-slug": (
        "ชื่อย่อ “{before}” ใช้ที่นี่ไม่ได้ ระบบจึงตั้งชื่อย่อใหม่",
        "The short name “{before}” cannot be used here; another one was chosen.",
    ),
    "repair-address-shared": (
        "ที่อยู่ต้นทาง {before} เป็นของอีกระเบียนหนึ่งแล้ว ระบบจึงไม่ผูกชุดข้อมูลนี้กับที่อยู่นั้น",
        "The source address {before} already belongs to another record; this dataset was not tied "
        "to it.",
    ),
    "repair-html-entities": (
        "{field}มีรหัส HTML ({before}) ระบบเปลี่ยนเป็นตัวอักษรธรรมดา",
        "{field} held HTML codes ({before}); they were turned into plain characters.",
    ),
    "repair-control-characters": (
        "{field}มีอักขระที่มองไม่เห็น ({before}) ระบบลบออก",
        "{field} held invisible characters ({before}); they were removed.",
    ),
    "repair-text-cut": (
        "{field}ยาว {length} ตัวอักษร ระบบเก็บเพียง {limit} ตัวแรก ข้อความเต็มอยู่ที่ต้นทาง",
        "{field} has {length} characters; the first {limit} were kept. The source has the rest.",
    ),
    "repair-list-cut": (
        "{field}มี {count} รายการ ระบบเก็บเพียง {limit} รายการแรก",
        "{field} has {count} values; the first {limit} were kept.",
    ),
    "repair-resources-cut": (
        "ทรัพยากร {count} รายการไม่ได้นำเข้า เพราะอ่านไม่ได้หรือเกิน {limit} รายการ",
        "Resources left out: {count}, since they cannot be read or are more than {limit}.",
    ),
    "repair-keyword-broken": (
        "คำสำคัญ “{before}” ขาดกลางคำ ระบบตัดออก กรุณาเพิ่มคำที่ถูกต้อง",
        "The keyword “{before}” is cut off inside a word and was left out. Add the whole word.",
    ),
    "repair-keyword-duplicate": (
        "คำสำคัญ “{before}” ซ้ำ ระบบเก็บไว้คำเดียว",
        "The keyword “{before}” stands there twice; one was kept.",
    ),
    "repair-code-spelling": (
        "{field} “{before}” บันทึกเป็นค่าในรายการคือ “{after}”",
        "{field}: “{before}” was entered as the value “{after}” of the list.",
    ),
    "repair-code-unknown": (
        "{field} “{before}” ไม่อยู่ในรายการ ระบบเว้นว่างไว้ กรุณาเลือกค่าที่ถูกต้อง",
        "{field}: “{before}” is not in the list, so the field was left empty. Choose a value.",
    ),
    "repair-value-unreadable": (
        "{field} “{before}” อ่านค่าไม่ได้ ระบบไม่ได้นำเข้า กรุณากรอกใหม่",
        "{field}: “{before}” cannot be read and was not taken over. Enter it again.",
    ),
    "repair-buddhist-date": (
        "{field} “{before}” เป็นวันที่แบบพุทธศักราช ระบบบันทึกเป็น {after}",
        "{field}: “{before}” is a date of the Buddhist Era and was entered as {after}.",
    ),
    "repair-date-form": (
        "{field} “{before}” บันทึกเป็น {after}",
        "{field}: “{before}” was entered as {after}.",
    ),
    "repair-buddhist-year": (
        "{field} “{before}” อ่านเป็นพุทธศักราช บันทึกเป็น {after}",
        "{field}: “{before}” was read as a year of the Buddhist Era and entered as {after}.",
    ),
    "repair-url-invalid": (
        "{field} “{before}” ไม่ใช่ที่อยู่เว็บที่ใช้ได้ ระบบเว้นว่างไว้ กรุณาแก้ไข",
        "{field}: “{before}” is no usable web address, so the field was left empty. Correct it.",
    ),
    "repair-url-encoded": (
        "{field} “{before}” มีอักขระที่ใช้ในที่อยู่เว็บไม่ได้ ระบบเขียนใหม่เป็น “{after}”",
        "{field}: “{before}” has characters an address cannot have; it was rewritten as “{after}”.",
    ),
    # Kept as it was ----------------------------------------------------------------------------
    "kept-format-vague": (
        "“{before}” ไม่ใช่ชื่อรูปแบบไฟล์ และที่อยู่ไม่บอกรูปแบบ ระบบเก็บไว้ตามเดิม กรุณาระบุรูปแบบ",
        "“{before}” names no file format and the address shows none; it stays. State the format.",
    ),
    "kept-long-text": (
        "{field}ยาว {length} ตัวอักษร เกินกำหนด {limit} ระบบเก็บไว้ทั้งหมด กรุณาย่อให้สั้นลง",
        "{field} has {length} characters, more than {limit}; it was kept whole. Shorten it.",
    ),
    "kept-not-carried": (
        "ต้นทางมีช่องที่ระบบนี้ไม่มี จึงไม่ได้นำเข้า: {keys}",
        "The source has keys that have no field here and were not taken over: {keys}",
    ),
    # Refused -----------------------------------------------------------------------------------
    "refused-unreadable": (
        "อ่านระเบียนนี้ไม่ได้ เพราะไม่ใช่ JSON ที่ถูกต้อง (UTF-8) กรุณาแก้ไฟล์แล้วนำเข้าอีกครั้ง",
        "This record is no valid JSON (in UTF-8). Correct the file and import it again.",
    ),
    "refused-too-long": (
        "ระเบียนนี้ใหญ่เกิน {limit} กรุณาตัดส่วนที่ไม่จำเป็นออกแล้วนำเข้าอีกครั้ง",
        "This record is larger than {limit}. Take out what is not needed and import it again.",
    ),
    "refused-too-deep": (
        "ระเบียนนี้ซ้อนกันลึกเกิน {limit} ชั้น กรุณาแก้ไฟล์แล้วนำเข้าอีกครั้ง",
        "This record is nested deeper than {limit} levels. Correct the file and import it again.",
    ),
    "refused-not-an-object": (
        "ระเบียนนี้ไม่ใช่คำอธิบายชุดข้อมูล (ต้องเป็น JSON object) กรุณาตรวจสอบไฟล์",
        "This record describes no dataset (it must be a JSON object). Check the file.",
    ),
    "refused-not-a-dataset": (
        "ระเบียนนี้เป็นรายการชนิดอื่น ไม่ใช่ชุดข้อมูล จึงไม่นำเข้า",
        "This record is of another type than dataset, so it was not imported.",
    ),
    "refused-not-active": (
        "ต้นทางลบระเบียนนี้แล้วหรือยังไม่เผยแพร่ จึงไม่นำเข้า",
        "The source has deleted this record or not yet published it, so it was not imported.",
    ),
    "refused-no-title": (
        "ระเบียนนี้ไม่มีชื่อชุดข้อมูล กรุณาเพิ่มชื่อที่ต้นทางแล้วนำเข้าอีกครั้ง",
        "This record has no title. Add one at the source and import it again.",
    ),
    "refused-no-publisher": (
        "ระเบียนนี้ไม่ระบุหน่วยงานและไม่มีที่อยู่เว็บ กรุณาระบุหน่วยงานเจ้าของด้วยตัวเลือก --agency",
        "This record names no agency and has no address. Name its owner with the option --agency.",
    ),
    "refused-duplicate": (
        "ไฟล์นี้มีระเบียน “{key}” แล้วที่ลำดับ {line} ระเบียนซ้ำไม่ได้นำเข้า",
        "The file already holds the record “{key}” at number {line}; the second was not imported.",
    ),
    "refused-edited-here": (
        "ต้นทางเปลี่ยนไป แต่ชุดข้อมูลนี้มีผู้แก้ไขในระบบแล้ว จึงเก็บฉบับในระบบไว้ กรุณาเทียบกับต้นทางเอง",
        "The source changed, but this dataset was edited here; the edited version was kept. "
        "Compare it with the source.",
    ),
    "refused-withdrawn-here": (
        "ชุดข้อมูลนี้ถูกถอนออกจากระบบแล้ว จึงไม่นำเข้าอีก",
        "This dataset was withdrawn here, so it was not imported again.",
    ),
    # Refused lines of a list of agencies (`catalog.harvest.agencies`) --------------------------
    "refused-line-encoding": (
        "บรรทัดนี้ไม่ใช่ UTF-8 กรุณาบันทึกไฟล์เป็นชนิด “CSV UTF-8” แล้วสั่งอีกครั้ง",
        "This line is not in UTF-8. Save the file as “CSV UTF-8” and run the command again.",
    ),
    "refused-line-columns": (
        "บรรทัดแรกไม่มีคอลัมน์ {columns} กรุณาเพิ่มให้ครบ ลำดับใดก็ได้",
        "The first line lacks the columns {columns}. Add them, in any order.",
    ),
    "refused-line-cells": (
        'บรรทัดนี้มี {count} ช่อง แต่บรรทัดแรกมี {wanted} ช่อง กรุณาใส่อัญประกาศ (") คร่อมข้อความที่มีจุลภาค',
        'This line has {count} cells, the first line {wanted}. Put quotation marks (") around a '
        "text that has a comma.",
    ),
    "refused-line-quotes": (
        'อ่านบรรทัดนี้เป็น CSV ไม่ได้ กรุณาตรวจสอบอัญประกาศ (") ว่าเปิดและปิดครบ',
        'This line cannot be read as CSV. Check that each quotation mark (") is closed.',
    ),
    "refused-line-code": (
        "รหัสหน่วยงาน “{before}” ใช้ไม่ได้ กรุณาใช้ a-z A-Z 0-9 - _ ไม่เกิน {limit} ตัว",
        "The code “{before}” cannot be used. Write up to {limit} of a-z A-Z 0-9 - _",
    ),
    "refused-line-repeated": (
        "รหัสหน่วยงาน “{before}” มีแล้วที่บรรทัด {line} กรุณาลบหรือแก้ไขบรรทัดหนึ่ง",
        "The code “{before}” stands on line {line} already. Delete or correct one of them.",
    ),
    "refused-line-kind": (
        "ไม่มีชนิดหน่วยงาน “{before}” กรุณาใช้คำใดคำหนึ่ง: {kinds}",
        "There is no kind “{before}”. Write one of: {kinds}",
    ),
    "refused-line-name": (
        "ไม่มีชื่อหน่วยงานภาษาไทย กรุณากรอกคอลัมน์ name_th",
        "The agency has no Thai name. Fill in the column name_th.",
    ),
    "refused-line-long": (
        "คอลัมน์ {column} ยาวเกิน {limit} ตัวอักษร กรุณาย่อให้สั้นลง",
        "The column {column} is longer than {limit} characters. Shorten it.",
    ),
    "refused-line-parent": (
        "ไม่พบหน่วยงานต้นสังกัด “{before}” ทั้งในไฟล์และในระบบ กรุณาแก้รหัส หรือเพิ่มบรรทัดของหน่วยงานนั้น",
        "There is no parent “{before}”, here or in the file. Correct the code or add its line.",
    ),
    "refused-line-circle": (
        "หน่วยงาน “{before}” อยู่ใต้ตัวเองเมื่อไล่ตามคอลัมน์ parent กรุณาแก้ต้นสังกัด",
        "The agency “{before}” stands below itself by the column parent. Correct the parent.",
    ),
}

"""Errors of the Action API: clients map ``__type`` letter for letter to classes of their own."""

from __future__ import annotations

from typing import Any


class ActionError(Exception):
    """An error in the envelope: HTTP ``status`` and ``__type``.

    Behind the words that clients know stands what to do next, in English (``en``) and Thai.
    """

    status: int
    type: str
    en: str
    th: str

    def __init__(self, message: str, **fields: list[str]) -> None:
        super().__init__(message)
        self.message, self.fields = message, fields

    def body(self) -> dict[str, Any]:
        """What stands under ``error``."""
        said = {"message": f"{self.message}. {self.en} · {self.th}"}
        return {"__type": self.type, **said, **self.fields}


class ValidationError(ActionError):
    """A parameter is missing or wrong; one list of texts for each."""

    status, type = 409, "Validation Error"
    en = "Correct the parameter and call again."
    th = "พารามิเตอร์ที่ระบุขาดหายหรือมีรูปแบบไม่ถูกต้อง โปรดแก้ไขแล้วเรียกอีกครั้ง"

    def __init__(self, **fields: list[str]) -> None:
        said = "; ".join(f"{name}: {', '.join(texts)}" for name, texts in fields.items())
        super().__init__(said, **fields)


class NotFoundError(ActionError):
    """Nothing of that name, or nothing that the caller may see: the answers are the same."""

    status, type = 404, "Not Found Error"
    en = "Check the name or id."
    th = "ไม่พบรายการที่ต้องการ โปรดตรวจสอบชื่อหรือรหัส"

    def __init__(self, thing: str) -> None:
        super().__init__(f"Not found: {thing}")


class AuthorizationError(ActionError):
    """A known action that the caller may not do."""

    status, type = 403, "Authorization Error"
    en = "Change datasets on the pages or through /api/v1."
    th = "ช่องทางนี้ให้อ่านอย่างเดียว โปรดแก้ไขข้อมูลผ่านหน้าเว็บหรือ /api/v1"

    def __init__(self) -> None:
        super().__init__("Access denied: this catalogue is read only through this interface")


class SearchQueryError(ActionError):
    """A parameter of package_search that there is not."""

    status, type = 400, "Search Query Error"
    en = "Leave it out or correct it, and search again."
    th = "ไม่มีพารามิเตอร์หรือการเรียงลำดับนี้ โปรดนำออกหรือแก้ไขแล้วค้นหาอีกครั้ง"


class SearchError(ActionError):
    """A query that cannot be read, or asks for too much."""

    status, type = 409, "Search Error"
    en = "Correct or shorten the query, and search again."
    th = "อ่านคำค้นไม่ได้ หรือคำค้นยาวเกินไป โปรดแก้ไขหรือทำให้สั้นลงแล้วค้นหาอีกครั้ง"


class BadRequest(Exception):
    """A request that is none of this interface; the answer is one JSON text."""

    en = "Check the name of the action, and send its parameters as a JSON object."
    th = "ไม่ใช่คำขอของ Action API โปรดตรวจสอบชื่อ action และส่งพารามิเตอร์เป็นอ็อบเจกต์ JSON"

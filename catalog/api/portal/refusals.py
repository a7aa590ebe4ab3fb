"""What a portal is told when it asks for something that cannot be read or is not offered."""

from __future__ import annotations

from werkzeug.exceptions import BadRequest, NotAcceptable

from schemas.values import LocalizedText


class Unreadable(BadRequest):
    """A parameter of an address that has the wrong form (400), and what it should be."""

    code = 400

    def __init__(self, name: str, th: str, en: str) -> None:
        super().__init__()
        self.text = LocalizedText(
            f"พารามิเตอร์ {name} ไม่ถูกต้อง: {th}", f"The parameter {name} is wrong. {en}"
        )


class NotOffered(NotAcceptable):
    """A header asks for what there is not (406); the text says what there is."""

    code = 406

    def __init__(self, text: LocalizedText) -> None:
        super().__init__()
        self.text = text

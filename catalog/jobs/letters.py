"""The words of mails, in the reader's language; plain text, one line a fact."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import quote, urlsplit

from catalog.config import Config
from schemas.dataset import DatasetRecord
from schemas.saved_search import SavedSearchRecord
from schemas.values import LocalizedText

#: Datasets named for one search; the address of the search leads to the rest.
NAMED = 20

SENTENCES: Mapping[str, LocalizedText] = {
    "subject": LocalizedText(
        "{site}: พบชุดข้อมูลใหม่หรือที่ปรับปรุง {count} ชุด",
        "{site}: new or updated datasets: {count}",
    ),
    "greeting": LocalizedText("เรียน {name}", "Dear {name},"),
    "opening": LocalizedText(
        "ต่อไปนี้คือชุดข้อมูลใหม่หรือที่ปรับปรุง ซึ่งตรงกับการค้นหาที่ท่านบันทึกไว้",
        "These datasets are new or were updated and match the searches you saved.",
    ),
    "search": LocalizedText("การค้นหา “{name}”: {count} ชุด", "Search “{name}”: {count}"),
    "more": LocalizedText("และอีก {count} ชุด", "and {count} more"),
    "all": LocalizedText("ดูทั้งหมด: {address}", "See all: {address}"),
    "ending": LocalizedText(
        "เปลี่ยนความถี่หรือเลิกรับอีเมลได้ที่ {address}",
        "Change how often these mails come, or stop them: {address}",
    ),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A search with its new datasets: ``count`` of them, the first of which are named."""

    search: SavedSearchRecord
    records: Sequence[DatasetRecord]
    count: int


def digest_letter(
    config: Config,
    name: str,
    email: str,
    language: str,
    sections: Sequence[Section],
    until: dt.datetime,
) -> EmailMessage:
    """The mail that tells a person of the new hits of their searches.

    The same searches up to the same instant give the same Message-ID, so that a mail sent twice
    can be known as one.  Raises ValueError where an address could not stand in a header.
    """

    def say(key: str, **values: object) -> str:
        return SENTENCES[key].in_language(language).format(**values)

    base = config.base_url
    lines = [say("greeting", name=one_line(name)), "", say("opening")]
    for section in sections:
        named = one_line(section.search.name)
        lines += ["", "", say("search", name=named, count=section.count)]
        for record in section.records[:NAMED]:
            title = record.title.in_language(language) or record.slug
            lines += ["", f"- {one_line(title)}"]
            lines += [f"  {one_line(record.agency.name.in_language(language))}"]
            lines += [f"  {base}/dataset/{quote(record.slug)}"]
        if section.count > NAMED:
            lines += ["", say("more", count=section.count - NAMED)]
        lines += ["", say("all", address=f"{base}/search?{section.search.query}")]
    lines += ["", "-- ", say("ending", address=f"{base}/saved"), ""]
    site = config.site_title_en if language == "en" else config.site_title_th
    letter = EmailMessage(policy=SMTP)
    count = sum(section.count for section in sections)
    letter["Subject"] = say("subject", site=one_line(site), count=count)
    letter["From"] = sender(config)
    letter["To"] = Address(addr_spec=email)
    letter["Date"] = format_datetime(until)
    letter["Message-ID"] = _message_id(config, sections, until)
    # No automatic answer, please (RFC 3834); where to stop these mails (RFC 2369).
    letter["Auto-Submitted"] = "auto-generated"
    letter["List-Unsubscribe"] = f"<{base}/saved>"
    letter.set_content(_sendable("\n".join(lines)), cte="base64")
    letter["Content-Language"] = language
    return letter


def sender(config: Config) -> Address:
    """Whom mails come from: the setting, else no-reply at the public address."""
    name, address = parseaddr(config.mail_from)
    host = urlsplit(config.base_url).hostname or "localhost"
    site = one_line(config.site_title_th)
    return Address(display_name=name or site, addr_spec=address or f"no-reply@{host}")


def one_line(text: str) -> str:
    """A text that can stand in a header or a line: no line break, nothing that nobody sees."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _message_id(config: Config, sections: Sequence[Section], until: dt.datetime) -> str:
    stated = " ".join([*sorted(s.search.uid for s in sections), until.isoformat()])
    host = urlsplit(config.base_url).hostname or "localhost"
    return f"<{hashlib.sha256(stated.encode()).hexdigest()[:32]}@{host}>"


def _sendable(text: str) -> str:
    """A text that UTF-8 can write."""
    return text.encode("utf-8", "replace").decode("utf-8")

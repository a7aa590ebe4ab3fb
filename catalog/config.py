"""Settings: one table, read from BANCHI_… environment variables or one file."""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from catalog.errors import SettingWrong

_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_MAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name without the BANCHI_ prefix, default, reader and what it does."""

    name: str
    default: str
    read: Callable[[str], Any]
    help_th: str
    help_en: str


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if not low <= number <= high:
            raise ValueError(text)
        return number

    return read


def _yes(text: str) -> bool:
    known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    return known[text.strip().lower()]


def _base(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError(text)
    return text.rstrip("/")


def _mail_server(text: str) -> str:
    parts = urlsplit(text)
    odd = parts.path.strip("/") or parts.query or parts.fragment
    # Reading the port says whether it is one.
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or odd or parts.port == 0:
        raise ValueError(text)
    return text


def _sender(text: str) -> str:
    named = re.fullmatch("[^<>]+<([^<>]+)>", text)
    address = named[1] if named else text
    # What is read again when a mail is written is this address and no other (a comma in a name).
    if not text.isprintable() or not _MAIL.fullmatch(address) or parseaddr(text)[1] != address:
        raise ValueError(text)
    return text


def _address(text: str) -> str:
    if not _MAIL.fullmatch(text):
        raise ValueError(text)
    return text


def _prefix(text: str) -> str:
    if not re.fullmatch("[A-Za-z0-9_.-]{1,40}", text, re.ASCII) or text == "oai_dc":
        raise ValueError(text)
    return text


def _level(text: str) -> str:
    if text.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError(text)
    return text.upper()


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "DATA",
        "banchi-data",
        Path,
        "โฟลเดอร์เก็บฐานข้อมูล ดัชนี และไฟล์",
        "Folder of the database, the index and the files.",
    ),
    Setting(
        "DATABASE_URL",
        "",
        str,
        "ที่อยู่ฐานข้อมูล (ว่าง = SQLite ในโฟลเดอร์ข้อมูล)",
        "Address of the database (empty: SQLite in the data folder).",
    ),
    Setting(
        "BASE_URL",
        "",
        lambda text: _base(text) if text else "",
        "ที่อยู่สาธารณะของระบบ ใช้ในลิงก์และ RDF (ว่าง = ที่อยู่ที่ให้บริการ)",
        "Public address used in links and RDF (empty: the address served).",
    ),
    Setting("HOST", "127.0.0.1", str, "ที่อยู่ที่ให้บริการ", "Address to serve on."),
    Setting("PORT", "8080", _whole(0, 65535), "พอร์ตที่ให้บริการ", "Port to serve on."),
    Setting(
        "THREADS",
        "8",
        _whole(1, 64),
        "จำนวนเธรดของเว็บเซิร์ฟเวอร์",
        "Threads of the web server.",
    ),
    Setting(
        "WORKER",
        "yes",
        _yes,
        "ให้ตัวทำงานเบื้องหลังอยู่ในเซิร์ฟเวอร์ด้วยหรือไม่",
        "Whether the background worker runs inside the server.",
    ),
    Setting(
        "SECRET_KEY",
        "",
        str,
        "กุญแจลงนามคุกกี้ (ว่าง = สร้างและเก็บในโฟลเดอร์ข้อมูล)",
        "Key that signs cookies (empty: made once and kept in the data folder).",
    ),
    Setting(
        "TRUSTED_PROXIES",
        "0",
        _whole(0, 5),
        "จำนวนพร็อกซีที่เชื่อถือหน้าเซิร์ฟเวอร์",
        "How many proxies in front are trusted for X-Forwarded headers.",
    ),
    Setting(
        "MAIL_URL",
        "",
        lambda text: _mail_server(text) if text else "",
        "เซิร์ฟเวอร์อีเมล smtps://ผู้ใช้:รหัสผ่าน@เซิร์ฟเวอร์ หรือ smtp:// (ว่าง = เก็บเป็นไฟล์ใน outbox-mail)",
        "Mail server: smtps://user:password@host or smtp:// (empty: files in outbox-mail).",
    ),
    Setting(
        "MAIL_FROM",
        "",
        lambda text: _sender(text) if text else "",
        "ผู้ส่งอีเมล เช่น ชื่อ <a@example.go.th> (ว่าง = no-reply ที่ที่อยู่สาธารณะ)",
        "Sender of mails, as Name <a@example.go.th> (empty: no-reply at the public address).",
    ),
    Setting(
        "CONTACT_EMAIL",
        "",
        lambda text: _address(text) if text else "",
        "อีเมลของสำนักงานที่พอร์ทัลใช้ติดต่อ (ว่าง = webmaster ที่ที่อยู่สาธารณะ)",
        "Office mail address told to portals (empty: webmaster at the public address).",
    ),
    Setting(
        "OAI_PREFIX",
        "dcat_ap",
        _prefix,
        "ชื่อรูปแบบ DCAT ใน OAI-PMH (metadataPrefix)",
        "Name of the DCAT format in OAI-PMH (metadataPrefix).",
    ),
    Setting("LOG_LEVEL", "INFO", _level, "ระดับของบันทึก", "Level of the log."),
    Setting(
        "SITE_TITLE_TH",
        "บัญชีข้อมูล",
        str,
        "ชื่อระบบภาษาไทย",
        "Name of the catalogue in Thai.",
    ),
    Setting(
        "SITE_TITLE_EN",
        "Banchi data catalogue",
        str,
        "ชื่อระบบภาษาอังกฤษ",
        "Name of the catalogue in English.",
    ),
)


#: Settings that hold a secret: their value is never shown.
SECRET = ("SECRET_KEY", "MAIL_URL")


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one installation."""

    data: Path
    database_url: str
    base_url: str
    host: str
    port: int
    threads: int
    worker: bool
    secret_key: str
    trusted_proxies: int
    mail_url: str
    mail_from: str
    contact_email: str
    oai_prefix: str
    log_level: str
    site_title_th: str
    site_title_en: str

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] | None = None, **changes: object) -> Config:
        """Settings from the environment, else the file BANCHI_CONFIG names, else the defaults.

        ``changes`` (lower-case names) win over both.  Raises SettingWrong naming the setting.
        """
        environ = os.environ if environ is None else environ
        written = _file(environ.get("BANCHI_CONFIG", ""))
        values: dict[str, Any] = {}
        for setting in SETTINGS:
            name = f"BANCHI_{setting.name}"
            text = environ.get(name, str(written.get(setting.name.lower(), setting.default)))
            try:
                values[setting.name.lower()] = setting.read(text)
            except (ValueError, KeyError, IndexError) as error:
                told = "…" if setting.name in SECRET else text
                help_ = {name: f"{setting.help_th} / {setting.help_en}"}
                raise SettingWrong(help_, name=name, value=told) from error
        values.update(changes)
        values["data"] = Path(values["data"]).absolute()
        values["database_url"] = (
            values["database_url"] or f"sqlite:///{values['data'] / 'banchi.sqlite3'}"
        )
        values["base_url"] = values["base_url"] or f"http://{values['host']}:{values['port']}"
        return cls(**values)

    @property
    def index_folder(self) -> Path:
        """Where the search index lives; it is a cache and can be deleted at any time."""
        return self.data / "index"

    @property
    def host_name(self) -> str:
        """The host of the public address, without its port."""
        return urlsplit(self.base_url).hostname or "localhost"

    @property
    def office(self) -> str:
        """Mail address of the office that runs the catalogue."""
        host = self.host_name if "." in self.host_name else f"{self.host_name}.localdomain"
        return self.contact_email or f"webmaster@{host}"

    @property
    def secure(self) -> bool:
        """Whether the public address is https, so that cookies are marked Secure."""
        return self.base_url.startswith("https:")

    def prepare(self) -> None:
        """Make the data folder (mode 0700: it holds personal data and the cookie key)."""
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)

    def signing_key(self) -> str:
        """The key that signs cookies, made on first use and kept with mode 0600."""
        if self.secret_key:
            return self.secret_key
        path = self.data / "secret.key"
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        return path.read_text(encoding="ascii").strip()


def _file(name: str) -> Mapping[str, Any]:
    if not name:
        return {}
    try:
        with Path(name).open("rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingWrong(name="BANCHI_CONFIG", value=f"{name} ({error})") from error

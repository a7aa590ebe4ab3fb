"""The demo from the command line: load it, tell the accounts once."""

from __future__ import annotations

from typing import Any

import click

from catalog.cli.console import choose, language, opened, progress, table
from catalog.cli.indexing import index_now


@click.group(short_help="ข้อมูลสาธิต / The demo")
def demo() -> None:
    """ข้อมูลสาธิต: หน่วยงานของกรุงเทพมหานครและชุดข้อมูลจริง / Bangkok's agencies and real datasets."""


@demo.command(short_help="โหลดข้อมูลสาธิต / Load the demo")
@language
def load(lang: str) -> None:
    """โหลดข้อมูลสาธิต / Load the demo: agencies, 824 records, people.

    \b
    สั่งซ้ำได้ ของที่มีอยู่แล้วไม่เปลี่ยน รหัสผ่านแสดงครั้งเดียว
    Loading again changes nothing; passwords are shown once.
    """
    with opened() as installation:
        load_and_tell(installation, lang)


def load_and_tell(installation: Any, lang: str) -> None:
    """Load what is missing, bring the index up to date, show new accounts."""
    from catalog.harvest.demo import RECORDS, load_demo

    label = choose(lang, "โหลดข้อมูลสาธิต", "Loading the demo")
    with progress(label, RECORDS) as told:
        report = load_demo(installation.sessions, now=installation.now, progress=told)
    index_now(installation, lang)
    records = sum(len(part.records) for part in report.imports)
    click.echo(
        choose(
            lang,
            f"ข้อมูลสาธิตพร้อมแล้ว: {records} ชุดข้อมูล",
            f"The demo is ready: {records} records",
        )
    )
    if report.accounts:
        table(
            choose(
                lang,
                "บัญชีผู้ใช้สาธิต (รหัสผ่านแสดงครั้งนี้ครั้งเดียว)",
                "Demo accounts (the passwords are shown this once)",
            ),
            choose(lang, "ชื่อผู้ใช้|รหัสผ่าน|ผู้ใช้", "user name|password|person").split("|"),
            [(a.person.username, a.password, a.person.name) for a in report.accounts],
        )
    else:
        tell_accounts_exist(lang)


def tell_accounts_exist(lang: str) -> None:
    """What to do when the passwords of the demo are lost: they were shown once."""
    click.echo(
        choose(
            lang,
            "บัญชีผู้ใช้สาธิตมีอยู่แล้ว ตั้งรหัสผ่านใหม่ด้วย: banchi user password ชื่อผู้ใช้",
            "The demo accounts exist already. Set a new password: banchi user password NAME",
        )
    )

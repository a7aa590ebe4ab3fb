"""Setting up: the data folder, and what the settings are."""

from __future__ import annotations

import click

from catalog.cli.console import language, opened, say_both, settings, table


@click.command(short_help="สร้างโฟลเดอร์ข้อมูล / Make the data folder")
@click.option(
    "--agencies",
    is_flag=True,
    help="เพิ่มหน่วยงานของกรุงเทพมหานครที่ยังไม่มี / Add Bangkok's agencies that are missing.",
)
def init(agencies: bool) -> None:
    """สร้างโฟลเดอร์ข้อมูล ตาราง และดัชนี / Make the data folder, the tables and the index.

    \b
    สั่งซ้ำได้ ไม่มีอะไรหาย
    Doing it again changes nothing.
    """
    from catalog.harvest.agencies import load_bangkok

    with opened() as installation:
        folder = installation.config.data
        added = load_bangkok(installation.sessions, installation.now) if agencies else None
    say_both(f"โฟลเดอร์ข้อมูลพร้อมแล้ว: {folder}", f"The data folder is ready: {folder}")
    if added is not None:
        say_both(f"เพิ่มหน่วยงานแล้ว {added} แห่ง", f"Agencies added: {added}")


@click.command(short_help="ดูค่าตั้งทั้งหมด / Show the settings")
@language
def config(lang: str) -> None:
    """ดูค่าตั้งทั้งหมด / Show every setting, its value and what it does."""
    from sqlalchemy.engine import make_url

    from catalog.config import SECRET, SETTINGS

    chosen = settings()
    rows = []
    for setting in SETTINGS:
        value = str(getattr(chosen, setting.name.lower()))
        if setting.name in SECRET:
            value = "…" if value else ""
        elif setting.name == "DATABASE_URL":
            value = make_url(value).render_as_string(hide_password=True)
        rows.append(
            (f"BANCHI_{setting.name}", value, setting.help_en if lang == "en" else setting.help_th)
        )
    heads = ("setting", "value", "what it does") if lang == "en" else ("ค่าตั้ง", "ค่า", "ความหมาย")
    table("Settings" if lang == "en" else "ค่าตั้ง", heads, rows)

"""Words of one meaning from the command line."""

from __future__ import annotations

import click

from catalog.cli.console import choose, language, opened, table


@click.group(short_help="คำความหมายเดียวกัน / Words of one meaning")
def synonym() -> None:
    """ดูและแก้คำความหมายเดียวกัน มีผลทันที / See and edit words of one meaning, with effect at once."""


@synonym.command("list", short_help="รายการ / The list")
@language
def list_groups(lang: str) -> None:
    """แสดงทุกกลุ่มที่ใช้อยู่ / Show every group in force."""
    from catalog.auth.policy import SYSTEM
    from catalog.services.synonyms import list_synonyms

    with opened() as installation, installation.sessions.read() as session:
        groups = list_synonyms(session, SYSTEM)
    packaged = choose(lang, "มากับระบบ", "packaged")
    table(
        choose(lang, f"คำความหมายเดียวกัน {len(groups)} กลุ่ม", f"{len(groups)} groups of synonyms"),
        choose(lang, "คำ|ผู้เพิ่ม|หมายเหตุ", "words|added by|note").split("|"),
        [(" = ".join(g.members), packaged if g.packaged else g.by, g.note) for g in groups],
    )


@synonym.command(short_help="เพิ่มกลุ่ม / Add a group")
@click.argument("members", nargs=-1, required=True, metavar="WORD WORD …")
@click.option("--note", default="", help="หมายเหตุ / A remark.")
@language
def add(members: tuple[str, ...], note: str, lang: str) -> None:
    """ให้คำเหล่านี้หมายถึงสิ่งเดียวกัน / Let these words mean the same.

    \b
    คำที่มีช่องว่างให้ใส่ในเครื่องหมายคำพูด
    Put a member of several words in quotes.
    """
    from catalog.auth.policy import SYSTEM
    from catalog.services.synonyms import add_synonyms

    with opened() as installation, installation.sessions.write() as session:
        group = add_synonyms(session, SYSTEM, members, note, now=installation.now())
    told = " = ".join(group.members)
    click.echo(choose(lang, f"ใช้แล้ว: {told}", f"In force: {told}"))


@synonym.command(short_help="ลบกลุ่ม / Remove a group")
@click.argument("member", metavar="WORD")
@language
def remove(member: str, lang: str) -> None:
    """เลิกใช้กลุ่มที่มีคำนี้ / Take the group of this word out of force."""
    from catalog.auth.policy import SYSTEM
    from catalog.services.synonyms import remove_synonyms

    with opened() as installation, installation.sessions.write() as session:
        group = remove_synonyms(session, SYSTEM, member, now=installation.now())
    told = " = ".join(group.members)
    click.echo(choose(lang, f"เลิกใช้แล้ว: {told}", f"No longer in force: {told}"))

"""Words of one meaning, and words that lead to others one way, from the command line."""

from __future__ import annotations

import click

from catalog.cli.console import choose, language, opened, table


@click.group(short_help="คำความหมายเดียวกัน / Words of one meaning")
def synonym() -> None:
    """ดูและแก้คำความหมายเดียวกัน มีผลทันที / See and edit words of one meaning, with effect at once."""


_one_way = click.option(
    "--one-way", is_flag=True, help="คำทางเดียว / Words that lead to others one way."
)


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
        [(g.words, packaged if g.packaged else g.by, g.note) for g in groups],
    )


@synonym.command(short_help="เพิ่มกลุ่ม / Add a group")
@click.argument("members", nargs=-1, required=True, metavar="WORD WORD …")
@click.option("--note", default="", help="หมายเหตุ / A remark.")
@click.option(
    "--leads-to",
    multiple=True,
    metavar="WORD",
    help="คำที่ให้พบด้วยทางเดียว ใส่ซ้ำได้ / A word that they find too, one way; may be repeated.",
)
@language
def add(members: tuple[str, ...], note: str, leads_to: tuple[str, ...], lang: str) -> None:
    """ให้คำเหล่านี้หมายถึงสิ่งเดียวกัน หรือพาไปหาคำอื่น / Let these words mean the same, or lead on.

    \b
    คำที่มีช่องว่างให้ใส่ในเครื่องหมายคำพูด
    Put a member of several words in quotes.
    """
    from catalog.auth.policy import SYSTEM
    from catalog.services.synonyms import add_synonyms

    with opened() as installation, installation.sessions.write() as session:
        group = add_synonyms(
            session, SYSTEM, members, note, leads_to=leads_to or None, now=installation.now()
        )
    click.echo(choose(lang, f"ใช้แล้ว: {group.words}", f"In force: {group.words}"))


@synonym.command(short_help="เลิกใช้กลุ่ม / Take a group out of force")
@click.argument("member", metavar="WORD")
@_one_way
@language
def remove(member: str, one_way: bool, lang: str) -> None:
    """เลิกใช้กลุ่มที่มีคำนี้ / Take the group of this word out of force."""
    from catalog.auth.policy import SYSTEM
    from catalog.services.synonyms import remove_synonyms

    with opened() as installation, installation.sessions.write() as session:
        group = remove_synonyms(session, SYSTEM, member, one_way=one_way, now=installation.now())
    click.echo(choose(lang, f"เลิกใช้แล้ว: {group.words}", f"No longer in force: {group.words}"))


@synonym.command(short_help="ใช้กลุ่มอีกครั้ง / Restore a group")
@click.argument("member", metavar="WORD")
@_one_way
@language
def restore(member: str, one_way: bool, lang: str) -> None:
    """ใช้กลุ่มที่มากับระบบและมีคำนี้อีกครั้ง / Bring the packaged group of this word back."""
    from catalog.auth.policy import SYSTEM
    from catalog.services.synonyms import restore_synonyms

    with opened() as installation, installation.sessions.write() as session:
        group = restore_synonyms(session, SYSTEM, member, one_way=one_way, now=installation.now())
    click.echo(choose(lang, f"ใช้แล้ว: {group.words}", f"In force: {group.words}"))

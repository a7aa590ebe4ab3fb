"""Scores from the command line: the tree of one agency, or a line for each."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import click

from catalog.cli.console import choose, language, opened, table

if TYPE_CHECKING:
    from schemas.quality import Part

#: Points; what lost less prints as 0.00.
LEAST = Fraction(5, 1000)


@click.command(short_help="คะแนนของหน่วยงาน / Scores of agencies")
@click.argument("agency", required=False)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="แสดงทุกแถว รวมแถวที่เสียไม่ถึง 0.005 คะแนน / Show every row, also those that lost less "
    "than 0.005 points.",
)
@language
def score(agency: str | None, everything: bool, lang: str) -> None:
    """คะแนนของหน่วยงานพร้อมสิ่งที่ควรทำก่อน / The score of an agency, with what to do first.

    \b
    AGENCY: รหัสหน่วยงานของกรุงเทพมหานคร ถ้าไม่ระบุแสดงทุกหน่วยงานที่มีชุดข้อมูล
    AGENCY: the code of one of Bangkok's; without one, every one that has datasets.
    """
    from catalog.auth.policy import SYSTEM
    from catalog.db.queries.agencies import list_agencies
    from catalog.scoring import rounded
    from catalog.services.scores import score_agency

    with opened() as installation, installation.sessions.read() as session:
        now = installation.now()
        if agency:
            one = score_agency(session, SYSTEM, agency, now=now)
            click.echo(f"{one.agency.code} {one.agency.name.in_language(lang)}")
            _tell(one.part, lang, everything)
            return
        scores = [
            score_agency(session, SYSTEM, each.code, now=now)
            for each in list_agencies(session)
            if each.of_bangkok
        ]
    rows = [
        (
            one.agency.code,
            one.agency.name.in_language(lang),
            str(one.counted),
            f"{rounded(one.part.reached, 2):f}/{rounded(one.part.weight, 2):f}",
        )
        for one in scores
        if one.counted
    ]
    heads = choose(lang, "รหัส|หน่วยงาน|ชุดข้อมูล|คะแนน", "code|agency|datasets|points").split("|")
    table(choose(lang, "คะแนนส่วนที่ 1", "Score of part 1"), heads, rows)


def _tell(part: Part, lang: str, everything: bool) -> None:
    from catalog.scoring import explain, explain_actions

    if best := explain_actions(part, lang):
        click.echo(choose(lang, "สิ่งที่ได้คะแนนคืนมากที่สุด", "What wins back the most"))
    for rank, sentence in enumerate(best, 1):
        click.echo(f"{rank:>3}. {sentence}")
    whole = explain(part, lang)
    lines = whole if everything else explain(part, lang, least=LEAST)
    for line in lines:
        click.echo(line)
    if hidden := len(whole) - len(lines):
        click.echo(
            choose(
                lang,
                f"ไม่ได้แสดง {hidden} แถวที่เสียไม่ถึง 0.005 คะแนน สั่งด้วย --all เพื่อดูทั้งหมด",
                f"Rows that lost less than 0.005 points are hidden: {hidden}. --all shows them.",
            )
        )

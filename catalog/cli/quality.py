"""The quality score of the whole public catalogue from the command line."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import click

from catalog.cli.console import choose, language, opened, table

if TYPE_CHECKING:
    from catalog.rdf.mqa import CatalogueScore


@click.command(short_help="คุณภาพคำอธิบายข้อมูลแบบยุโรป / Metadata quality (MQA)")
@language
def quality(lang: str) -> None:
    """คะแนนคุณภาพตามวิธีของ data.europa.eu พร้อมสิ่งที่ควรทำก่อน / The score of data.europa.eu.

    \b
    นับชุดข้อมูลสาธารณะทั้งหมดตามที่เผยแพร่ ไม่เรียกดูที่อยู่ใดผ่านเครือข่าย
    Counts every public dataset as it is published; no address is fetched.
    """
    from catalog.auth.policy import SYSTEM
    from catalog.services.quality import assess_catalogue
    from vocab.messages import say

    with opened() as installation, installation.sessions.read() as session:
        found = assess_catalogue(session, SYSTEM, installation.site)
    score = found.score
    click.echo(say("mqa-score", lang, _figures(score, lang)))
    click.echo(say("mqa-assumed", lang, {"points": _points(score.assumed)}))
    if found.unwritten:
        click.echo(say("mqa-unwritten", lang, {"count": str(found.unwritten)}))
    _dimensions(score, lang)
    _to_fix(score, lang)


def _figures(score: CatalogueScore, lang: str) -> dict[str, str]:
    from vocab.messages import say
    from vocab.profiles.mqa import POSSIBLE

    return {
        "points": _points(score.points),
        "possible": str(POSSIBLE),
        "rating": say(f"mqa-{score.rating}", lang, {}),
        "datasets": str(score.datasets),
    }


def _dimensions(score: CatalogueScore, lang: str) -> None:
    from vocab.messages import say
    from vocab.profiles.mqa import OF_DIMENSION

    rows = [
        (say(f"mqa-{dimension}", lang, {}), _points(score.of(dimension)), str(most))
        for dimension, most in OF_DIMENSION.items()
    ]
    heads = choose(lang, "มิติ|คะแนน|เต็ม", "dimension|points|of").split("|")
    table(choose(lang, "คะแนนตามมิติ", "By dimension"), heads, rows)


def _to_fix(score: CatalogueScore, lang: str) -> None:
    rows = [
        (
            f"+{_points(total.lost, 2)}",
            str(total.lacking),
            choose(lang, total.metric.title_th, total.metric.title_en),
            choose(lang, total.metric.action_th, total.metric.action_en),
        )
        for total in score.to_fix
    ]
    heads = choose(
        lang, "จะได้คะแนน|ชุดข้อมูล|ตัวชี้วัด|สิ่งที่ต้องทำ", "points to gain|datasets|metric|what to do"
    ).split("|")
    table(choose(lang, "สิ่งที่ควรทำก่อน", "What to fix first"), heads, rows)


def _points(value: Fraction, decimals: int = 1) -> str:
    from catalog.scoring import rounded

    return f"{rounded(value, decimals):f}"

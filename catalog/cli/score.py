"""Scores from the command line: the tree of one agency, or a line for each."""

from __future__ import annotations

import click

from catalog.cli.console import choose, language, opened, table


@click.command(short_help="คะแนนของหน่วยงาน / Scores of agencies")
@click.argument("agency", required=False)
@language
def score(agency: str | None, lang: str) -> None:
    """คะแนนของหน่วยงานพร้อมเหตุผล / The score of an agency with its reasons.

    \b
    AGENCY: รหัสหน่วยงาน ถ้าไม่ระบุแสดงทุกหน่วยงานที่มีชุดข้อมูล
    AGENCY: its code; without one, every agency that has datasets.
    """
    from catalog.auth.policy import SYSTEM
    from catalog.db.queries.agencies import list_agencies
    from catalog.scoring import explain, rounded
    from catalog.services.scores import score_agency

    with opened() as installation, installation.sessions.read() as session:
        now = installation.now()
        if agency:
            one = score_agency(session, SYSTEM, agency, now=now)
            click.echo(f"{one.agency.code} {one.agency.name.in_language(lang)}")
            for line in explain(one.part, lang):
                click.echo(line)
            return
        scores = [
            score_agency(session, SYSTEM, each.code, now=now) for each in list_agencies(session)
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

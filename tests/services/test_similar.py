"""Similar datasets: a series together, what shares words and keywords, never what is hidden."""

from __future__ import annotations

from dataclasses import replace

from catalog.jobs.installation import Installation
from catalog.services.similar import SHOWN, SimilarDatasets, similar_datasets
from schemas.dataset import DatasetRecord
from tests.builders import dataset
from tests.fixtures_app import draft, person, published, registered


def similar(
    installation: Installation, record: DatasetRecord, username: str = "anyone"
) -> SimilarDatasets:
    actor = person(installation, username)
    with installation.sessions.read() as session:
        return similar_datasets(session, installation.search, actor, record)


def named(found: SimilarDatasets) -> tuple[list[str], list[tuple[str, int]]]:
    return (
        [record.slug for record in found.series],
        [(one.record.slug, one.more) for one in found.others],
    )


def add(installation: Installation, slug: str, title: str, *keywords: str) -> DatasetRecord:
    handed_in = draft(slug=slug, title=title, title_en="", tag_string=keywords or (slug,))
    return published(installation, handed_in)


def test_a_dataset_alone_has_none_like_it(installation: Installation) -> None:
    assert similar(installation, add(installation, "alone", "จำนวนโรงงาน")) == SimilarDatasets()


def test_shared_words_and_keywords_make_datasets_alike(installation: Installation) -> None:
    mine = add(installation, "mine", "จุดติดตั้งกล้องวงจรปิด", "กล้อง", "ความปลอดภัย")
    add(installation, "near", "รายการกล้องวงจรปิดที่ชำรุด", "กล้อง")
    add(installation, "tagged", "สถานีตำรวจ", "ความปลอดภัย", "กล้อง")
    add(installation, "far", "ปริมาณขยะมูลฝอย", "ขยะ")
    _, others = named(similar(installation, mine))
    assert {slug for slug, _ in others} == {"near", "tagged"}
    assert "mine" not in [slug for slug, _ in others]


def test_the_volumes_of_a_series_stand_together_newest_first(installation: Installation) -> None:
    mine = add(installation, "y2561", "งบประมาณรายจ่าย ปี 2561", "งบประมาณ")
    for year in (2560, 2563, 2562):
        add(installation, f"y{year}", f"งบประมาณรายจ่าย ปี {year}", "งบประมาณ")
    for year in (2562, 2563):
        add(installation, f"t{year}", f"รายจ่ายจริง พ.ศ. {year}", "งบประมาณ")
    series, others = named(similar(installation, mine))
    assert series == ["y2563", "y2562", "y2560"]
    assert [more for _, more in others] == [1]


def test_at_most_five_entries(installation: Installation) -> None:
    mine = add(installation, "mine", "ตลาดนัด", "ตลาด")
    for name in ("กลางคืน", "น้ำ", "ต้นไม้", "ปลา", "พระ", "เสื้อผ้า", "หนังสือ"):
        add(installation, f"m{len(name)}-{ord(name[0])}", f"ตลาดนัด{name}", "ตลาด")
    assert len(similar(installation, mine).others) == SHOWN


def test_v01_nothing_hidden_is_called_similar(installation: Installation) -> None:
    mine = add(installation, "mine", "ทะเบียนสัตว์เลี้ยง", "สัตว์")
    secret = draft(
        slug="secret",
        title="ทะเบียนสัตว์เลี้ยงดุร้าย",
        title_en="",
        tag_string=("สัตว์",),
        data_category="internal",
        data_classification="private",
    )
    published(installation, secret)
    registered(installation, replace(secret, slug="sketch"))
    installation.drain()
    assert similar(installation, mine) == SimilarDatasets()
    assert similar(installation, mine, "stranger") == SimilarDatasets()
    _, others = named(similar(installation, mine, "colleague"))
    assert others == [("secret", 0)]


def test_without_title_and_keywords_nothing_is_asked(installation: Installation) -> None:
    add(installation, "any", "ทะเบียนสัตว์เลี้ยง")
    bare = dataset(title="", title_en="", tag_string=())
    assert similar(installation, bare) == SimilarDatasets()

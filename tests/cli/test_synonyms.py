"""Words of one meaning from the command line."""

from tests.cli.conftest import Banchi


def test_a_group_is_added_listed_and_removed(banchi: Banchi) -> None:
    added = banchi("search", "synonym", "add", "แคคตัส", "กระบองเพชร", "--note", "พืช")
    assert added.exit_code == 0
    assert "แคคตัส = กระบองเพชร" in added.stdout
    listed = banchi("search", "synonym", "list", "--lang", "en").stdout
    assert "แคคตัส = กระบองเพชร\t" in listed
    assert "packaged" in listed
    assert banchi("search", "synonym", "remove", "กระบองเพชร").exit_code == 0
    assert "แคคตัส" not in banchi("search", "synonym", "list").stdout


def test_what_cannot_be_is_said_in_both_languages(banchi: Banchi) -> None:
    taken = banchi("search", "synonym", "add", "ขยะ", "ของทิ้ง")
    assert taken.exit_code == 6
    assert "อยู่ในกลุ่ม" in taken.stderr
    assert "already stands" in taken.stderr
    assert banchi("search", "synonym", "add", "คำเดียว").exit_code == 3
    assert banchi("search", "synonym", "remove", "ไม่มีคำนี้").exit_code == 5

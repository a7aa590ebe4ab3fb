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


def test_one_way_words_are_added_switched_off_and_restored(banchi: Banchi) -> None:
    command = ("search", "synonym")
    added = banchi(*command, "add", "แคคตัส", "--leads-to", "กระบองเพชร", "--leads-to", "ไม้ประดับ")
    assert "แคคตัส > กระบองเพชร = ไม้ประดับ" in added.stdout
    assert "แคคตัส > กระบองเพชร" in banchi(*command, "list").stdout
    assert banchi(*command, "remove", "แคคตัส").exit_code == 5
    assert banchi(*command, "remove", "แคคตัส", "--one-way").exit_code == 0
    assert banchi(*command, "restore", "น้ำเน่า", "--one-way").exit_code == 5
    assert banchi(*command, "remove", "น้ำเน่า", "--one-way").exit_code == 0
    assert "น้ำเน่า > " not in banchi(*command, "list").stdout
    assert "น้ำเน่า > " in banchi(*command, "restore", "น้ำเน่า", "--one-way").stdout
    assert "น้ำเน่า > " in banchi(*command, "list").stdout


def test_what_cannot_be_is_said_in_both_languages(banchi: Banchi) -> None:
    taken = banchi("search", "synonym", "add", "ขยะ", "ของทิ้ง")
    assert taken.exit_code == 6
    assert "อยู่ในกลุ่ม" in taken.stderr
    assert "already stands" in taken.stderr
    assert banchi("search", "synonym", "add", "คำเดียว").exit_code == 3
    assert banchi("search", "synonym", "remove", "ไม่มีคำนี้").exit_code == 5

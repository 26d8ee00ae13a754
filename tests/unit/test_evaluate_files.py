"""Labelled files as people have them: other separators, ragged rows, lists of labels; one line where they cannot be."""

import json

import pytest

from bot.evaluate import LabelsError, rows

HELLO = ("hello", frozenset(), "allow")
THREAT = ("I will hurt you", frozenset({"threat", "bullying"}), "hide")


def read(path):
    return [(message.text, row.labels, row.action) for row, message in rows(path)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "id,text,labels,action\n1,hello,,allow\n2,I will hurt you,threat;bullying,hide\n"),
        ("a.csv", "id;text;labels;action\n1;hello;;allow\n2;I will hurt you;threat|bullying;hide\n"),
        ("a.csv", "id\ttext\tlabels\taction\n1\thello\t\tallow\n2\tI will hurt you\tthreat,bullying\thide\n"),
        ("A.CSV", "ID, Text, Labels, Action\r1,hello,,Allow\r2,I will hurt you,threat bullying,HIDE \r"),
        ("a.csv", "\ufefftext,labels\nhello,[]\nI will hurt you,\"['threat', 'bullying']\"\n"),
        ("a.csv", "text,labels,why\nhello,\nI will hurt you,threat bullying\n"),
        (
            "a.jsonl",
            '{"text": "hello", "labels": null}\n\n{"text": "I will hurt you", "labels": ["threat", "bullying"]}\r\n \n',
        ),
    ],
)
def test_what_people_save_is_read(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content.encode())
    assert read(path) == [HELLO, THREAT]


def test_a_very_long_text_and_one_of_several_lines_are_read_whole(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f'text,labels\n"{"word " * 40_000}",\n"two\nlines, ""quoted""",\n')
    (long, _, _), (lines, _, _) = read(path)
    assert len(long) == 200_000
    assert lines == 'two\nlines, "quoted"'


def test_messages_without_an_id_are_named_by_their_row(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps({"text": text, "labels": []}) for text in ("one", "two")))
    assert [row.id for row, _ in rows(path)] == ["1", "2"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("text,labels,action\nhello,,perhaps\n", "row 1: text, labels, action, "),
        ("text,labels\nhello\n", "row 1: labels: missing"),
        ("text,labels\nhello, all,threat\n", "row 1: more columns than the first line names"),
        ("id,message,label\n1,hello,\n", "row 1: text, labels, action, "),
        ("text,labels\n", "holds no messages"),
    ],
)
def test_a_row_that_says_nothing_certain_is_one_line_not_a_figure(tmp_path, content, said):
    path = tmp_path / "a.csv"
    path.write_text(content)
    with pytest.raises(LabelsError, match=said):
        read(path)

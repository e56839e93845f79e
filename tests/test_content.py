"""The content is the source document word for word, and what is wrong in a content folder is said clearly."""

import re
import shutil
from pathlib import Path

import pytest

from content.reader import FOLDER, ContentError, read

SOURCE = (Path(__file__).parent / "data" / "source-document.txt").read_text(encoding="utf-8")
PLAIN_SOURCE = re.sub(r"\s+", " ", SOURCE.replace("*", ""))
CONTENT = read()


@pytest.fixture
def folder(tmp_path):
    for path in FOLDER.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def test_questions_stand_in_the_source_in_their_order():
    numbered = [f"{number}. {question.text}" for number, question in enumerate(CONTENT.questions.questions, start=1)]

    assert len(numbered) == 5
    assert [line for line in SOURCE.splitlines() if line in numbered] == numbered


def test_dimensions_and_items_stand_in_the_source_in_their_order():
    lines = [line for line in SOURCE.splitlines() if line.strip()]
    expected = []
    for dimension in CONTENT.questionnaire.dimensions:
        expected.append(dimension.name)
        expected += [f"{number}. {item.text}" for number, item in enumerate(dimension.items, start=1)]

    first = lines.index("Shared vision and values")

    assert lines[first : first + 27] == expected
    assert len(CONTENT.questionnaire.items) == 18


@pytest.mark.parametrize(
    "text",
    [
        CONTENT.questionnaire.introduction,
        CONTENT.questionnaire.copyright,
        CONTENT.questionnaire.information,
        CONTENT.questionnaire.link,
        CONTENT.questionnaire.guidance,
        *[text for site in CONTENT.resources.websites for text in (site.title, site.link, *site.points)],
        *[site.description for site in CONTENT.resources.websites if site.description],
        *[text for video in CONTENT.resources.videos for text in (video.speaker, video.link)],
        *[f"{video.description} ({video.duration})" for video in CONTENT.resources.videos],
    ],
)
def test_a_text_stands_in_the_source_word_for_word(text):
    assert text in PLAIN_SOURCE


def test_resources_are_four_websites_and_three_videos():
    assert len(CONTENT.resources.websites) == 4
    assert [video.duration for video in CONTENT.resources.videos] == [
        "14 minutes 47 secs",
        "11 minutes 15 secs",
        "7 minutes 11 secs",
    ]


def test_ids_are_the_public_contract_of_stored_answers():
    assert [dimension.id for dimension in CONTENT.questionnaire.dimensions] == [
        "shared-vision-and-values",
        "roles-and-teamworking",
        "frequent-positive-contact",
        "long-term-commitment",
        "conflict-management",
        "mutual-support",
        "trust",
        "innovation",
        "compassion",
    ]
    assert all(
        [item.id for item in dimension.items] == [f"{dimension.id}-1", f"{dimension.id}-2"]
        for dimension in CONTENT.questionnaire.dimensions
    )
    assert [question.id for question in CONTENT.questions.questions] == [f"question-{n}" for n in range(1, 6)]


def test_version_names_every_part():
    assert CONTENT.version == (
        "compassionate-leadership-across-boundaries 1; compassionate-partnership-working 1; "
        "compassionate-leadership-resources 1; across-boundaries-choices 1"
    )


def test_a_missing_file_is_named(folder):
    (folder / "questions.yaml").unlink()

    with pytest.raises(ContentError, match=r"questions\.yaml: this file is missing"):
        read(folder)


def broken(folder: Path, name: str, old: str, new: str) -> int:
    """Replace a text in a content file; return the number of its line."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_broken_yaml_is_said_with_its_line(folder):
    line = broken(folder, "choices.yaml", "version: 1", "version: [1")

    with pytest.raises(ContentError, match=rf"choices\.yaml, line ({line}|{line + 1}): not valid YAML"):
        read(folder)


def test_a_wrong_value_is_said_with_its_line_and_place(folder):
    line = broken(folder, "questionnaire.yaml", "    name: Trust", "    name: 7")

    with pytest.raises(ContentError, match=rf"questionnaire\.yaml, line {line}, dimensions > 7 > name: "):
        read(folder)


def test_an_unknown_key_is_refused(folder):
    broken(folder, "questions.yaml", "version: 1", "version: 1\nnorms: none")

    with pytest.raises(ContentError, match="norms"):
        read(folder)


def test_an_id_used_twice_is_refused(folder):
    broken(folder, "questionnaire.yaml", "id: trust-1", "id: trust-2")

    with pytest.raises(ContentError, match="'trust-2' is used twice"):
        read(folder)


def test_a_key_that_stands_twice_is_refused_with_its_line(folder):
    line = broken(folder, "questions.yaml", "version: 1", "version: 1\nversion: 2") + 1

    with pytest.raises(ContentError, match=rf"line {line}: 'version' stands here twice"):
        read(folder)


def test_a_link_that_is_no_web_address_is_refused(folder):
    broken(folder, "resources.yaml", "https://www.youtube.com", "javascript:alert")

    with pytest.raises(ContentError, match="link"):
        read(folder)


def test_each_question_has_a_topic_and_a_topic_has_its_question(folder):
    assert all(CONTENT.topic(question.id) for question in CONTENT.questions.questions)
    assert CONTENT.topic("welcome") == ""
    choices = folder / "choices.yaml"
    choices.write_text(choices.read_text().replace("question: question-5", "question: question-6"))

    with pytest.raises(ContentError, match=r"choices\.yaml, line \d+, topics > 5 > question: there is no question"):
        read(folder)


def test_a_question_is_split_where_its_sentences_end():
    assert [len(question.sentences) for question in CONTENT.questions.questions] == [2, 1, 2, 5, 2]
    assert all(" ".join(question.sentences) == question.text for question in CONTENT.questions.questions)

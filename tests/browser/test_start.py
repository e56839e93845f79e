"""What the server says when it cannot start: in plain words, and with what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parent.parent.parent
FOLDERS = ("across", "content", "pages", "scoring", ".streamlit")


def start(top: Path, tmp_path: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """Start the server of a checkout and wait until it gives up."""
    environment = {**os.environ, "ACROSS_DATA_FOLDER": str(tmp_path / "data"), **changes}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0"]
    return subprocess.run(command, cwd=top, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_broken_content_stops_the_start_with_file_line_and_what_to_do(tmp_path):
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in FOLDERS:
        shutil.copytree(TOP / name, copy / name)
    for path in TOP.glob("*.py"):
        shutil.copy(path, copy)
    questions = copy / "content" / "questions.yaml"
    questions.write_text(questions.read_text(encoding="utf-8").replace("version: 1", "version: one"), encoding="utf-8")

    ended = start(copy, tmp_path)

    assert ended.returncode == 1
    assert "questions.yaml, line 4, version: " in ended.stderr
    assert "Mend it and start again." in ended.stderr
    assert "Traceback" not in ended.stderr


def test_wrong_setting_stops_the_start_by_its_name(tmp_path):
    ended = start(TOP, tmp_path, ACROSS_RETENTION_DAYS="soon")

    assert ended.returncode == 1
    assert "ACROSS_RETENTION_DAYS must be a whole number" in ended.stderr


def test_store_that_does_not_answer_stops_the_start_without_telling_its_password(tmp_path):
    gone = "postgresql://me:secret@127.0.0.1:1/none"
    ended = start(TOP, tmp_path, ACROSS_DATABASE_URL=gone, ACROSS_WAIT_SECONDS="1")

    assert ended.returncode == 1
    assert "The store cannot be opened. No PostgreSQL listens at the address" in ended.stderr
    assert "secret" not in ended.stderr + ended.stdout

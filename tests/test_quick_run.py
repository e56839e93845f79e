"""The quick run holds what it says: each of its browser tests is one that there is. The engines' says what it lacks."""

import shutil
import subprocess
from pathlib import Path

import pytest
from quick_run import BY_NATURE, IN_A_BROWSER, ON_BOTH

TESTS = Path(__file__).parent


@pytest.mark.parametrize("named", sorted(IN_A_BROWSER))
def test_every_browser_test_of_the_quick_run_is_there(named):
    file, _, name = named.partition("::")

    assert f"def {name.partition('[')[0]}(" in (TESTS / "browser" / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("named", sorted(BY_NATURE))
def test_every_test_that_is_long_by_nature_is_there(named):
    file, _, name = named.partition("::")

    assert f"def {name.partition('[')[0]}(" in (TESTS / file).read_text(encoding="utf-8")


def test_both_stores_are_tried_in_files_that_there_are():
    assert all((TESTS / name).is_file() for name in ON_BOTH)


def test_engines_that_cannot_be_installed_are_said_and_no_failed_test(tmp_path):
    for name in ("sh", "dirname", "basename", "cksum", "cat", "id"):
        (tmp_path / name).symlink_to(shutil.which(name))
    alone = {"PATH": str(tmp_path), "ACROSS_CHROMIUM": "/bin/sh"}
    command = ["sh", "script/test", "--engines"]

    ended = subprocess.run(command, cwd=TESTS.parent, env=alone, capture_output=True, text=True, check=False)

    assert ended.stderr.startswith("The engines' tests did not run: they need firefox-esr")
    assert ended.returncode == 69

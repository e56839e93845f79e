"""The quick run holds what it says: each of its browser tests is one that there is."""

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

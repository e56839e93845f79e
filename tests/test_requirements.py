"""What is pinned, locked and named in NOTICE agrees, and nothing is imported that is not pinned."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).parent.parent
PRODUCT = ("app.py", "pages", "content", "scoring", "across")
CHECKS = ("tests", "benchmarks")
OURS = {"app", "pages", "content", "scoring", "across", "tests", "benchmarks"}
LISTS = ("requirements", "requirements-dev")


def pins(file: str) -> dict[str, Requirement]:
    """The requirements of one file by their name, without those of a file that it includes."""
    text = (TOP / file).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (re.split(r"\s#|\s--hash", line)[0].strip() for line in text.splitlines())
    found = [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def imported(tops: tuple[str, ...]) -> set[str]:
    """The packages that our files import, whatever is ours or the standard library's left out."""
    paths = [path for top in tops for path in ([TOP / top] if top.endswith(".py") else (TOP / top).rglob("*.py"))]
    beside = {path.stem for path in paths}
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in plain | named} - OURS - beside - set(sys.stdlib_module_names)


def distributions(packages: set[str]) -> dict[str, set[str]]:
    """What to install for a package, by the package's name: any of these."""
    known = packages_distributions()
    return {package: {canonicalize_name(name) for name in known.get(package, [package])} for package in packages}


@pytest.mark.parametrize("name", LISTS)
def test_every_direct_dependency_is_pinned_to_one_version(name):
    loose = [str(pin) for pin in pins(f"{name}.txt").values() if not re.fullmatch(r"==[\w.]+", str(pin.specifier))]

    assert loose == []


@pytest.mark.parametrize("name", LISTS)
def test_the_lock_has_every_direct_dependency_in_its_version(name):
    locked = pins(f"{name}.lock")
    wanted = {key: pin.specifier for key, pin in pins(f"{name}.txt").items()}

    assert {key: locked[key].specifier if key in locked else "run script/lock" for key in wanted} == wanted


@pytest.mark.parametrize("name", LISTS)
def test_the_lock_has_a_hash_for_every_package(name):
    entries = re.split(r"\n(?=\S)", (TOP / f"{name}.lock").read_text(encoding="utf-8"))

    without = [entry for entry in entries if not entry.startswith("#") and "--hash=sha256:" not in entry]

    assert without == []
    assert len(entries) > len(pins(f"{name}.txt"))


def test_tests_run_with_what_the_product_runs_with():
    product, checks = pins("requirements.lock"), pins("requirements-dev.lock")

    assert {key: checks[key].specifier for key in product} == {key: pin.specifier for key, pin in product.items()}


def test_what_exists_on_some_systems_alone_is_marked_so_in_the_lock():
    product, direct = pins("requirements.lock"), pins("requirements.txt")

    unmarked = [key for key, pin in direct.items() if pin.marker and not product[key].marker]

    assert unmarked == []


def test_the_product_imports_only_what_is_pinned_for_it():
    pinned = set(pins("requirements.txt"))

    assert [name for name, any_of in distributions(imported(PRODUCT)).items() if not any_of & pinned] == []


def test_tests_and_benchmarks_import_only_what_is_pinned():
    pinned = set(pins("requirements.txt")) | set(pins("requirements-dev.txt"))

    assert [name for name, any_of in distributions(imported(CHECKS)).items() if not any_of & pinned] == []


def test_notice_names_every_package_that_is_installed_and_called():
    notice = (TOP / "NOTICE").read_text(encoding="utf-8")
    listed = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+) {2,}\S", notice, re.MULTILINE)}

    assert sorted(set(pins("requirements.txt")) - listed) == []

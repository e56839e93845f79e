"""Under which licence a package that is installed may be used, as its own metadata and its licence file say."""

import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, distribution

# The names that packages use, beside those of SPDX (https://spdx.org/licenses/).
SPDX = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "SIL OFL V1.1": "OFL-1.1",
}
# The third clause of the BSD licence, without which it has two.
THIRD_CLAUSE = re.compile(r"neither the names? of|names? of (its|the) contributors", re.IGNORECASE)
LICENCE_FILE = re.compile(r"(licen[cs]e|copying)(\.(txt|md|rst))?", re.IGNORECASE)
LONGEST_NAME = 40


def licence_of(package: str) -> str | None:
    """The licence by its SPDX name or names; None where the package is not installed or says nothing that is known."""
    try:
        metadata = distribution(package).metadata
    except PackageNotFoundError:
        return None
    if expression := metadata.get("License-Expression"):
        return str(expression)
    named = _classified(metadata) or [str(metadata.get("License", "")).strip()]
    found = {"BSD License": _bsd(package)} | SPDX
    known = sorted({found.get(name, name) for name in named if name and len(name) <= LONGEST_NAME}, key=_as_listed)
    return " OR ".join(known) or None


def _classified(metadata: PackageMetadata) -> list[str]:
    classifiers = metadata.get_all("Classifier", [])
    return [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License :: OSI Approved :: ")]


def _as_listed(name: str) -> tuple[bool, str]:
    return (not name.startswith("MIT"), name)


def _bsd(package: str) -> str:
    """Which of the BSD licences it is, by the file of the licence."""
    files = [file for file in distribution(package).files or [] if LICENCE_FILE.fullmatch(file.name)]
    texts = [file.locate().read_text(encoding="utf-8") for file in files]
    return "BSD-3-Clause" if any(THIRD_CLAUSE.search(text) for text in texts) else "BSD-2-Clause"

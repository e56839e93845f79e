"""Writes what the server is made of, in CycloneDX's form: each package of requirements.lock, its hashes, its licence.

    script/sbom [FILE, sbom.json without]

The licence is what the installed package says. What Streamlit's own scripts contain, its package does not list.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from licences import licence_of

TOP = Path(__file__).parents[1]
DATE = ["git", "log", "-1", "--format=%ct"]


def components(lock: Path) -> dict[str, object]:
    """The bill of materials as CycloneDX's own program makes it."""
    arguments = ["requirements", str(lock), "--pyproject", str(TOP / "pyproject.toml"), "--output-reproducible"]
    command = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", *arguments]
    made = subprocess.run(command, env={**os.environ, **_date()}, stdout=subprocess.PIPE, check=True)
    return json.loads(made.stdout)


def with_licences(bill: dict[str, object]) -> dict[str, object]:
    """The same with each package's licence, and without the lines of the lock, which say the hashes again."""
    packages = [_with_licence(package) for package in bill["components"]]
    return bill | {"components": packages}


def _with_licence(package: dict[str, object]) -> dict[str, object]:
    package = {name: value for name, value in package.items() if name != "description"}
    licence = licence_of(str(package["name"]))
    if not licence:
        return package
    said = {"expression": licence} if re.search(r" (AND|OR) ", licence) else {"license": {"id": licence}}
    return package | {"licenses": [said]}


def _date() -> dict[str, str]:
    """The moment of the last commit: the same lock gives the same file."""
    try:
        made = subprocess.run(DATE, cwd=TOP, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return {}
    return {"SOURCE_DATE_EPOCH": made}


def main() -> None:
    """Write the file and say how much is in it."""
    file = Path(sys.argv[1] if len(sys.argv) > 1 else "sbom.json")
    bill = with_licences(components(TOP / "requirements.lock"))
    text = json.dumps(bill, indent=2, ensure_ascii=False) + "\n"
    if wrong := JsonStrictValidator(SchemaVersion.from_version(str(bill["specVersion"]))).validate_str(text):
        sys.exit(f"This would not be CycloneDX: {wrong}")
    file.write_text(text, encoding="utf-8")
    print(f"{file}: {len(bill['components'])} packages, CycloneDX {bill['specVersion']}")


if __name__ == "__main__":
    main()

"""What `pip install .`, `pipx run` and `uvx` install beside the app: each package in the version that is locked."""

import re
import sysconfig
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface

NOT_ON_ARM = (
    "Python for Windows on Arm cannot run Across Boundaries: there are no packages of typst, pyarrow and "
    "psycopg-binary for it. Install the 64-bit Python for Intel and AMD (x64), which Windows 11 on Arm runs, too."
)


def locked(lock: str) -> list[str]:
    """The requirements of a lock, each with its version and where it is needed, without hashes."""
    return [line.rstrip(" \\") for line in lock.splitlines() if re.match(r"\w", line)]


class Locked(MetadataHookInterface):
    """The versions that are tested are those that are installed."""

    def update(self, metadata: dict[str, object]) -> None:
        """Name what is locked; end with a sentence where it cannot be installed."""
        if sysconfig.get_platform() == "win-arm64":
            raise SystemExit(NOT_ON_ARM)
        metadata["dependencies"] = locked((Path(self.root) / "requirements.lock").read_text(encoding="utf-8"))

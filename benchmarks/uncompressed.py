"""The real server with its compression switched off: Streamlit's files as Streamlit sends them.

`python benchmarks/uncompressed.py PORT`, in the top folder.
"""

import sys
from pathlib import Path

from streamlit.web import cli

sys.path.insert(0, str(Path(__file__).parent.parent))

from across.web import compression


def main() -> None:
    """Serve until told to stop, with no file taken for one that is worth compressing."""
    compression.LARGEST_FILE = 0
    sys.argv = ["streamlit", "run", "app.py", "--server.port", sys.argv[1]]
    cli.main()


if __name__ == "__main__":
    main()

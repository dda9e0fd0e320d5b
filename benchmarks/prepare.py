"""Make a virtual environment for each peer under benchmarks/.venvs: `python -m benchmarks.prepare`.

Peers are installed nowhere else, at the versions the figures were measured with.
"""

import importlib.util
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEERS = {
    "cimba": "0.9.5", "ciw": "3.2.7", "pm4py": "2.7.23.11", "prosimos": "2.1.0", "r4pm": "0.6.2",
    "simpy": "4.1.2",
}  # fmt: skip

# What a peer needs and does not bring along.
BESIDE = dict.fromkeys(("pm4py", "r4pm"), ("polars==2.1.0", "pyarrow"))


def environment(peer: str) -> Path:
    """Folder of the peer's virtual environment."""
    return HERE / ".venvs" / peer


def interpreter(peer: str) -> Path:
    """Python that can import the peer: of its own environment, else this one if it has it."""
    own = environment(peer) / "bin" / "python"
    if own.exists():
        return own
    if importlib.util.find_spec(peer) is not None:
        return Path(sys.executable)
    raise SystemExit(f"{peer} is not installed: run python -m benchmarks.prepare")


def prepare(peer: str, version: str) -> None:
    """Create the environment and install the peer, unless that version is there already."""
    python = environment(peer) / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(environment(peer))], check=True)
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([str(python), *install, f"{peer}=={version}", *BESIDE.get(peer, ())], check=True)
    sys.stdout.write(f"{peer} {version} in {python}\n")


if __name__ == "__main__":
    for name, wanted in PEERS.items():
        prepare(name, wanted)

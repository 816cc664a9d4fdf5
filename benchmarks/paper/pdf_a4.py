"""A full tax invoice on A4 in both languages: from the stored snapshot to bytes and hash."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.paper.pdf_stage import run

run("pdf_a4", "a4")

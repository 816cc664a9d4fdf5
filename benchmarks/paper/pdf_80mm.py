"""A simplified tax invoice on an 80 mm slip in both languages: from the stored snapshot to bytes and hash."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.paper.pdf_stage import run

run("pdf_80mm", "80mm")

"""A simplified tax invoice on an 80 mm slip in both languages: from the stored snapshot to bytes and hash."""

from pdf_stage import run

run("pdf_80mm", "80mm")

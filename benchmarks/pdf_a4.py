"""A full tax invoice on A4 in both languages: from the stored snapshot to bytes and hash."""

from _pdf import run

run("pdf_a4", "a4")

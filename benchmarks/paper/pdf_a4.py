"""A full tax invoice on A4 in both languages: from the stored snapshot to bytes and hash."""

from pdf_stage import run

run("pdf_a4", "a4")

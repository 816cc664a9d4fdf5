"""Pages: blocks, codes, page breaks, the bytes of a PDF."""

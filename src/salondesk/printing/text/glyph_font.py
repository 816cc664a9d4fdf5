"""Embedding of one face in one PDF: only the glyphs used, and the text that each stands for.

ReportLab's own TrueType fonts are one object for all documents, know characters instead of glyphs, and
write the character code as the text to copy. This is a composite font (Type 0, two-byte codes) of ours,
made anew for each document and handed to ReportLab's document as one of its delayed fonts; nothing of
ReportLab is replaced.
"""

from __future__ import annotations

import struct
from typing import Any

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from salondesk.printing.text.fonts import Face, Glyph

_DROPPED_TABLES = ("GSUB", "GPOS", "GDEF", "cmap", "name", "post", "OS/2", "gasp")
_SYMBOLIC = 4
_CODES_PER_BLOCK = 100
_SUBSET_TAG = "SALDSK+"


class GlyphFont:
    """A face in one document. ``resource_name`` is its name in the pages' resources, like ``F2``."""

    def __init__(self, face: Face, resource_name: str) -> None:
        self.face = face
        self.resource_name = resource_name
        self._codes: dict[tuple[int, str], int] = {}
        self._widths: list[float] = [0.0]

    def code(self, glyph: Glyph) -> int:
        """Return the two-byte code of a glyph that stands for a certain text; a new pair gets a new code."""
        key = (glyph.gid, glyph.text)
        code = self._codes.get(key)
        if code is None:
            code = self._codes[key] = len(self._widths)
            self._widths.append(glyph.width)
        return code

    def addObjects(self, document: Any) -> None:
        """Write the font into the document: ReportLab calls this, by this name, when it saves."""
        base_name = pdfdoc.PDFName(_SUBSET_TAG + self.face.name)
        subset, renumbered = self._subset()
        file = _stream(document, subset, f"glyphFile:{self.resource_name}", {"Length1": len(subset)})
        to_gid = struct.pack(f">{len(self._codes) + 1}H", 0, *(renumbered[gid] for gid, _ in self._codes))
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": base_name,
                "Flags": _SYMBOLIC,
                "FontBBox": pdfdoc.PDFArray([-1000, round(self.face.descent), 2000, round(self.face.ascent)]),
                "ItalicAngle": 0,
                "Ascent": round(self.face.ascent),
                "Descent": round(self.face.descent),
                "CapHeight": 698,
                "StemV": 80,
                "FontFile2": file,
            }
        )
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": base_name,
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "FontDescriptor": document.Reference(descriptor, f"glyphDescriptor:{self.resource_name}"),
                "DW": 0,
                "W": pdfdoc.PDFArray([0, pdfdoc.PDFArray([round(width, 2) for width in self._widths])]),
                "CIDToGIDMap": _stream(document, to_gid, f"glyphMap:{self.resource_name}"),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": base_name,
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray(
                    [document.Reference(descendant, f"glyphDescendant:{self.resource_name}")]
                ),
                "ToUnicode": _stream(document, self._to_unicode(), f"glyphText:{self.resource_name}"),
            }
        )
        document.idToObject["BasicFonts"].dict[self.resource_name] = document.Reference(
            font, f"glyphFont:{self.resource_name}"
        )

    def _subset(self) -> tuple[bytes, dict[int, int]]:
        """Cut the file down to the glyphs used; return it and the new number of each old glyph."""
        wanted = hb.SubsetInput()
        wanted.glyph_set.update({gid for gid, _ in self._codes})
        wanted.drop_table_tag_set.update(
            {int.from_bytes(tag.encode("ascii"), "big") for tag in _DROPPED_TABLES}
        )
        wanted.flags = (
            hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_HINTING
        )
        plan = hb.SubsetPlan(self.face.hb_face, wanted)
        return plan.execute().blob.data, dict(plan.old_to_new_glyph_mapping)

    def _to_unicode(self) -> bytes:
        rows = [
            f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>"
            for (_, text), code in self._codes.items()
            if text
        ]
        out = [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
        ]
        for start in range(0, len(rows), _CODES_PER_BLOCK):
            block = rows[start : start + _CODES_PER_BLOCK]
            out += [f"{len(block)} beginbfchar", *block, "endbfchar"]
        out.append("endcmap CMapName currentdict /CMap defineresource pop end end")
        return "\n".join(out).encode("ascii")


def _stream(document: Any, content: bytes, name: str, entries: dict[str, object] | None = None) -> Any:
    stream = pdfdoc.PDFStream()
    stream.content = content
    for key, value in (entries or {}).items():
        stream.dictionary[key] = value
    if document.compression:
        stream.filters = [pdfdoc.PDFZCompress]
    return document.Reference(stream, name)

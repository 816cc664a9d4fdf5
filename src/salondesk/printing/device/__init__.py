"""Printers and raster pictures of pages."""

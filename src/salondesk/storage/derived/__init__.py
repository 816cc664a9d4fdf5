"""Derived tables: what they should hold by the facts of a shop, beside what they hold. ``check`` and ``rebuild`` ask."""

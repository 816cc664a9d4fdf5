"""The painted diary: geometry, blocks, headers, and its children for screen readers."""

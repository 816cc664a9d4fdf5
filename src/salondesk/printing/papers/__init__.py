"""What each document says and how it is laid out, a document a module."""

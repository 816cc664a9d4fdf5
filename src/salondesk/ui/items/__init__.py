"""Pickers of what is sold, which several rooms use."""

"""Use cases of the drawer: float, petty cash, X and Z reports."""

"""Files that outlive the database: what must still be known when it is lost or put back."""

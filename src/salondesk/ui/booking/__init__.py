"""The calendar room: the painted diary, its twin as a table, and the pages around them."""

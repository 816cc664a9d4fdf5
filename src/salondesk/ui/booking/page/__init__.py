"""The diary's page: dates, views, the list, menus, and keys."""

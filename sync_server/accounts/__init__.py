"""People of the site: passwords, sessions, roles and what each role may do."""

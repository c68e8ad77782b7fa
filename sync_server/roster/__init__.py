"""Who may sit, where: reading the lists and photos that a site gets, row by row."""

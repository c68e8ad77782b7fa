"""The site's own keys, its vault and its certificate."""

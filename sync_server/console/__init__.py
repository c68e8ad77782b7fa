"""Pages for people: rendered here from pure page models; no rule in a template."""

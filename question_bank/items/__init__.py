"""Item kinds: what a seat shows, the key, the shape of a response, the scoring. Pure."""

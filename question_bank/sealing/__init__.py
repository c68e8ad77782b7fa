"""Keys, signatures, seals and trust; the only folder that imports ciphers."""

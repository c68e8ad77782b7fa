"""Small widgets that screens are made of. They decide nothing."""

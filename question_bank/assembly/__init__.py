"""Blueprints, parallel forms by a solver, and what is reported of them."""

"""Tests of the recipes in packaging/, which is no Python package itself."""

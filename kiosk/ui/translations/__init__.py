"""The texts of the screens: a folder a language, a file an area, Chinese first."""

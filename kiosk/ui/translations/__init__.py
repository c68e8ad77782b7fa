"""The texts of the screens, a file a language: zh.toml first, en.toml second."""

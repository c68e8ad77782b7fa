"""The chain's rules and the fold over a sitting's entries; pure."""

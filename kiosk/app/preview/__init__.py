"""Preview for authors: items and forms of a bank in the candidate's own renderer."""

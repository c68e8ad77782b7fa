"""Ways in and out of the bank: files that authors and other programs write."""

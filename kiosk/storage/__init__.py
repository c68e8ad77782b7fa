"""What a seat keeps on its disk: one encrypted store a sitting, and its identity."""

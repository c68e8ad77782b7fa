"""Full pages. They show what they are given and tell what the person did."""

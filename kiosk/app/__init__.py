"""The seat's program: builds everything, wires it, and decides what comes next."""

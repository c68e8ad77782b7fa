"""Every byte layout that leaves a process, one module each, versioned."""

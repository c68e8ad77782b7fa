"""Pure: from the core's state to what a screen shows. No Qt, no clock, no texts but keys."""

"""The wire to the site's server: sessions, calls, and the threads that keep at it."""

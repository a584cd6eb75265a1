"""History that was sent or is fetched from an archive of the web: written in order of date, never alerted."""

"""What brief knows: specs, sources, venues and the manuscript, as plain frozen values."""

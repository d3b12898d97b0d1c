"""Pictures and drawings, as they may go into every output."""

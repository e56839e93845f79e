"""Files that people upload: each is read in a process of its own, with limits, and comes back as checked values."""

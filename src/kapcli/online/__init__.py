"""Records of the catalogue held against the registers that keep them: the only package that connects to anything."""

"""From document packs and a family to papers: PDF bytes in memory, and their pages as pictures."""

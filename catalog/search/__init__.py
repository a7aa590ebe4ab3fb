"""Finding datasets in Thai and English, with any search engine behind one protocol."""

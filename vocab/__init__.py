"""The words the catalogue may use: closed lists, open code lists, RDF names and the field table."""

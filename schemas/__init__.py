"""The nouns of the catalogue: frozen records and the marshmallow schemas that carry them."""

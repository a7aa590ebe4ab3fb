"""RDF: a record as DCAT-AP triples, in four syntaxes, streamed, and judged by SHACL."""

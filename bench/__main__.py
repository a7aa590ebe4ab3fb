"""All measurements, one after the other; ``python -m bench PART`` for one."""

import sys

from bench import hostile, importing, journey, rdf, readers, relevance, search, shacl

PARTS = {
    "journey": journey.main,
    "importing": importing.main,
    "search": search.main,
    "readers": readers.main,
    "relevance": relevance.main,
    "hostile": hostile.main,
    "rdf": rdf.main,
    "shacl": shacl.main,
}


def main(arguments: list[str]) -> None:
    """Run the part that is named with the words after it, else every part with its defaults."""
    if arguments and arguments[0] in PARTS:
        PARTS[arguments[0]](arguments[1:])
        return
    for name, part in PARTS.items():
        print(f"== {name}", flush=True)
        part(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])

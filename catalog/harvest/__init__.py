"""Harvest: records of other catalogues, mended by rule, brought in as datasets."""

"""The index made anew where it was made by another version of the hasher."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from parindex.dossiers.store.index import in_order, keys_of, places_of, write_run
from parindex.dossiers.store.layout import read_groups, records_path
from parindex.dossiers.store.manifest import HASHER, Manifest
from parindex.dossiers.store.taking import with_few_runs


def renewed(folder: Path, manifest: Manifest) -> Manifest:
    """Give the manifest with an index that this version can look up; the codes are read again if need be."""
    if all(run.hasher == HASHER for run in manifest.runs):
        return manifest
    manifest = replace(manifest, runs=())
    for file in manifest.files:
        codes = read_groups(records_path(folder, file), ["code"], 0, file.rows)["code"]
        manifest, numbers = manifest.numbered(1)
        places = places_of(file.number, np.arange(file.rows))
        run = write_run(folder, numbers[0], in_order(keys_of(codes)), places)
        manifest = with_few_runs(folder, replace(manifest, runs=(*manifest.runs, run)))
    return manifest

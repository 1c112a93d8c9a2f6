"""Reconciling a printed table: which of its figures disagree, by how much, and what the slip may be."""

from parindex.ranking.audit.auditing import Audit, audit_table, audit_tables
from parindex.ranking.audit.findings import FINDINGS, Finding
from parindex.ranking.audit.relations import Spec, read_spec

__all__ = ["FINDINGS", "Audit", "Finding", "Spec", "audit_table", "audit_tables", "read_spec"]

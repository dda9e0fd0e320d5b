"""The judge of BPMN drawings: what is measured is told in docs/benchmarks.md, section "Layout"."""

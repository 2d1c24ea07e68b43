"""The chain from a study's raw files to its reports: material -> analysis -> outputs."""

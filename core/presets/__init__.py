"""Settings worth seeing, one file per algorithm: good ones and instructive failures."""

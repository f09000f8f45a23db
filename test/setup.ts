/** Loaded by mocha before any test file (`.mocharc.json`). */

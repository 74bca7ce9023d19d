"""The middle: takes what came in, lets the engine decide, stores, and then sends."""

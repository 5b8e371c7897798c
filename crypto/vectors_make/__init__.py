"""Makes vector files of random values, by which the browser's crypto is held to this one."""

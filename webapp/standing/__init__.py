"""How the service stands: facts for a status page, for metrics, and for nobody else."""

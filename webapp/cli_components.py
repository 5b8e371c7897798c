"""`quietline bill-of-materials` and `quietline licences`: whose code a release brings along."""

from __future__ import annotations

import click


@click.command(name="bill-of-materials")
def bill_of_materials_command() -> None:
    """Print every package that ships, with version, licence and hashes, as CycloneDX JSON."""
    from webapp.release.components import bill_of_materials  # noqa: PLC0415 - few commands need it

    click.echo(bill_of_materials(), nl=False)


@click.command(name="licences")
def licences_command() -> None:
    """Print every package that ships with its licence, as docs/licences.md keeps it."""
    from webapp.release.components import licences  # noqa: PLC0415 - as above

    click.echo(licences(), nl=False)

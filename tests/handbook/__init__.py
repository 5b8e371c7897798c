"""The pages of docs/handbook, typed on a machine that is made up."""

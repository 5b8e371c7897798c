"""The source side without JavaScript: the same questions as plain forms, all at one address.

The server plays the part of the person's browser in memory (Protocol section 8). That is less
private, so people come here only where scripts are off or broken, and the page says so.
"""

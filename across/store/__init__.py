"""Every read and write, the tables and their migrations. Rows go in and our own values come out; knows no screen.

Functions take an open connection: the caller owns the transaction.
"""

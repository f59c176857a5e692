"""Keeps the sample on this machine: the proxy of HTTPS_PROXY is the only address that it can look up or connect to."""
import os
import sys
from urllib.parse import urlsplit

PROXY = urlsplit(os.environ["HTTPS_PROXY"])


def fence(event, args):
    if event == "socket.connect" and args[1][:2] != (PROXY.hostname, PROXY.port):
        raise PermissionError(f"connection to {args[1]} past the proxy")
    if event == "socket.getaddrinfo" and args[0] != PROXY.hostname:
        raise PermissionError(f"look-up of {args[0]} past the proxy")


sys.addaudithook(fence)

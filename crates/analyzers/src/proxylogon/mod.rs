//! ProxyLogon: from a forged back-end cookie to a script in a virtual directory.

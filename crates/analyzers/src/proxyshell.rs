//! ProxyShell: an address of autodiscover that reaches remote PowerShell.

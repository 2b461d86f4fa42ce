//! HttpProxy logs of every width, whole and damaged.

use crate::testing;

#[test]
fn real_files() {
    let wanted = [
        ("MSQA__Autodiscover", "httpproxy", 1, &[][..]),
        ("MSQA__Eas", "httpproxy", 1, &[]),
        ("MicrosoftDocs__Autodiscover", "httpproxy", 1, &[]),
        ("MicrosoftDocs__Ews", "httpproxy", 1, &[]),
        ("MicrosoftDocs__Owa", "httpproxy", 1, &[]),
        ("anquanke-MWR__Eas", "httpproxy", 2, &[]),
        ("artefacts.help__Autodiscover", "httpproxy", 1, &[]),
        ("artefacts.help__Eas", "httpproxy", 1, &[]),
        ("artefacts.help__Ecp", "httpproxy", 1, &[]),
        ("artefacts.help__Ews", "httpproxy", 1, &[]),
        ("artefacts.help__Mapi", "httpproxy", 3, &[]),
        ("artefacts.help__Owa", "httpproxy", 1, &[]),
        ("artefacts.help__PowerShell", "httpproxy", 2, &[]),
        ("artefacts.help__RpcHttp", "httpproxy", 1, &[]),
        ("helsecert__ProxyLogon__HttpProxy_Ecp.Test-ProxyLogon-export", "httpproxy", 11, &[]),
        ("helsecert__ProxyLogon__HttpProxy_Owa.139", "httpproxy-columns", 5, &[]),
        ("helsecert__ProxyLogon__HttpProxy_Owa.67", "httpproxy-columns", 69, &[]),
    ];
    testing::check_shared("httpproxy", &wanted);
}

#[test]
fn goldens() {
    testing::goldens("httpproxy");
}

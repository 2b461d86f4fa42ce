//! The message of MSExchange Management events, taken apart.
//!
//! NXLog and others export the rendered message and drop the items it was made of. The message is
//! `Cmdlet suceeded. Cmdlet NAME, parameters PARAMETERS.` (misspelt so by Exchange; event 6:
//! `Cmdlet failed. …`), as in the public OTRF Security-Datasets recording of ProxyLogon, file
//! `proxylogon_ssrf_rce_poc`. Items 0 and 1 of the binary event are NAME and PARAMETERS, so they
//! become the first two values of `Data`. Quotes inside parameters are not escaped, so nothing is
//! split at quotes. Servers that speak another language say this in other words and keep the
//! message alone.

/// The provider of these events.
const PROVIDER: &str = "MSExchange CmdletLogs";

/// Words before the cmdlet's name.
const OPENINGS: [&str; 3] =
    ["Cmdlet suceeded. Cmdlet ", "Cmdlet succeeded. Cmdlet ", "Cmdlet failed. Cmdlet "];

/// Words between the cmdlet's name and its parameters.
const MIDDLE: &str = ", parameters ";

/// Whether a provider writes these messages.
pub(super) fn is_provider(name: &str) -> bool {
    name.eq_ignore_ascii_case(PROVIDER)
}

/// The cmdlet and its parameters.
pub(super) fn parts(message: &str) -> Option<(&str, &str)> {
    let message = message.trim();
    let rest = OPENINGS.iter().find_map(|opening| message.strip_prefix(opening))?;
    let (name, parameters) = rest.split_once(MIDDLE)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let parameters = parameters.strip_suffix('.').unwrap_or(parameters);
    name.chars().all(plain).then_some((name, parameters))
}
